/** How the app fares, in a word: in the sidebar, and in the bar of a narrow screen. What is wrong leads to its page. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { WireInfo } from 'motia/workbench/wire/app'
import { useLive } from '../api/live.ts'
import { deathsQuery } from '../api/queries.ts'
import { toAppMood, toDeaths } from '../model/errors/problems.ts'
import { classes } from '../parts/class-names.ts'
import { useNow } from '../parts/time.tsx'
import { defineWords, useWords } from '../words/words.ts'
import css from './app-state.module.css'

const WORDS = defineWords({
  en: {
    ready: 'Running',
    failing: 'Workers fail',
    starting: 'Starting',
    down: 'Down',
    lost: 'Not connected',
    connecting: 'Connecting',
    viewer: 'viewer',
    development: 'development',
    production: 'production',
  },
  ko: {
    ready: '실행 중',
    failing: '워커 오류',
    starting: '시작하는 중',
    down: '중단됨',
    lost: '연결 끊김',
    connecting: '연결 중',
    viewer: '조회 전용',
    development: '개발',
    production: '운영',
  },
})

export function AppState({
  info,
  isShort = false,
}: {
  readonly info: WireInfo | undefined
  /** Without the mode and the role. */
  readonly isShort?: boolean
}) {
  const words = useWords(WORDS)
  const { connection } = useLive()
  const { data: notices = [] } = useQuery(deathsQuery())
  const mood = toAppMood(connection, info?.app, toDeaths(notices, useNow()))
  const hasPage = mood === 'down' || mood === 'failing'
  return (
    <span className={classes(css.state, isShort && css.short)} data-state={mood} role="status">
      {hasPage ? <Link to="/problems">{words[mood]}</Link> : words[mood]}
      {info && !isShort && <span> · {words[info.mode]}</span>}
      {info?.role === 'viewer' && !isShort && <span> · {words.viewer}</span>}
    </span>
  )
}
