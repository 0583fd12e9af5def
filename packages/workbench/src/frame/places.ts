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
  readonly icon: LucideIcon
}

/** What is looked at, and below what is tended. */
export const PLACES: readonly (readonly Place[])[] = [
  [
    { name: 'overview', to: '/', icon: LayoutDashboard },
    { name: 'flow', to: '/flow', icon: Network },
    { name: 'runs', to: '/runs', icon: Activity },
    { name: 'errors', to: '/errors', icon: Bug },
    { name: 'logs', to: '/logs', icon: ScrollText },
    { name: 'endpoints', to: '/endpoints', icon: Waypoints },
  ],
  [
    { name: 'schedules', to: '/schedules', icon: CalendarClock },
    { name: 'queues', to: '/queues', icon: ListTree },
    { name: 'state', to: '/state', icon: Database },
    { name: 'gates', to: '/gates', icon: DoorOpen },
    { name: 'unrouted', to: '/unrouted', icon: Split },
  ],
]
