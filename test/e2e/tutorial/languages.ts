/** Chapter 3: a step in Python, its packages installed into a venv, beside those in TypeScript. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTutorialScripts } from '../../tutorial/blocks.ts'
import { succeed } from '../harness/command.ts'
import { waitFor } from '../harness/wait-for.ts'
import { answerFor, createHong, hong, MINUTE_MS, type Tutorial } from './session.ts'

const ANALYSIS = {
  userId: expect.any(String),
  behaviorScore: expect.any(Number),
  riskLevel: expect.stringMatching(/^(낮음|보통|높음)$/),
  recommendations: expect.arrayContaining([expect.stringMatching(/[가-힣]/)]),
  processedAt: '2025-09-10T10:30:00.000Z',
}

/** Steps of several languages, behind one request. */
export function chapter3(tutorial: Tutorial): void {
  describe('chapter 3', () => {
    it(
      'S46 S47: `motia install` puts what requirements.txt names into a venv of the project',
      async () => {
        const { folder } = tutorial.project
        const [requirements] = readTutorialScripts('3.1')
        await succeed('bash', ['-c', requirements as string], { cwd: folder, env: tutorial.env })
        expect(tutorial.project.read('requirements.txt')).toContain('pandas>=1.3.0')
        const ran = await tutorial.project.run('npx', 'motia', 'install')
        expect([ran.exitCode, ran.stderr]).toEqual([0, expect.anything()])
        const python = join(folder, '.venv/bin/python3')
        expect(existsSync(python)).toBe(true)
        const versions =
          'import openai, numpy, pandas, motia; print(motia.event.__name__, pandas.__version__)'
        expect((await tutorial.project.run(python, '-c', versions)).stdout).toMatch(/^event \d+\./)
      },
      8 * MINUTE_MS,
    )

    it('S46 S48 S49 S50 S53 S54: its Python step is found, called by name of its arguments, and heard', async () => {
      await tutorial.write('3.2', 'analyze-user-behavior')
      const { workbench } = tutorial.server
      const step = await waitFor('its description', async () => {
        const found = await workbench.step('analyze-user-behavior')
        return found.payloadSchema !== undefined && found
      })
      expect(step).toMatchObject({
        kind: 'event',
        language: 'python',
        file: 'motia/steps/ai/analyze_user_behavior.py',
      })
      const payload = { userId: '김철수', actions: ['login'], metadata: {} }
      const { run } = await workbench.result('analyze-user-behavior', payload)
      expect(run).toMatchObject({ status: 'succeeded', result: { ...ANALYSIS, userId: '김철수' } })
      const words = /^🤖 사용자 김철수에 대한 AI 분석 완료: (낮음|보통|높음) 위험도$/
      const lines = await waitFor('its line', async () => {
        const found = await workbench.logs({ run: run.runId })
        return found.length > 0 && found
      })
      expect(lines).toMatchObject([{ level: 'info', message: expect.stringMatching(words) }])
      await tutorial.terminal.sees('🤖 사용자 김철수에 대한 AI 분석 완료')
    })

    it('S52: a payload of another shape is refused before the step is called, and not tried again', async () => {
      const { workbench } = tutorial.server
      const { run } = await workbench.result('analyze-user-behavior', { userId: true, actions: [] })
      expect(run).toMatchObject({ status: 'failed', reason: 'validation', attemptsUsed: 1 })
      expect(run.failure?.issues?.map(({ path }) => path).sort()).toEqual(['metadata', 'userId'])
    })

    it('S45 S58 S59 S60 S149: the step of 3.3 triggers TypeScript and Python, which run at the same time', async () => {
      const { workbench } = tutorial.server
      await tutorial.write('3.3', 'create-user', 'analyze-user-behavior')
      const { body } = await tutorial.shell(createHong)
      expect(body).toEqual(answerFor(hong))
      const analysis = await waitFor('the analysis of the new user', async () => {
        const runs = await workbench.runs({ step: 'analyze-user-behavior' })
        const details = await Promise.all(runs.map(({ runId }) => workbench.run(runId)))
        return details.find(({ run }) => (run.input as { userId?: string }).userId === body.user.id)?.run
      })
      const runs = await workbench.settled(analysis.traceId, 3)
      const [, mail, python] = ['create-user', 'send-welcome-email', 'analyze-user-behavior'].map((id) =>
        runs.find(({ stepId }) => stepId === id),
      )
      expect([mail?.status, python?.status]).toEqual(['succeeded', 'succeeded'])
      expect([mail?.traceId, python?.traceId]).toEqual([analysis.traceId, analysis.traceId])
      // The e-mail takes two seconds: the analysis begins, and ends, within them.
      expect(python?.startedAt).toBeLessThan(mail?.finishedAt as number)
      expect(mail?.startedAt).toBeLessThan((python?.finishedAt as number) + 1_000)
      const { run } = await workbench.run(python?.runId as string)
      expect(run.result).toEqual({ ...ANALYSIS, userId: body.user.id })
    })
  })
}
