/**
 * Runs what has arrived at the thread in one transaction, bare. Only if it fails is it rolled back and replayed one
 * by one in savepoints, so that a bad commit fails alone and good ones cost no savepoint.
 */
import type { Database } from './database.ts'
import { toErrorData } from './errors.ts'
import { createTransactions } from './transaction.ts'
import { type PlainEnd, READING, type Replies, type Verb } from './verbs.ts'

export interface Request {
  readonly verb: Verb
  readonly args: readonly unknown[]
}

/** In the order of the requests; those that failed by their index. */
interface Results {
  readonly results: unknown[]
  readonly errors: (readonly [index: number, error: unknown])[]
}

/** Replies are given out only once the transaction is durable. */
export function createBatches(database: Database): (requests: readonly Request[]) => Replies {
  const { verbs, endTogether } = database
  const { transact, attempt, isOpen } = createTransactions(database.tables)

  const call = ({ verb, args }: Request) => (verbs[verb] as (...args: readonly unknown[]) => unknown)(...args)

  /** Plain ends go first: requests that are under way at the same time have no order among them. */
  const bare = (requests: readonly Request[]): Results => {
    const ends = requests.filter(({ verb }) => verb === 'end')
    if (ends.length < 2) return { results: requests.map(call), errors: [] }
    const replies = endTogether(ends.map(({ args }) => args as PlainEnd)).values()
    const results = requests.map((request) => (request.verb === 'end' ? replies.next().value : call(request)))
    return { results, errors: [] }
  }

  const inSavepoints = (requests: readonly Request[]): Results =>
    oneByOne(requests, (request) => attempt(() => call(request)), isOpen)

  const write = (requests: readonly Request[]): Results => {
    try {
      return transact(() => bare(requests))
    } catch (error) {
      if (requests.length === 1) return { results: [undefined], errors: [[0, error]] }
    }
    try {
      return transact(() => inSavepoints(requests))
    } catch {
      // not one of them but the transaction failed: each gets its own, for some may fit on the disk
      return oneByOne(requests, (request) => transact(() => call(request)))
    }
  }

  return (requests) => {
    const isReading = requests.every(({ verb }) => READING.has(verb))
    const { results, errors } = isReading ? oneByOne(requests, call) : write(requests)
    if (errors.length === 0) return { results }
    return { results, errors: errors.map(([index, error]) => [index, toErrorData(error)]) }
  }
}

/** @param mayGoOn whether the next request stands a chance after one that failed */
function oneByOne(
  requests: readonly Request[],
  run: (request: Request) => unknown,
  mayGoOn: () => boolean = () => true,
): Results {
  const outcome: Results = { results: new Array(requests.length), errors: [] }
  requests.forEach((request, index) => {
    try {
      outcome.results[index] = run(request)
    } catch (error) {
      if (!mayGoOn()) throw error
      outcome.errors.push([index, error])
    }
  })
  return outcome
}
