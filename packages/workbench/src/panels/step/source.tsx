/** The file in which the step is written, with its line marked. */
import { useQuery } from '@tanstack/react-query'
import { stepSourceQuery } from '../../api/queries.ts'
import { Card } from '../../parts/card.tsx'
import { CodeEditor } from '../../parts/code-editor.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

export function Source({ id }: { readonly id: string }) {
  const words = useWords(WORDS)
  const query = useQuery(stepSourceQuery(id))
  return (
    <Card title={words.source} aside={query.data && <CopyButton text={query.data.text} />} isFlush>
      <Loaded query={query}>
        {({ file, text, language, line, isCut }) => (
          <div className={css.source}>
            <CodeEditor key={file} label={file} text={text} language={language} line={line} />
            {isCut && <p className={css.note}>{words.sourceCut}</p>}
          </div>
        )}
      </Loaded>
    </Card>
  )
}
