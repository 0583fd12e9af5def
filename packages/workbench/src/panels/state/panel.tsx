/** State: groups, the keys of one, and the value of one key, to look at and to change. All three are in the address. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Database, Plus } from 'lucide-react'
import type { WireStateGroups } from 'motia/workbench/wire/state'
import { useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { stateGroupsQuery } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Card, Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import { StateItem } from './item.tsx'
import { Items } from './items.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'
import css from './panel.module.css'
import { WORDS } from './words.ts'

const route = getRouteApi('/state')

export function StatePanel() {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { group } = route.useSearch()
  const query = useQuery(stateGroupsQuery())
  const [isNew, setNew] = useState(false)
  return (
    <Page
      title={words.title}
      isFixed
      aside={
        <Button icon={<Plus aria-hidden="true" />} refused={refused} onClick={() => setNew(true)}>
          {words.newKey}
        </Button>
      }
    >
      <Loaded query={query}>
        {(groups) =>
          groups.length === 0 && group === undefined ? (
            <Card>
              <Empty icon={<Database aria-hidden="true" />} title={words.none}>
                {words.noneHint}
              </Empty>
            </Card>
          ) : (
            <Columns groups={groups} />
          )
        }
      </Loaded>
      {isNew && <NewKeyDialog group={group ?? query.data?.[0]?.group ?? ''} onClose={() => setNew(false)} />}
    </Page>
  )
}

/** The first group stands there until another is chosen; where it is narrow, one column at a time. */
function Columns({ groups }: { readonly groups: WireStateGroups }) {
  const { group: chosen, key } = route.useSearch()
  const group = chosen ?? groups[0]?.group
  const level = key !== undefined ? 'item' : chosen !== undefined ? 'items' : 'groups'
  return (
    <div className={css.columns} data-level={level}>
      <Groups groups={groups} chosen={group} />
      {group !== undefined && <Items key={group} group={group} />}
      <StateItem key={`${group} ${key}`} group={group} stateKey={key} />
    </div>
  )
}

function Groups({
  groups,
  chosen,
}: {
  readonly groups: WireStateGroups
  readonly chosen: string | undefined
}) {
  const words = useWords(WORDS)
  return (
    <nav className={css.groups} aria-label={words.groups}>
      <ul>
        {groups.map(({ group, keys }) => (
          <li key={group}>
            <Link
              to="/state"
              search={{ group }}
              className={css.group}
              aria-current={group === chosen ? 'true' : undefined}
            >
              <span>{group}</span>
              <span className={css.count} title={words.keys(keys)}>
                {toCount(keys)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
