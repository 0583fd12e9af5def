/** Random hex digits for ids, cut from a pool: asking the system for each would cost more than the id. */
import { randomBytes } from 'node:crypto'

const POOL_BYTES = 8192

let pool = ''
let used = 0

export function randomHex(digits: number): string {
  if (used + digits > pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex')
    used = 0
  }
  used += digits
  return pool.slice(used - digits, used)
}
