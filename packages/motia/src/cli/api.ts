/** `motia api <path>`: asks the running Workbench what its page could, and prints the JSON that it answers. */
import { motiaError } from '@motia/core/errors'
import { type Command, Option } from 'commander'
import { readWorkbenchToken, WORKBENCH_TOKEN_FILE } from '../supervisor/workbench-token.ts'
import { isAnswered } from '../wire/control-client.ts'
import { findControlPath } from '../wire/control-path.ts'
import { readServerRecord } from '../wire/server-record.ts'
import type { WireError } from '../workbench/wire/app.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { readJsonArgument } from './json-argument.ts'
import { findRoot } from './project.ts'

interface ApiFlags {
  readonly data?: string
  readonly method?: 'GET' | 'POST'
}

const DESCRIPTION = `Asks the Workbench of the running server what its page could ask, with the token in
\`.motia/workbench.token\`, and prints the JSON that it answers; whatever it refuses is an error, with exit code 1.
[The API](workbench-api.md) lists the paths.

\`\`\`sh
npx motia api 'runs?status=failed&limit=5'
npx motia api commands/redrive -d '{"runId":"019a…"}'
\`\`\``

const PREFIX = '/api/v1/'

export function registerApi(program: Command, io: Io): void {
  program
    .command('api')
    .summary('ask the running Workbench, as its page does')
    .description(DESCRIPTION)
    .argument('<path>', 'what comes after `/api/v1/`, with its query; `live` is printed as it comes')
    .option('-d, --data <json>', 'the body of a command; `-` reads it from stdin')
    .addOption(
      new Option('-X, --method <method>', '`POST` where there is a body, else `GET`, unless given').choices([
        'GET',
        'POST',
      ]),
    )
    .action(async (path: string, { data, method }: ApiFlags) => {
      const root = findRoot(io.cwd)
      const url = await findWorkbench(root)
      const body = data === undefined ? undefined : await readJsonArgument(data, 'body', io)
      const response = await ask(
        url + toPath(path),
        method ?? (body === undefined ? 'GET' : 'POST'),
        body,
        root,
      )
      if (!response.ok) throw await toCommandError(response)
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) return follow(response, io)
      io.write(`${JSON.stringify(await response.json(), undefined, 2)}\n`)
    })
}

/** @throws `MOTIA_NOT_RUNNING`, CommandError if it runs without its Workbench */
async function findWorkbench(root: string): Promise<string> {
  const record = readServerRecord(root)
  if (!record || !(await isAnswered(findControlPath(root)))) throw motiaError('MOTIA_NOT_RUNNING', { root })
  if (record.workbenchUrl !== undefined) return record.workbenchUrl
  throw new CommandError('the server runs without its Workbench', {
    hint: 'Start it with --workbench, or set `workbench.enabled`.',
  })
}

async function ask(url: string, method: string, body: string | undefined, root: string): Promise<Response> {
  const token = readWorkbenchToken(root)
  if (token === undefined)
    throw new CommandError(`the token of the Workbench is not in ${WORKBENCH_TOKEN_FILE}`)
  const type = method === 'POST' ? { 'content-type': 'application/json' } : {}
  try {
    return await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...type },
      ...(method === 'POST' && { body: body ?? '{}' }),
      redirect: 'error',
    })
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error }
    throw new CommandError(`the Workbench does not answer: ${cause?.message || message}`)
  }
}

/** `runs?limit=5`, `/runs` and `/api/v1/runs` are the same. */
function toPath(path: string): string {
  const rest = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path.replace(/^\/+/, '')
  return PREFIX + rest
}

async function toCommandError(response: Response): Promise<CommandError> {
  const { error, hint } = ((await response.json().catch(() => ({}))) ?? {}) as Partial<WireError>
  return new CommandError(
    error ?? `the Workbench answered ${response.status}`,
    hint === undefined ? {} : { hint },
  )
}

/** What is pushed, as it comes, until the server ends. */
async function follow(response: Response, io: Io): Promise<void> {
  const decoder = new TextDecoder()
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    io.write(decoder.decode(chunk, { stream: true }))
  }
}
