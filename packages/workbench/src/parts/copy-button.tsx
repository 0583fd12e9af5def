/** Copies a text, and says that it did. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { defineWords, useWords } from '../words/words.ts'
import { Button, type Tone } from './button.tsx'

const WORDS = defineWords({ en: { copy: 'Copy', copied: 'Copied' }, ko: { copy: '복사', copied: '복사됨' } })

export function CopyButton({
  text,
  label,
  tone = 'ghost',
  isSmall = false,
}: {
  /** What is copied, or what makes it. */
  readonly text: string | (() => string)
  readonly label?: string
  readonly tone?: Tone
  /** Only the icon. */
  readonly isSmall?: boolean
}) {
  const words = useWords(WORDS)
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : text())
    setCopied(true)
  }
  const shown = isCopied ? words.copied : (label ?? words.copy)
  return (
    <Button
      tone={tone}
      icon={isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      onClick={() => void copy()}
      {...(isSmall && { label: shown })}
    >
      {isSmall ? undefined : shown}
    </Button>
  )
}
