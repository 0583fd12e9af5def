/** What can be done from the Workbench: every action is a command to the app, which alone writes the store. */
import { ERRORS, type ErrorCode } from '@motia/core/errors'
import type { Failure } from '@motia/core/failure'
import { encodeJson } from '@motia/core/json'
import { DONE_TO, toStatus } from '../command-facts.ts'
import { Refusal } from '../refusal.ts'
import { toObject, toText } from '../request-body.ts'
import type { Route } from '../router.ts'
import type { WorkbenchCommand, WorkbenchCommands } from '../run-reader.ts'
import type { WireTrigger } from '../wire/runs.ts'

type Body = Readonly<Record<string, unknown>>

export function commandRoutes(commands: WorkbenchCommands): Route[] {
  const route = (name: WorkbenchCommand['name'], parse: (body: Body) => WorkbenchCommand): Route => ({
    ...toCommandRoute(name, DONE_TO[name]),
    answer: ({ body }) => sendCommand(commands, parse(toObject(body))),
  })
  return [
    route('trigger', parseTrigger),
    route('cancel', (body) => ({ name: 'cancel', runId: toText(body.runId, 'runId') })),
    route('redrive', (body) => ({ name: 'redrive', runId: toText(body.runId, 'runId') })),
    route('pause', (body) => ({ name: 'pause', stepId: toText(body.stepId, 'stepId') })),
    route('resume', (body) => ({ name: 'resume', stepId: toText(body.stepId, 'stepId') })),
    route('state-set', (body) => {
      if (!('value' in body)) throw new Refusal(400, 'value is missing')
      return { name: 'state-set', ...parseItem(body), value: encodeJson(body.value, 'value') }
    }),
    route('state-delete', (body) => ({
      name: 'state-delete',
      ...parseItem(body),
    })),
  ]
}

/** What all commands have in common. @param names parts of the body that the audit log keeps */
export function toCommandRoute(name: string, names: readonly string[]): Omit<Route, 'answer'> {
  return {
    method: 'POST',
    path: `/api/v1/commands/${name}`,
    for: 'operator',
    audit: (body) => {
      const given = typeof body === 'object' && body !== null ? (body as Body) : {}
      return Object.fromEntries(names.map((key) => [key, given[key]]))
    },
  }
}

/** Resolves to what the app answers. @throws Refusal for its failure */
export async function sendCommand(commands: WorkbenchCommands, command: WorkbenchCommand): Promise<unknown> {
  const answer = await commands.send(command)
  if (answer.ok) return answer.value
  throw toRefusal(answer.failure)
}

function toRefusal(failure: Failure): Refusal {
  const { message, code } = failure
  const status = toStatus(failure)
  const hint = code !== undefined && Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].hint : undefined
  return new Refusal(status, message, {
    code,
    ...(hint !== undefined && !hint.includes('{') && { hint }),
    ...(status === 503 && { headers: { 'retry-after': '1' } }),
  })
}

function parseTrigger(body: Body): WorkbenchCommand {
  const { target, payload, options } = body as Partial<WireTrigger>
  const { delay, key } = options === undefined ? {} : toObject(options, 'options')
  if (delay !== undefined && (typeof delay !== 'number' || !(delay >= 0) || delay === Infinity)) {
    throw new Refusal(400, 'options.delay has to be a number of milliseconds')
  }
  return {
    name: 'trigger',
    target: toText(target, 'target'),
    payload: encodeJson(payload, 'payload'),
    options: {
      ...(delay !== undefined && { delay }),
      ...(key !== undefined && { key: toText(key, 'options.key') }),
    },
  }
}

function parseItem({ group, key, version }: Body): { group: string; key: string; version: number } {
  if (!Number.isSafeInteger(version) || (version as number) < 0) {
    throw new Refusal(400, 'version has to be a whole number: the one that was seen, 0 for a new key')
  }
  return { group: toText(group, 'group'), key: toText(key, 'key'), version: version as number }
}
