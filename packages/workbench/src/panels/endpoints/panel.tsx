/** Endpoints: all api steps on the left; one of them as documentation, beside it a form to try it. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, FileJson, Waypoints } from 'lucide-react'
import type { WireEndpoints } from 'motia/workbench/wire/endpoints'
import { useState } from 'react'
import { endpointsQuery } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Card, Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import { Documentation } from './documentation.tsx'
import { EndpointList } from './endpoint-list.tsx'
import { OpenApiDialog } from './openapi-dialog.tsx'
import css from './panel.module.css'
import { TryIt } from './try-it.tsx'
import { WORDS } from './words.ts'

const route = getRouteApi('/endpoints')

export function EndpointsPanel() {
  const words = useWords(WORDS)
  const query = useQuery(endpointsQuery())
  const [isOpenApi, setOpenApi] = useState(false)
  return (
    <Page
      title={words.title}
      aside={
        <Button icon={<FileJson aria-hidden="true" />} onClick={() => setOpenApi(true)}>
          {words.openapi}
        </Button>
      }
    >
      <Loaded query={query}>
        {(endpoints) =>
          endpoints.length === 0 ? (
            <Card>
              <Empty icon={<Waypoints aria-hidden="true" />} title={words.none}>
                {words.noneHint}
              </Empty>
            </Card>
          ) : (
            <Choice endpoints={endpoints} />
          )
        }
      </Loaded>
      {isOpenApi && <OpenApiDialog onClose={() => setOpenApi(false)} />}
    </Page>
  )
}

/** The first one stands there until another is chosen; where it is narrow, the list does. */
function Choice({ endpoints }: { readonly endpoints: WireEndpoints }) {
  const words = useWords(WORDS)
  const { step } = route.useSearch()
  const chosen = step === undefined ? endpoints[0] : endpoints.find(({ stepId }) => stepId === step)
  return (
    <div className={css.panel} data-chosen={step !== undefined || undefined}>
      <EndpointList endpoints={endpoints} chosen={chosen?.stepId} />
      <div className={css.chosen}>
        <Link to="/endpoints" className={css.back}>
          <ArrowLeft aria-hidden="true" />
          {words.back}
        </Link>
        {chosen ? (
          <div className={css.endpoint} key={chosen.stepId}>
            <Documentation endpoint={chosen} />
            <TryIt endpoint={chosen} />
          </div>
        ) : (
          <Card>
            <Empty title={words.gone(step ?? '')}>{words.goneHint}</Empty>
          </Card>
        )}
      </div>
    </div>
  )
}
