/**
 * A day of the project in projects/workbench, as it could have been: traces of runs, one after another, some of them
 * failed, with inputs of some 300 bytes and log lines. Pure: the same day each time. seed.ts writes it down.
 */
import type { Failure } from '@motia/core/failure'

/** A run and what it led to. */
export interface RunStory {
  readonly stepId: string
  readonly cause: string
  readonly input: Readonly<Record<string, unknown>>
  readonly waitedMs: number
  readonly tookMs: number
  readonly failure?: Failure
  readonly children: readonly RunStory[]
}

/** One outside cause; a `path` if it was a request. */
export interface TraceStory {
  readonly path?: string
  readonly method?: 'GET' | 'POST'
  readonly root: RunStory
}

/** Chance that comes out the same again; from 0 to 1. */
export type Chance = () => number

/** In the input of the traces whose number divides by this. */
export const NEEDLE = 'glass-needle'
const NEEDLE_EVERY = 7_000
/** Of its runs, by step. */
const FAILING: Readonly<Record<string, number>> = {
  'charge-card': 0.02,
  'ship-parcel': 0.01,
  'score-user': 0.004,
  'resize-image': 0.03,
}
const CUSTOMERS = ['김민수', '이서연', 'Ada Lovelace', 'Grace Hopper', '박지훈', 'Alan Turing', '최유진']
const CITIES = ['서울', 'Busan', 'Lisbon', '인천', 'Utrecht', 'Nairobi']
const NOTES = ['문 앞에 놓아 주세요', 'Leave it with the neighbour, please', 'Gift wrapping', '']
const REASONS = [
  'the card was declined by its bank',
  'the payment gateway did not answer within 3000 ms',
  '잔액이 부족합니다',
  'no courier drives to the address',
]

/** What a multiply-with-carry generator gives (Marsaglia): the same numbers for the same seed. */
export function createChance(seed: number): Chance {
  let [z, w] = [seed, 362_436_069]
  return () => {
    z = (36_969 * (z & 65_535) + (z >>> 16)) >>> 0
    w = (18_000 * (w & 65_535) + (w >>> 16)) >>> 0
    return (((z << 16) + w) >>> 0) / 2 ** 32
  }
}

/** The trace of that number: orders mostly, users, items, and what goes by itself. */
export function tellTrace(index: number, chance: Chance): TraceStory {
  const lot = chance()
  if (lot < 0.55) return { method: 'POST', path: '/orders', root: tellOrder(index, chance) }
  if (lot < 0.8) return { method: 'POST', path: '/users', root: tellUser(index, chance) }
  if (lot < 0.9) return { root: tellRun('index-item', 'topic:item.changed', toItem(index), chance) }
  if (lot < 0.98) return { root: tellRun('resize-image', 'topic:item.changed', toItem(index), chance) }
  const ledger = (cause: string) => tellRun('sync-ledger', cause, {}, chance)
  if (lot < 0.99) return { root: tellRun('hourly-sync', 'cron', {}, chance, () => [ledger('trigger')]) }
  return { root: ledger('hand') }
}

/** A request that had no effects. */
export function tellLookup(index: number, chance: Chance): TraceStory {
  const isOrder = chance() < 0.7
  const run = tellRun(isOrder ? 'get-order' : 'search-items', 'api', {}, chance)
  return { method: 'GET', path: isOrder ? `/orders/o-${index}` : '/items', root: run }
}

function tellOrder(index: number, chance: Chance): RunStory {
  const input = {
    orderId: `o-${index}`,
    customer: pick(CUSTOMERS, chance),
    address: {
      street: `${1 + (index % 240)} Long Road`,
      city: pick(CITIES, chance),
      zip: `${10_000 + (index % 90_000)}`,
    },
    items: [
      { sku: `sku-${index % 977}`, count: 1 + (index % 3) },
      { sku: `sku-${index % 613}`, count: 1 },
    ],
    note: index % NEEDLE_EVERY === 0 ? NEEDLE : pick(NOTES, chance),
    channel: 'web',
    session: `s-${((index * 2_654_435_761) % 2 ** 32).toString(16)}`,
  }
  const step = (stepId: string, cause: string, next?: () => RunStory[]) =>
    tellRun(stepId, cause, input, chance, next)
  const paid = () => [step('ship-parcel', 'topic:order.paid'), step('send-receipt', 'topic:order.paid')]
  const charge = () => [step('charge-card', 'trigger', paid)]
  const reserve = () => [step('reserve-stock', 'trigger', charge)]
  return step('create-order', 'api', () => [step('validate-order', 'trigger', reserve)])
}

function tellUser(index: number, chance: Chance): RunStory {
  const name = pick(CUSTOMERS, chance)
  const bio = `${name}: ${'likes long walks, short functions and quiet pagers. '.repeat(4)}`
  const input = { userId: `u${index % 20_000}`, name, email: `user${index}@example.com`, bio }
  return tellRun('create-user', 'api', input, chance, () => [
    tellRun('send-welcome', 'topic:user.created', input, chance),
    tellRun('score-user', 'topic:user.created', input, chance),
  ])
}

/** @param next what it led to, if it succeeded */
function tellRun(
  stepId: string,
  cause: string,
  input: RunStory['input'],
  chance: Chance,
  next: () => RunStory[] = () => [],
): RunStory {
  const isFailed = chance() < (FAILING[stepId] ?? 0)
  const tookMs = Math.round(2 + 40 * chance() ** 3 + (stepId === 'resize-image' ? 300 * chance() : 0))
  const run = { stepId, cause, input, waitedMs: Math.round(1 + 6 * chance()), tookMs }
  if (isFailed) return { ...run, failure: toFailure(stepId, pick(REASONS, chance)), children: [] }
  return { ...run, children: next() }
}

function toItem(index: number): RunStory['input'] {
  const description = 'A pot of clay, fired twice, glazed in blue, with a lid that fits. '.repeat(4)
  return {
    itemId: `i-${index % 5_000}`,
    title: `Pot ${index % 5_000}`,
    description,
    priceCents: 100 * (index % 90),
  }
}

function toFailure(stepId: string, message: string): Failure {
  const frames = [41, 57, 12].map(
    (line, depth) => `    at ${depth === 0 ? 'handler' : `call${depth}`} (motia/steps/orders.ts:${line}:11)`,
  )
  return { name: 'Error', message, stack: [`Error: ${message}`, ...frames, `    at ${stepId}`].join('\n') }
}

function pick<T>(values: readonly T[], chance: Chance): T {
  return values[Math.floor(chance() * values.length)] as T
}
