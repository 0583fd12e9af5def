/** A stack trace: the project's own frames stand out, those of everything else are folded. */
import { useMemo } from 'react'
import { countFrames, toStackParts } from '../model/errors/stack.ts'
import { defineWords, useWords } from '../words/words.ts'
import { CopyButton } from './copy-button.tsx'
import css from './stack-view.module.css'

const WORDS = defineWords({
  en: {
    stack: 'Stack trace',
    others: (count: number) => `${count} ${count === 1 ? 'frame' : 'frames'} of packages and the runtime`,
  },
  ko: {
    stack: '스택 트레이스',
    others: (count: number) => `패키지와 런타임의 프레임 ${count}개`,
  },
})

export function StackView({ stack }: { readonly stack: string }) {
  const words = useWords(WORDS)
  const parts = useMemo(() => toStackParts(stack), [stack])
  return (
    <div className={css.stack}>
      <div className={css.copy}>
        <CopyButton text={stack} isSmall />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: it scrolls, and has to be reached to be scrolled by keys */}
      <div className={css.lines} tabIndex={0} role="group" aria-label={words.stack}>
        {parts.map((part, index) =>
          part.kind === 'foreign' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts keep their places
            <details key={index} className={css.foreign}>
              <summary>{words.others(countFrames(part.lines))}</summary>
              <pre>{part.lines.join('\n')}</pre>
            </details>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts keep their places
            <pre key={index} className={css[part.kind]}>
              {part.text}
            </pre>
          ),
        )}
      </div>
    </div>
  )
}
