/** Five files in four languages, one project: what one triggers, another runs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject('languages')
  server = await startServer(project)
})
afterAll(async () => {
  await server.stop()
  project.dispose()
})

const CHAIN = ['in-javascript', 'in-commonjs', 'in-python', 'in-ruby']

describe('a project of several languages', () => {
  it('S2: lists the steps of all of them', async () => {
    const steps = await project.json<{ id: string; language: string }[]>('steps')
    expect(steps.map(({ id, language }) => `${id} ${language}`).sort()).toEqual([
      'in-commonjs node',
      'in-javascript node',
      'in-python python',
      'in-ruby ruby',
      'start node',
      'trail ruby',
    ])
    for (const { id } of steps) expect(server.output()).toContain(id)
  })

  it('S2 S58 S63 S64 S149: hands work from one language to the next, in one trace', async () => {
    expect((await server.request('POST', '/start', { name: '홍길동 👩‍🚀' })).body).toEqual({
      started: '홍길동 👩‍🚀',
    })
    const [last] = await waitFor('the run in Ruby', async () => {
      const runs = await server.workbench.runs({ step: 'in-ruby', status: 'succeeded' })
      return runs.length > 0 && runs
    })
    const runs = await server.workbench.settled(last?.traceId as string, 4)
    expect(runs.filter(({ stepId }) => stepId !== 'start').map(({ stepId }) => stepId)).toEqual(CHAIN)
    const { run } = await server.workbench.run(last?.runId as string)
    const trail = ['typescript', 'javascript', 'commonjs', 'python', 'ruby']
    expect(run.result).toEqual({ name: '홍길동 👩‍🚀', trail })
    for (const language of ['JavaScript', 'Python', 'Ruby'])
      await server.prints(`${language} greets 홍길동 👩‍🚀`)
  })

  it('S64: answers requests in Ruby as well', async () => {
    const found = await server.request('GET', `/trails/${encodeURIComponent('홍길동 👩‍🚀')}`)
    expect([found.status, found.body]).toEqual([
      200,
      ['typescript', 'javascript', 'commonjs', 'python', 'ruby'],
    ])
    const missing = await server.request('GET', '/trails/nobody')
    expect([missing.status, missing.body]).toEqual([404, { error: 'no trail' }])
  })

  it('D8: draws what each file triggers, as far as its text tells', async () => {
    const steps = await server.workbench.steps()
    const triggersOf = (id: string) => steps.find((step) => step.id === id)?.triggers
    expect([triggersOf('start'), triggersOf('in-commonjs'), triggersOf('in-python')]).toEqual([
      ['in-javascript'],
      ['in-python'],
      ['in-ruby'],
    ])
  })

  it('builds all of it for production, and says of a broken file of any language where', async () => {
    const built = await project.motia('build')
    expect([built.exitCode, built.stdout]).toEqual([0, expect.stringContaining('built 6 steps')])
    project.write('motia/steps/broken.py', 'from motia import event\n\n@event(id="broken"\ndef f(): ...\n')
    project.write('motia/steps/broken.rb', "require 'motia'\nevent id: 'broken-rb' do\n")
    const broken = await project.motia('build')
    expect(broken.exitCode).toBe(1)
    expect(broken.stderr).toMatch(/motia\/steps\/broken\.py:3/)
    expect(broken.stderr).toMatch(/motia\/steps\/broken\.rb:\d/)
    project.remove('motia/steps/broken.py')
    project.remove('motia/steps/broken.rb')
  })
})
