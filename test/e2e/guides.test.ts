/**
 * The guides, as their readers follow them: each page's files form a project, which is built, checked and served; its
 * commands print what the page says, and files that come after a command are edits while it runs. How a page is read is
 * said in test/docs/guide-page.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type GuideAct,
  type GuideCommand,
  listGuides,
  matchesOutput,
  readActs,
  readServedBy,
} from '../docs/guide-page.ts'
import { runCommand } from './harness/command.ts'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

describe.each(['README.md', ...listGuides()].map((page) => ({ page })))('$page', ({ page }) => {
  const acts = readActs(page)
  let project: Project
  let server: Server | undefined

  beforeAll(async () => {
    project = await createProject('guides')
    project.remove('motia.config.js') // pages bring their own
    for (const act of acts) if (act.kind === 'write') project.write(act.file.path, act.file.code)
  })

  afterAll(async () => {
    await server?.stop()
    project?.dispose()
  })

  it('has files that build, without a warning', async () => {
    const { exitCode, stdout, stderr } = await project.motia('build')
    expect(stderr, stdout).toBe('')
    expect(exitCode).toBe(0)
  })

  it('has files that type-check', async () => {
    await project.motia('types')
    const { exitCode, stdout } = await project.run(
      'npm',
      'run',
      '--silent',
      'check',
      '--',
      '--pretty',
      'false',
    )
    expect(stdout).toBe('')
    expect(exitCode).toBe(0)
  })

  it('has commands that print what it says', async () => {
    const command = readServedBy(page)
    const later = command === 'dev' ? undoEdits(acts, project) : new Set<GuideAct>()
    server = await startServer(project, { command })
    for (const act of acts) {
      if (act.kind === 'run') await tryOut(act.command, page, project, server)
      if (act.kind === 'printed') for (const line of act.lines) await findPrinted(line, server)
      if (later.has(act) && act.kind === 'write') await edit(act.file.path, act.file.code, project, server)
    }
  })
})

/** Takes the project back to what it is before the page's first command. @returns the edits that come later */
function undoEdits(acts: readonly GuideAct[], project: Project): Set<GuideAct> {
  const first = acts.findIndex(({ kind }) => kind === 'run')
  const later = first < 0 ? [] : acts.slice(first).filter(({ kind }) => kind === 'write')
  for (const act of later) if (act.kind === 'write') project.write(act.file.path, '')
  for (const act of acts.slice(0, first))
    if (act.kind === 'write') project.write(act.file.path, act.file.code)
  return new Set(later)
}

async function edit(path: string, code: string, project: Project, server: Server): Promise<void> {
  const countReloads = () => server.output().split('reloaded in').length
  const before = countReloads()
  project.write(path, code)
  await waitFor(`the reload of ${path}`, () => countReloads() > before)
}

async function tryOut(
  { command, output, line }: GuideCommand,
  page: string,
  project: Project,
  server: Server,
) {
  const text = command
    .replaceAll('localhost:3001', new URL(server.url).host)
    .replaceAll('npx motia', `'${process.execPath}' '${project.bin}'`)
    .replaceAll(/\bcurl /g, 'curl -s ')
  const print = async () => {
    const ran = await runCommand('sh', ['-c', text], { cwd: project.folder, env: project.env })
    return ran.stdout + ran.stderr
  }
  let printed = await print()
  if (asksOnly(command) && !matchesOutput(output, printed)) {
    // What goes on in the background may need a moment to show.
    await waitFor(command, async () => {
      printed = await print()
      return matchesOutput(output, printed)
    }).catch(() => {})
  }
  if (matchesOutput(output, printed)) return
  expect.soft(printed, `${page}:${line}: ${command}`).toBe(output)
}

/** Whether a command changes nothing, so that it may be given again. */
function asksOnly(command: string): boolean {
  if (command.startsWith('curl ')) return !/ (-X|-d|-F|--data)/.test(command)
  return /^npx motia (steps|runs|run|trace|logs|state)\b(?! set| delete)/.test(command)
}

async function findPrinted(line: string, server: Server): Promise<void> {
  const isThere = () =>
    server
      .output()
      .split('\n')
      .some((printed) => matchesOutput(`…${line}…`, printed))
  await waitFor(`the server to print ${line}`, isThere).catch((error) => {
    throw new Error(`${error.message}\n${server.output()}`)
  })
}
