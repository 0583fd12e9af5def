/** The last answers of an endpoint: status, times, body, headers, and what the request set off. */
import type { WireResponse } from 'motia/workbench/wire/endpoints'
import { useState } from 'react'
import { toCurl } from '../../model/endpoints/curl.ts'
import { toResponseBody } from '../../model/endpoints/endpoint.ts'
import { HttpBadge } from '../../parts/badge.tsx'
import { Card } from '../../parts/card.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Segments } from '../../parts/field.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { Bones, Problem } from '../../parts/loaded.tsx'
import { toBytes, toClock, toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './answers.module.css'
import { Caused } from './caused.tsx'
import type { Answer } from './session.ts'
import { WORDS } from './words.ts'

export function Answers({ answers, base }: { readonly answers: readonly Answer[]; readonly base: string }) {
  const words = useWords(WORDS)
  const newest = answers[0]?.id
  // The newest one is shown again as soon as there is another.
  const [choice, setChoice] = useState({ id: newest, newest })
  const shown = answers.find(({ id }) => choice.newest === newest && id === choice.id) ?? answers[0]
  if (!shown) {
    return (
      <Card>
        <Empty title={words.noAnswer}>{words.noAnswerHint}</Empty>
      </Card>
    )
  }
  return (
    <Card>
      <div className={css.answer}>
        {answers.length > 1 && (
          <Segments
            label={words.answers}
            value={String(shown.id)}
            options={answers.map((answer) => ({ value: String(answer.id), label: toLabel(answer) }))}
            onChange={(id) => setChoice({ id: Number(id), newest })}
          />
        )}
        <Came key={shown.id} answer={shown} base={base} />
      </div>
    </Card>
  )
}

function toLabel({ at, outcome }: Answer): string {
  const status = outcome?.kind === 'response' ? outcome.response.status : outcome ? '✕' : '…'
  return `${status} · ${toClock(at)}`
}

function Came({ answer, base }: { readonly answer: Answer; readonly base: string }) {
  const words = useWords(WORDS)
  const { outcome, request } = answer
  if (!outcome) {
    return (
      <>
        <p className={css.quiet} role="status">
          {words.sending}
        </p>
        <Bones lines={2} />
      </>
    )
  }
  if (outcome.kind === 'error') return <Problem error={outcome.error} />
  const { response } = outcome
  const { path, ...rest } = request
  return (
    <>
      <Response response={response} curl={toCurl({ url: `${base}${path}`, ...rest })} />
      <Caused traceId={response.traceId} />
    </>
  )
}

type View = 'body' | 'headers' | 'request'

function Response({ response, curl }: { readonly response: WireResponse; readonly curl: string }) {
  const words = useWords(WORDS)
  const [view, setView] = useState<View>('body')
  const { status, headers, headMs, totalMs, bytes } = response
  return (
    <>
      <div className={css.facts} role="status">
        <HttpBadge status={status} />
        <span>
          {words.head} <b>{toDuration(headMs)}</b>
        </span>
        <span>
          {words.total} <b>{toDuration(totalMs)}</b>
        </span>
        <span>
          <b>{toBytes(bytes)}</b>
        </span>
        <span className={css.views}>
          <Segments
            label={words.view}
            value={view}
            options={[
              { value: 'body', label: words.bodyTab },
              { value: 'headers', label: `${words.headersTab} ${headers.length}` },
              { value: 'request', label: words.requestTab },
            ]}
            onChange={setView}
          />
        </span>
      </div>
      {view === 'body' && <Body response={response} />}
      {view === 'headers' && (
        <dl className={css.headers}>
          {headers.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same header may come twice
            <div key={index}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {view === 'request' && <Text text={curl} label={words.requestTab} />}
    </>
  )
}

function Body({ response }: { readonly response: WireResponse }) {
  const words = useWords(WORDS)
  const body = toResponseBody(response)
  const size = toBytes(response.bytes)
  if (body.kind === 'empty') return <p className={css.quiet}>{words.emptyBody}</p>
  if (body.kind === 'binary') return <p className={css.quiet}>{words.binary(size)}</p>
  return (
    <>
      {response.isCut && <p className={css.quiet}>{words.cut(size)}</p>}
      {body.kind === 'json' ? (
        <JsonView value={body.value} label={words.answerBody} />
      ) : (
        <Text text={body.text} label={words.answerBody} />
      )}
    </>
  )
}

function Text({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className={css.text}>
      <span className={css.copy}>
        <CopyButton text={text} isSmall />
      </span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reached to be scrolled by keys */}
      <section className={css.scroll} tabIndex={0} aria-label={label}>
        <pre>{text}</pre>
      </section>
    </div>
  )
}
