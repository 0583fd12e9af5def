import { motiaError } from '@motia/core/errors'
import { expect, it } from 'vitest'
import type { Answer } from '../wire/control.ts'
import type { AuditEntry } from '../workbench/access/audit-log.ts'
import { auditCommands } from './audited-commands.ts'

it('commands of the command line are written down with what they were done to, and no payload', async () => {
  const entries: AuditEntry[] = []
  let answer: Answer = { ok: true, value: { done: true } }
  const send = auditCommands(async () => answer, { record: (entry) => entries.push(entry) })
  expect(await send({ name: 'trigger', target: 'report', payload: '{"card":"4111"}' })).toBe(answer)
  await send({ name: 'state-set', group: 'g', key: 'k', value: '"hunter2"', version: 3 })
  await send({ name: 'info' })
  const { name, message, code } = motiaError('MOTIA_NO_STEP', { stepId: 'x', nearest: '' })
  answer = { ok: false, failure: { name, message, code } }
  expect(await send({ name: 'pause', stepId: 'x' })).toBe(answer)
  const who = { by: 'command line', role: 'operator' }
  expect(entries).toEqual([
    { ...who, action: 'trigger', what: { target: 'report' }, outcome: 'done', status: 200 },
    {
      ...who,
      action: 'state-set',
      what: { group: 'g', key: 'k', version: 3 },
      outcome: 'done',
      status: 200,
    },
    { ...who, action: 'pause', what: { stepId: 'x' }, outcome: 'refused', status: 404 },
  ])
})
