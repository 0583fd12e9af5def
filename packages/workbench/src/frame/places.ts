/** The panels as they are listed in the sidebar and the palette. */
import {
  Activity,
  Bug,
  CalendarClock,
  Database,
  DoorOpen,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  Network,
  ScrollText,
  Split,
  Waypoints,
} from 'lucide-react'
import { defineWords } from '../words/words.ts'

export const PLACE_WORDS = defineWords({
  en: {
    overview: 'Overview',
    flow: 'Flow',
    runs: 'Runs',
    errors: 'Errors',
    logs: 'Logs',
    endpoints: 'Endpoints',
    schedules: 'Schedules',
    queues: 'Queues',
    state: 'State',
    gates: 'Gates',
    unrouted: 'Unrouted',
  },
  ko: {
    overview: '개요',
    flow: '흐름',
    runs: '실행',
    errors: '오류',
    logs: '로그',
    endpoints: '엔드포인트',
    schedules: '스케줄',
    queues: '대기열',
    state: '상태 저장소',
    gates: '게이트',
    unrouted: '미연결 트리거',
  },
})

export interface Place {
  readonly name: keyof (typeof PLACE_WORDS)['en']
  readonly to:
    | '/'
    | '/flow'
    | '/runs'
    | '/errors'
    | '/logs'
    | '/endpoints'
    | '/schedules'
    | '/queues'
    | '/state'
    | '/gates'
    | '/unrouted'
  /** `g` and then this one goes there. */
  readonly letter: string
  readonly icon: LucideIcon
}

/** What is looked at, and below what is tended. */
export const PLACES: readonly (readonly Place[])[] = [
  [
    { name: 'overview', to: '/', letter: 'o', icon: LayoutDashboard },
    { name: 'flow', to: '/flow', letter: 'f', icon: Network },
    { name: 'runs', to: '/runs', letter: 'r', icon: Activity },
    { name: 'errors', to: '/errors', letter: 'e', icon: Bug },
    { name: 'logs', to: '/logs', letter: 'l', icon: ScrollText },
    { name: 'endpoints', to: '/endpoints', letter: 'p', icon: Waypoints },
  ],
  [
    { name: 'schedules', to: '/schedules', letter: 's', icon: CalendarClock },
    { name: 'queues', to: '/queues', letter: 'q', icon: ListTree },
    { name: 'state', to: '/state', letter: 't', icon: Database },
    { name: 'gates', to: '/gates', letter: 'g', icon: DoorOpen },
    { name: 'unrouted', to: '/unrouted', letter: 'u', icon: Split },
  ],
]
