/** A request to be filled in and sent, and the answers to it. */
import { useQuery } from '@tanstack/react-query'
import { RotateCcw, Send } from 'lucide-react'
import type { WireEndpoint } from 'motia/workbench/wire/endpoints'
import { useMemo, useRef } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { useCommand } from '../../api/commands.ts'
import { infoQuery } from '../../api/queries.ts'
import { toCurl } from '../../model/endpoints/curl.ts'
import { takesBody, toRequest, toUnready } from '../../model/endpoints/try-request.ts'
import { toSchemaField } from '../../model/schema/schema.ts'
import type { SchemaDraft } from '../../model/schema/schema-draft.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Field, Input } from '../../parts/field.tsx'
import { SchemaForm } from '../../parts/schema-form.tsx'
import { useWords } from '../../words/words.ts'
import { Answers } from './answers.tsx'
import { Pairs } from './pairs.tsx'
import { noteRequest, type Outcome, useAnswers, useTryDraft } from './session.ts'
import css from './try-it.module.css'
import { WORDS } from './words.ts'

export function TryIt({ endpoint }: { readonly endpoint: WireEndpoint }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { data: info } = useQuery(infoQuery())
  const [draft, setDraft] = useTryDraft(endpoint)
  const answers = useAnswers(endpoint.stepId)
  const place = useRef<HTMLDivElement>(null)
  const { mutateAsync } = useCommand('request')
  const request = toRequest(endpoint, draft)
  const unready = toUnready(endpoint, draft)
  const problem = unready && (unready.kind === 'param' ? words.paramMissing(unready.name) : words.broken)
  const isSending = answers[0] !== undefined && answers[0].outcome === undefined
  const send = () => {
    if (problem !== undefined || refused !== undefined || isSending) return
    const answer = noteRequest(endpoint.stepId, request)
    bringIntoView(place.current)
    const take = (outcome: Outcome) => {
      answer(outcome)
      requestAnimationFrame(() => bringIntoView(place.current))
    }
    mutateAsync(request).then(
      (response) => take({ kind: 'response', response }),
      (error: Error) => take({ kind: 'error', error }),
    )
  }
  const { path, ...rest } = request
  const curl = toCurl({ url: `${info?.urls.api ?? ''}${path}`, ...rest })
  return (
    <div className={css.side}>
      <Card
        title={words.try}
        aside={
          <Button
            tone="ghost"
            icon={<RotateCcw aria-hidden="true" />}
            label={words.reset}
            onClick={() => setDraft(undefined)}
          />
        }
      >
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          <Inputs endpoint={endpoint} draft={draft} setDraft={setDraft} />
          <div className={css.foot}>
            <Button
              tone="primary"
              type="submit"
              icon={<Send aria-hidden="true" />}
              refused={refused ?? problem}
              isBusy={isSending}
            >
              {words.send}
            </Button>
            <CopyButton text={curl} label={words.curl} tone="plain" />
          </div>
        </form>
      </Card>
      <div ref={place} className={css.answers}>
        <Answers answers={answers} base={info?.urls.api ?? ''} />
      </div>
    </div>
  )
}

/** What comes is below a form of any length: it is scrolled to, unless all of it can be seen already. */
function bringIntoView(element: HTMLElement | null): void {
  if (!element) return
  const { bottom, height } = element.getBoundingClientRect()
  if (bottom < innerHeight) return
  element.scrollIntoView({ block: height < innerHeight * 0.7 ? 'end' : 'start', behavior: 'smooth' })
}

function Inputs({
  endpoint,
  draft,
  setDraft,
}: {
  readonly endpoint: WireEndpoint
  readonly draft: ReturnType<typeof useTryDraft>[0]
  readonly setDraft: ReturnType<typeof useTryDraft>[1]
}) {
  const words = useWords(WORDS)
  const { params, query, body, method } = endpoint
  const queryField = useMemo(() => toSchemaField(query), [query])
  const bodyField = useMemo(() => toSchemaField(body), [body])
  const [setQuery, setBody] = useMemo(
    () =>
      (['query', 'body'] as const).map(
        (part) => (change: (before: SchemaDraft) => SchemaDraft) =>
          setDraft((before) => ({ ...before, [part]: change(before[part]) })),
      ) as [
        (change: (before: SchemaDraft) => SchemaDraft) => void,
        (change: (before: SchemaDraft) => SchemaDraft) => void,
      ],
    [setDraft],
  )
  return (
    <>
      {params.map((name) => (
        <Field key={name} label={<code>{`:${name}`}</code>}>
          {(id) => (
            <Input
              id={id}
              value={draft.params[name] ?? ''}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) =>
                setDraft((before) => ({
                  ...before,
                  params: { ...before.params, [name]: target.value },
                }))
              }
            />
          )}
        </Field>
      ))}
      {query !== undefined && (
        <SchemaForm label={words.query} field={queryField} draft={draft.query} onChange={setQuery} />
      )}
      {takesBody(method) && (
        <SchemaForm label={words.body} field={bodyField} draft={draft.body} onChange={setBody} />
      )}
      <Pairs
        title={query === undefined ? words.query : words.moreQuery}
        pairs={draft.pairs}
        onChange={(pairs) => setDraft((before) => ({ ...before, pairs }))}
      />
      <Pairs
        title={words.headers}
        pairs={draft.headers}
        onChange={(headers) => setDraft((before) => ({ ...before, headers }))}
      />
    </>
  )
}
