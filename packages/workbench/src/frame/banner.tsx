/** Above every panel while something is wrong with the project as a whole: what, and where to look. */
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { useLive } from '../api/live.ts'
import { deathsQuery, infoQuery } from '../api/queries.ts'
import { isLoop, toDeaths } from '../model/errors/problems.ts'
import { toLanguageName } from '../parts/badge.tsx'
import { useNow } from '../parts/time.tsx'
import { defineWords, useWords } from '../words/words.ts'
import css from './banner.module.css'

const WORDS = defineWords({
  en: {
    down: 'The app is down: nothing runs until it starts again. What is stored can be looked at.',
    downFor: (reason: string) => `The app is down: ${reason}`,
    starting: 'The app is starting.',
    mistakes: (count: number) => `${count} ${count === 1 ? 'thing needs' : 'things need'} correcting.`,
    looping: (what: string, cause: string) => `The ${what} worker ends over and over again: ${cause}.`,
    show: 'Show',
    lost: 'The Workbench does not answer; trying again.',
  },
  ko: {
    down: '앱이 중단되었습니다. 다시 시작될 때까지 아무것도 실행되지 않지만, 저장된 내용은 볼 수 있습니다.',
    downFor: (reason: string) => `앱이 중단되었습니다: ${reason}`,
    starting: '앱을 시작하는 중입니다.',
    mistakes: (count: number) => `고쳐야 할 것이 ${count}개 있습니다.`,
    looping: (what: string, cause: string) => `${what} 워커가 반복해서 종료됩니다: ${cause}`,
    show: '보기',
    lost: '워크벤치가 응답하지 않습니다. 다시 연결하는 중입니다.',
  },
})

export function Banner() {
  const words = useWords(WORDS)
  const { connection } = useLive()
  const { data: info } = useQuery(infoQuery())
  const { data: notices = [] } = useQuery(deathsQuery())
  const now = useNow()
  const loop = toDeaths(notices, now).find(isLoop)
  const isShown = useRouterState({ select: ({ location }) => location.pathname === '/problems' })
  if (connection === 'lost') return <Strip mood="bad" text={words.lost} />
  // The page of problems says it at length.
  if (!info || isShown) return null
  const { app, mistakes } = info
  if (app.state === 'down') {
    const text = app.detail ? words.downFor(app.detail) : words.down
    return <Strip mood="bad" text={text} link={words.show} />
  }
  if (loop?.language) {
    return (
      <Strip mood="bad" text={words.looping(toLanguageName(loop.language), loop.cause)} link={words.show} />
    )
  }
  if (mistakes.length > 0)
    return <Strip mood="warn" text={words.mistakes(mistakes.length)} link={words.show} />
  if (app.state === 'starting') return <Strip mood="warn" text={words.starting} />
  return null
}

function Strip({
  mood,
  text,
  link,
}: {
  readonly mood: 'bad' | 'warn'
  readonly text: string
  readonly link?: string
}) {
  return (
    <div className={`${css.banner} ${css[mood]}`} role="alert">
      <TriangleAlert aria-hidden="true" />
      <span className={css.text}>{text}</span>
      {link && <Link to="/problems">{link}</Link>}
    </div>
  )
}
