/** What asked for a run, in words: method and path of a request, a topic with its name, a schedule. */
import { toCause } from '../model/runs/run-row.ts'
import { defineWords, useWords } from '../words/words.ts'
import { MethodBadge } from './badge.tsx'
import css from './cause.module.css'

const WORDS = defineWords({
  en: {
    cron: 'Schedule',
    hand: 'By hand',
    trigger: 'Trigger',
    topic: 'Topic',
    api: 'API step',
    onError: 'Error step',
  },
  ko: {
    cron: '스케줄',
    hand: '수동',
    trigger: '트리거',
    topic: '토픽',
    api: 'API 스텝',
    onError: '오류 스텝',
  },
})

export function Cause({
  cause,
  request,
}: {
  readonly cause: string
  readonly request?: { readonly method: string; readonly path: string } | null | undefined
}) {
  const words = useWords(WORDS)
  if (request) {
    return (
      <span className={css.cause}>
        <MethodBadge method={request.method} />
        <span className={css.cut} title={request.path}>
          {request.path}
        </span>
      </span>
    )
  }
  const { kind, name } = toCause(cause)
  return (
    <span className={css.cause}>
      {kind in words ? words[kind as keyof typeof words] : kind}
      {name && (
        <span className={css.name} title={name}>
          {name}
        </span>
      )}
    </span>
  )
}
