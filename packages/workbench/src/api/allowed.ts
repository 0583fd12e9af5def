/** Whether the page may act now. Panels give the reason why not to their buttons, which then are greyed. */
import { useQuery } from '@tanstack/react-query'
import type { WireInfo } from 'motia/workbench/wire/app'
import { defineWords, useWords } from '../words/words.ts'
import { infoQuery } from './queries.ts'

const WORDS = defineWords({
  en: {
    viewer: 'You are logged in as a viewer: only an operator may do this.',
    down: 'The app is down. This is possible again as soon as it runs.',
    starting: 'The app is starting. This is possible in a moment.',
    unknown: 'Not connected to the Workbench yet.',
  },
  ko: {
    viewer: '조회 권한으로 로그인되어 있습니다. 운영자만 할 수 있는 작업입니다.',
    down: '앱이 중단되었습니다. 다시 실행되면 사용할 수 있습니다.',
    starting: '앱을 시작하는 중입니다. 잠시 후 사용할 수 있습니다.',
    unknown: '아직 워크벤치에 연결되지 않았습니다.',
  },
})

/** Why nobody, or not who is looking, can act now; `undefined` if one can. */
export function useRefusal(): string | undefined {
  const words = useWords(WORDS)
  const { data: info } = useQuery(infoQuery())
  const reason = toRefusal(info)
  return reason && words[reason]
}

/** Pure: what stands in the way. The role comes first, since waiting does not change it. */
export function toRefusal(
  info: WireInfo | undefined,
): 'viewer' | 'down' | 'starting' | 'unknown' | undefined {
  if (!info) return 'unknown'
  if (info.role === 'viewer') return 'viewer'
  return info.app.state === 'ready' ? undefined : info.app.state
}
