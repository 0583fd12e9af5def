/** Does it tell the host what its files hold? */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StepDescriptor } from '@motia/core/descriptor'
import type { Theme } from '../case.ts'
import { expectEqual, expectLike, expectThat, short } from '../expect.ts'
import type { Lab } from '../lab.ts'

/** The fixture steps that need no power, and some of each kind. */
const KINDS: Readonly<Record<string, string>> = {
  echo: 'event',
  facts: 'event',
  validates: 'event',
  triggers: 'event',
  state: 'event',
  tick: 'cron',
  stands: 'noop',
}

async function stepOf(lab: Lab, id: string): Promise<StepDescriptor> {
  const { steps } = (await lab.worker()).description
  const step = steps.find((each) => each.id === id)
  expectThat(step !== undefined, `no step ${id} was described, only ${short(steps.map((each) => each.id))}`)
  return step
}

export const DESCRIBING: Theme = {
  title: 'Describing',
  cases: [
    {
      name: 'describes each step once, with its kind, file and language',
      asks: '`described` { steps, mistakes }: a step has `kind`, `id`, `file` as in `hello`, `language`',
      async check(lab) {
        const worker = await lab.worker()
        const { steps } = worker.description
        const ids = steps.map(({ id }) => id)
        expectEqual(
          'ids that were described twice',
          ids.filter((id, i) => ids.indexOf(id) !== i),
          [],
        )
        const files = lab.subject.files.map(({ source }) => source)
        for (const [id, kind] of Object.entries(KINDS)) {
          const step = await stepOf(lab, id)
          expectLike(`the step ${id}`, step, { kind, language: /./, exportName: /^/ })
          expectThat(files.includes(step.file), `the file of ${id} is ${step.file}, none of ${files}`)
          expectThat(Array.isArray(step.triggers), `triggers of ${id} is ${short(step.triggers)}, no list`)
        }
      },
    },
    {
      name: 'tells the options by the names of the reference, without the id and the schemas',
      asks: '`options`: all options but `id` and the schemas, under the names that docs/steps.md lists',
      async check(lab) {
        const { on, ...rest } = (await stepOf(lab, 'validates')).options as Record<string, unknown>
        expectEqual('its topics', [on].flat(), ['orders'])
        expectEqual('the other options of validates', rest, {
          description: 'Checks its payload',
          flows: ['check'],
          timeout: 60_000,
          concurrency: 50,
          retry: { attempts: 2, maxDelay: 9000 },
        })
        expectEqual('the options of tick', (await stepOf(lab, 'tick')).options, { schedule: '0 0 * * *' })
      },
    },
    {
      name: 'tells method, path and limits of api steps',
      asks: '`options` of an api step: `method`, `path`, `bodyLimit`',
      needs: ['api'],
      async check(lab) {
        const { kind, options } = await stepOf(lab, 'request')
        expectEqual('its kind', kind, 'api')
        expectEqual('its options', options, { method: 'POST', path: '/check/:id', bodyLimit: 2_000_000 })
      },
    },
    {
      name: 'tells the JSON Schema of a payload',
      asks: '`payloadSchema`: JSON Schema of what triggering it by id takes, if known',
      async check(lab) {
        expectLike('payloadSchema of validates', (await stepOf(lab, 'validates')).payloadSchema, {
          type: 'object',
          properties: { userId: { type: 'string' }, n: { type: 'integer' } },
        })
        expectEqual('payloadSchema of echo', (await stepOf(lab, 'echo')).payloadSchema, undefined)
      },
    },
    {
      name: 'tells the JSON Schema of a body',
      asks: '`payloadSchema` of an api step: triggering it by id takes its body',
      needs: ['api'],
      async check(lab) {
        const { payloadSchema } = await stepOf(lab, 'validates-request')
        expectLike('payloadSchema', payloadSchema, { properties: { n: { type: 'integer' } } })
      },
    },
    {
      name: 'tells the JSON Schema of a query',
      asks: "`querySchema`: JSON Schema of an api step's query, if known",
      needs: ['api'],
      async check(lab) {
        const { querySchema } = await stepOf(lab, 'validates-request')
        expectLike('querySchema', querySchema, { properties: { page: { type: 'string' } } })
      },
    },
    {
      name: 'tells the line where a step is made',
      asks: '`line`: where it is made',
      needs: ['scan'],
      async check(lab) {
        for (const id of Object.keys(KINDS)) {
          const { file, line = 0 } = await stepOf(lab, id)
          const lines = readFileSync(join(lab.subject.cwd, file), 'utf8').split('\n')
          const there = lines.slice(Math.max(0, line - 1), line + 3).join('\n')
          expectThat(new RegExp(`\\b${id}\\b`).test(there), `${id} is not made at line ${line} of ${file}`)
        }
      },
    },
    {
      name: 'tells which targets the text of a step triggers',
      asks: '`triggers`: targets that the source triggers, as far as they can be seen in the text',
      needs: ['scan'],
      async check(lab) {
        expectEqual('triggers of fails', (await stepOf(lab, 'fails')).triggers, ['echo'])
        expectEqual('triggers of echo', (await stepOf(lab, 'echo')).triggers, [])
      },
    },
    {
      name: 'tells of a broken file, and loads the others',
      asks: 'a file that fails to load is a mistake { file, message }, and stops no other',
      async check(lab) {
        const worker = await lab.worker()
        const broken = lab.subject.files.filter(({ source }) => /(^|\/)broken[^/]*$/.test(source))
        expectThat(broken.length > 0, 'none of the files has a name that begins with "broken"')
        const { mistakes } = worker.description
        expectEqual(
          'the files with mistakes',
          [...new Set(mistakes.map(({ file }) => file))],
          broken.map(({ source }) => source),
        )
        expectLike('the mistake', mistakes[0], { message: /\S/ })
        await worker.settle()
      },
    },
  ],
}
