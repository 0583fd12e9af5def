/** An endpoint as documentation: what it takes, and what it answers. */
import type { WireEndpoint } from 'motia/workbench/wire/endpoints'
import type { ReactNode } from 'react'
import { takesBody } from '../../model/endpoints/try-request.ts'
import { HttpBadge, MethodBadge } from '../../parts/badge.tsx'
import { Card } from '../../parts/card.tsx'
import { StepLink } from '../../parts/links.tsx'
import { SchemaTable } from '../../parts/schema-table.tsx'
import { useWords } from '../../words/words.ts'
import css from './documentation.module.css'
import { Path } from './path.tsx'
import { WORDS } from './words.ts'

export function Documentation({ endpoint }: { readonly endpoint: WireEndpoint }) {
  const words = useWords(WORDS)
  const { method, path, stepId, description, file, line, params, query, body, responses } = endpoint
  return (
    <Card isFlush>
      <header className={css.head}>
        <h2 className={css.title}>
          <MethodBadge method={method} /> <Path path={path} />
        </h2>
        {description && <p className={css.description}>{description}</p>}
        <p className={css.place}>
          <StepLink id={stepId} />
          <code>{line === undefined ? file : `${file}:${line}`}</code>
        </p>
      </header>
      {params.length > 0 && (
        <Section title={words.params}>
          <ul className={css.params}>
            {params.map((name) => (
              <li key={name}>
                <code>{name}</code>
                <span className={css.quiet}>{words.paramRequired}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {query !== undefined && (
        <Section title={words.query}>
          <SchemaTable label={words.query} schema={query} />
        </Section>
      )}
      {takesBody(method) && (
        <Section title={words.body}>
          {body === undefined ? (
            <p className={css.note}>{words.anyBody}</p>
          ) : (
            <SchemaTable label={words.body} schema={body} />
          )}
        </Section>
      )}
      <Section title={words.responses}>
        {Object.entries(responses).map(([status, schema]) => (
          <div key={status} className={css.response}>
            <HttpBadge status={Number(status)} />
            {isSaid(schema) ? (
              <SchemaTable label={words.responseBody(status)} schema={schema} />
            ) : (
              <p className={css.note}>{words.anyResponse}</p>
            )}
          </div>
        ))}
      </Section>
    </Card>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.section}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function isSaid(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && Object.keys(schema).length > 0
}
