/** What can be done from the Workbench: every action is a command to the app, which alone writes the store. */
import type { ErrorCode } from '@motia/core/errors'
import type { Failure } from '@motia/core/failure'
import { encodeJson } from '@motia/core/json'
import { Refusal } from '../refusal.ts'
import type { Route } from '../router.ts'
import type { WorkbenchCommand, WorkbenchCommands } from '../run-reader.ts'
import type { WireRunCommand, WireTrigger } from '../wire.ts'

/** 503 is for what passes by itself. */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  MOTIA_APP_DOWN: 503,
  MOTIA_NOT_RUNNING: 503,
  MOTIA_STOPPING: 503,
  MOTIA_STORE_UNAVAILABLE: 503,
  MOTIA_UNROUTED: 404,
  MOTIA_PAYLOAD: 400,
  MOTIA_OPTION: 400,
  MOTIA_VALIDATION: 400,
}

export function commandRoutes(commands: WorkbenchCommands): Route[] {
  const route = (name: string, parse: (body: Record<string, unknown>) => WorkbenchCommand): Route => ({
    method: 'POST',
    path: `/api/commands/${name}`,
    answer: ({ body }) => send(commands, parse(toObject(body))),
  })
  return [
    route('trigger', parseTrigger),
    route('cancel', (body) => ({ name: 'cancel', ...parseRun(body) })),
    route('redrive', (body) => ({ name: 'redrive', ...parseRun(body) })),
  ]
}

async function send(commands: WorkbenchCommands, command: WorkbenchCommand): Promise<unknown> {
  const answer = await commands.send(command)
  if (answer.ok) return answer.value
  throw toRefusal(answer.failure)
}

function toRefusal({ message, code }: Failure): Refusal {
  const status = STATUSES[code as ErrorCode] ?? 409
  return new Refusal(status, message, code, status === 503 ? { 'retry-after': '1' } : {})
}

function parseTrigger(body: Record<string, unknown>): WorkbenchCommand {
  const { target, payload, options } = body as Partial<WireTrigger>
  const { delay, key } = options === undefined ? {} : toObject(options)
  if (delay !== undefined && (typeof delay !== 'number' || !(delay >= 0))) {
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

function parseRun(body: Record<string, unknown>): WireRunCommand {
  return { runId: toText(body.runId, 'runId') }
}

function toObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new Refusal(400, 'the body has to be a JSON object')
}

function toText(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new Refusal(400, `${name} has to be a text that is not empty`)
}
