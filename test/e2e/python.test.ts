/** Steps in Python, in a created project: arguments, schemas, printing, errors, reload, interpreters. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject('python')
  server = await startServer(project, { env: { LANG: 'C', LC_ALL: 'C' } })
  await described('greet')
})
afterAll(async () => {
  await server.stop()
  project.dispose()
})

/** Its worker has told of the step, not only the text of its file. */
const described = (id: string) =>
  waitFor(`the description of ${id}`, async () => (await server.workbench.step(id)).exportName !== '')
const result = async (id: string, payload?: unknown) => (await server.workbench.result(id, payload)).run

describe('a handler', () => {
  it('S50 S53 S54: gets the payload by the names of its arguments; what it prints is heard in any locale', async () => {
    const run = await result('greet', { name: '홍길동', unknown: 1 })
    expect(run).toMatchObject({ status: 'succeeded', result: { greeting: '안녕 홍길동' } })
    await server.prints('👋 홍길동')
    const logs = await waitFor('its line', async () => {
      const lines = await server.workbench.logs({ run: run.runId })
      return lines.length > 0 && lines
    })
    expect(logs).toMatchObject([{ message: '👋 홍길동', source: 'print', level: 'info' }])
  })

  it('S51: may be a plain function', async () => {
    const run = await result('greet-plainly', { name: 'Ada' })
    expect(run.result).toEqual({ greeting: 'hello Ada' })
    const logs = await waitFor('its line', async () => {
      const lines = await server.workbench.logs({ run: run.runId })
      return lines.length > 0 && lines
    })
    expect(logs).toMatchObject([{ message: 'greeting', fields: { name: 'Ada', attempt: 1 } }])
  })

  it('S57 S60: triggers other steps, whose runs belong to its trace', async () => {
    const run = await result('introduce', { names: ['a', 'b'] })
    const runs = await server.workbench.settled(run.traceId, 3)
    expect(runs.map(({ stepId, status }) => `${stepId} ${status}`).sort()).toEqual([
      'greet succeeded',
      'greet succeeded',
      'introduce succeeded',
    ])
  })

  it('S55: that raises fails with its traceback, the place in the project named', async () => {
    const run = await result('divide', { by: 0 })
    expect(run).toMatchObject({
      status: 'failed',
      attemptsUsed: 2,
      failure: { name: 'ZeroDivisionError', message: 'division by zero' },
    })
    expect(run.failure?.stack).toMatch(
      /File "motia\/steps\/greet\.py", line \d+, in divide\n\s+return 1 \/ by/,
    )
    expect(run.failure?.stack).not.toContain('motia_worker')
    await server.prints(/ZeroDivisionError: division by zero\s+at motia\/steps\/greet\.py:\d+/)
  })

  it('answers requests', async () => {
    const answer = await server.request(
      'POST',
      '/greetings/ko?times=2',
      { name: '홍' },
      { 'x-agent': 'test' },
    )
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([
      200,
      'application/json; charset=utf-8',
      { language: 'ko', name: '홍', query: { times: '2' }, agent: 'test' },
    ])
    const wrong = await server.request('POST', '/greetings/ko', { name: 1 }, { 'x-agent': 'test' })
    expect([wrong.status, wrong.body]).toMatchObject([
      400,
      { code: 'MOTIA_VALIDATION', issues: [{ path: 'name', in: 'body' }] },
    ])
  })
})

describe('a schema of plain types', () => {
  const right = { name: 'box', sizes: [1, 2], weight: 3, loud: true }

  it('S52: takes what fits: an int for a float, and leaves out what is optional', async () => {
    expect((await result('measure', right)).result).toEqual({
      total: 3,
      weight: 3,
      notes: null,
      loud: true,
    })
  })

  it.each([
    ['a missing key', { name: undefined }, 'name'],
    ['a wrong type', { name: 7 }, 'name'],
    ['a bool where an int belongs', { sizes: [1, true] }, 'sizes.1'],
    ['a text where a number belongs', { weight: '3' }, 'weight'],
    ['a wrong type deep inside', { notes: { a: 1 } }, 'notes.a'],
    ['a number where a bool belongs', { loud: 1 }, 'loud'],
  ])('S52: refuses %s, before the handler, for good', async (_, change, path) => {
    const run = await result('measure', { ...right, ...change })
    expect(run).toMatchObject({ status: 'failed', reason: 'validation', attemptsUsed: 1 })
    expect(run.failure?.issues?.map((issue) => issue.path)).toEqual([path])
  })
})

describe('a Python file', () => {
  it('S62: is loaded once, whatever it imports', async () => {
    const runs = [await result('heavy'), await result('heavy'), await result('heavy')]
    expect(new Set(runs.map(({ result }) => JSON.stringify(result))).size).toBe(1)
    expect(server.output().split('heavy is loaded').length).toBe(2)
  })

  it('S61: takes effect when it is edited, and so does a module that it imports from anywhere', async () => {
    expect((await result('price')).result).toEqual({ price: 3 })
    project.write('lib/price.py', 'PRICE = 4\n')
    await waitFor('the new price', async () => {
      const { price } = (await result('price')).result as { price: number }
      return price === 4
    })
    const path = 'motia/steps/greet.py'
    project.write(path, project.read(path).replace('안녕', '다시 안녕'))
    await waitFor('the new greeting', async () => {
      const { greeting } = (await result('greet', { name: 'x' })).result as { greeting: string }
      return greeting === '다시 안녕 x'
    })
  })

  it('S61: that cannot be imported is named with its line, takes nothing down, and its runs wait for it', async () => {
    const path = 'motia/steps/ai/fragile.py'
    const whole = 'from motia import event\n\n@event(id="fragile")\ndef fragile():\n    return "whole"\n'
    project.write(path, `${whole}\nimport nowhere_to_be_found\n`)
    await server.prints(/motia\/steps\/ai\/fragile\.py:7/)
    await server.prints("No module named 'nowhere_to_be_found'")
    expect((await result('greet-plainly', { name: 'x' })).status).toBe('succeeded')
    const { runs } = await server.workbench.trigger('fragile')
    project.write(path, whole)
    const { run } = await server.workbench.ended(runs[0]?.runId as string)
    expect(run).toMatchObject({ status: 'succeeded', result: 'whole', attemptsUsed: 1 })
  })

  it('S56: does nothing on import but say what it holds: its functions can be tested as they are', async () => {
    const env = { PYTHONPATH: join(project.folder, 'node_modules/motia/python') }
    const ran = await project.run(
      'env',
      ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
      'python3',
      '-m',
      'unittest',
      'motia.steps.test_greet',
    )
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining('Ran 2 tests')])
  })
})

describe('the interpreter', () => {
  it('S46: is the python3 of whoever starts the server, unless the project has one', async () => {
    const { stdout } = await project.run('python3', '-c', 'import sys; print(sys.prefix)')
    expect((await result('where')).result).toMatchObject({ prefix: stdout.trim(), encoding: 'utf-8' })
  })

  it('S47: can be configured', async () => {
    const { stdout } = await project.run('python3', '-c', 'import sys; print(sys.executable)')
    const link = join(project.folder, 'my-python')
    await project.run('ln', '-s', stdout.trim(), link)
    const config = project.read('motia.config.js')
    project.write(
      'motia.config.js',
      config.replace('module.exports = {', `module.exports = {\n  python: { path: './my-python' },`),
    )
    await waitFor('the other interpreter', async () => {
      const { executable } = (await result('where')).result as { executable: string }
      return executable === link
    })
  })

  it('S47: of a .venv in the project comes first', async () => {
    await project.run('python3', '-m', 'venv', '--without-pip', '.venv')
    await server.stop()
    server = await startServer(project)
    const run = await result('where')
    expect(run.result).toMatchObject({ prefix: join(project.folder, '.venv') })
  })

  it('S8: that is not there is said with the steps that need it, and the rest runs', async () => {
    await server.stop()
    await project.run('rm', '-rf', '.venv')
    project.write('motia.config.js', project.read('motia.config.js').replace('./my-python', './no-python'))
    project.write(
      'motia/steps/rest.ts',
      `import { event } from '@motia/core'\nexport default event({ id: 'rest' }, async () => 'runs')\n`,
    )
    server = await startServer(project)
    await server.prints(/motia\/steps\/greet\.py/)
    await server.prints(/Python 3\.8 or newer/)
    expect((await result('rest')).result).toBe('runs')
    const { runs } = await server.workbench.trigger('greet', { name: 'later' })
    expect((await server.workbench.run(runs[0]?.runId as string)).run.status).toBe('queued')
  })
})
