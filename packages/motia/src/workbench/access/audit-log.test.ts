import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createAuditLog } from './audit-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-'))
afterAll(() => rmSync(folder, { recursive: true }))

const entry = {
  by: 'workbench',
  role: 'operator',
  address: '::1',
  action: 'cancel',
  what: {},
  outcome: 'done',
  status: 200,
} as const
const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

it('is lines of JSON for this user only, of which the oldest go', () => {
  const path = join(folder, 'audit.log')
  const log = createAuditLog({ path, warn: () => {}, maxBytes: 1_000, now: () => 0 })
  for (let i = 0; i < 50; i++) log.record({ ...entry, what: { runId: `r${i}` } })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const [before, now] = [linesOf(`${path}.1`), linesOf(path)]
  expect(now.at(-1)).toEqual({ at: '1970-01-01T00:00:00.000Z', ...entry, what: { runId: 'r49' } })
  expect(before.length + now.length).toBeLessThan(25)
  expect(before.at(-1).what.runId).toBe(`r${49 - now.length}`)
})

it('says once that it cannot be written', () => {
  const warnings: string[] = []
  const log = createAuditLog({
    path: join(folder, 'none/audit.log'),
    warn: (message) => warnings.push(message),
  })
  log.record(entry)
  log.record(entry)
  expect(warnings).toEqual([expect.stringContaining('the audit log cannot be written: ENOENT')])
})
