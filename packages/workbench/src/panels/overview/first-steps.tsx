/** Instead of zeros: how a project that never ran gets its first run. */
import { useQuery } from '@tanstack/react-query'
import type { WireStep } from 'motia/workbench/wire/steps'
import { endpointsQuery } from '../../api/queries.ts'
import { LanguageMark, MethodBadge } from '../../parts/badge.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import css from './first-steps.module.css'
import { WORDS } from './words.ts'

const SHOWN = 8
const SAMPLE_FILE = 'motia/steps/hello.ts'
const SAMPLE = `import { api } from '@motia/core'

export default api({ id: 'hello', method: 'GET', path: '/hello' }, async () => {
  return { message: 'Hello!' }
})
`

export function FirstSteps({ steps }: { readonly steps: readonly WireStep[] }) {
  const words = useWords(WORDS)
  const hasApi = steps.some(({ kind }) => kind === 'api')
  const text = steps.length === 0 ? words.firstNoSteps : hasApi ? words.firstText : words.firstNoApi
  return (
    <Card className={css.card}>
      <div className={css.head} role="status">
        <span className={css.beat} aria-hidden="true" />
        <h2 className={css.title}>{steps.length === 0 ? words.noStepsTitle : words.firstTitle}</h2>
        <p className={css.text}>{text}</p>
      </div>
      {steps.length === 0 ? <Sample /> : hasApi ? <Endpoints /> : <Steps steps={steps} />}
      {steps.length > 0 && (
        <p className={css.foot}>
          <ButtonLink to="/flow">{words.flow}</ButtonLink>
          {hasApi && <ButtonLink to="/endpoints">{words.allEndpoints}</ButtonLink>}
        </p>
      )}
    </Card>
  )
}

function Sample() {
  return (
    <figure className={css.sample}>
      <figcaption>
        <code>{SAMPLE_FILE}</code>
        <CopyButton text={SAMPLE} />
      </figcaption>
      <pre>{SAMPLE}</pre>
    </figure>
  )
}

function Endpoints() {
  const words = useWords(WORDS)
  const query = useQuery(endpointsQuery())
  return (
    <Loaded query={query}>
      {(endpoints) => (
        <ul className={css.list} aria-label={words.endpoints}>
          {endpoints.slice(0, SHOWN).map(({ stepId, method, path, description }) => (
            <li key={stepId}>
              <MethodBadge method={method} />
              <code className={css.path}>{path}</code>
              <span className={css.aside}>{description ?? stepId}</span>
              <ButtonLink to="/endpoints" search={{ step: stepId }} tone="primary">
                {words.tryIt}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}

function Steps({ steps }: { readonly steps: readonly WireStep[] }) {
  const words = useWords(WORDS)
  return (
    <ul className={css.list} aria-label={words.steps}>
      {steps.slice(0, SHOWN).map(({ id, kind, language, file }) => (
        <li key={id}>
          <LanguageMark language={language} file={file} />
          <b className={css.path}>{id}</b>
          <span className={css.aside}>{kind}</span>
          <ButtonLink to="/steps/$id" params={{ id }}>
            {words.open}
          </ButtonLink>
        </li>
      ))}
    </ul>
  )
}
