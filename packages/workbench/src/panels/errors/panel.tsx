/** Errors by kind, and the runs that wait to be mended. The address says how far back and of which step. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useKnownSteps } from '../../api/known-steps.ts'
import { errorsQuery } from '../../api/queries.ts'
import { ERRORS_WINDOW } from '../../model/page/search.ts'
import { Card, Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Select } from '../../parts/select.tsx'
import { WindowPicker } from '../../parts/window-picker.tsx'
import { useWords } from '../../words/words.ts'
import { BrokenRuns } from './broken-runs.tsx'
import { GroupTable } from './group-table.tsx'
import { WORDS } from './words.ts'

const route = getRouteApi('/errors')
/** No step has an empty id. */
const ALL = ''

export function ErrorsPanel() {
  const words = useWords(WORDS)
  const { window = ERRORS_WINDOW, step } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(errorsQuery(window, step))
  const known = [...useKnownSteps().keys()]
  const ids = step === undefined || known.includes(step) ? known : [step, ...known]
  const filters = (
    <>
      <Select
        label={words.step}
        value={step ?? ALL}
        options={[{ value: ALL, label: words.allSteps }, ...ids.map((id) => ({ value: id, label: id }))]}
        onChange={(next) =>
          void navigate({ search: (old) => ({ ...old, step: next || undefined }), replace: true })
        }
      />
      <WindowPicker
        value={window}
        onChange={(next) => void navigate({ search: (old) => ({ ...old, window: next }), replace: true })}
      />
    </>
  )
  return (
    <Page title={words.title} lead={words.lead} aside={filters}>
      <BrokenRuns stepId={step} />
      <Card isFlush>
        <Loaded query={query}>
          {({ groups }) =>
            groups.length === 0 ? (
              <Empty icon={<CircleCheck aria-hidden="true" />} title={words.none}>
                {step === undefined ? words.noneText : words.noneOf(step)}
              </Empty>
            ) : (
              <GroupTable groups={groups} window={window} />
            )
          }
        </Loaded>
      </Card>
    </Page>
  )
}
