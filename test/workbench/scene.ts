/**
 * What the panels are tried on: the tutorial's project as `motia dev` serves it, with a gate and some state beside it, a
 * browser, and as much going on as a test wants.
 */
import { renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createProject, openProject, type Project } from '../e2e/harness/project.ts'
import { type Server, startServer } from '../e2e/harness/server.ts'
import { readTutorialFiles } from '../tutorial/blocks.ts'
import { type Browser, launchBrowser } from './browser.ts'

export interface Scene {
  readonly project: Project
  readonly server: Server
  readonly browser: Browser
  /** The Workbench's address. */
  readonly url: string
  /** Puts the tutorial's file of a section into the project. */
  writeTutorial(section: string): void
  /** From now on chance is bad (the tutorial's checks fail by it), or as it comes. */
  setLuck(isBad: boolean): void
  /** Requests, until told to stop; resolves to how many were answered. */
  load(perSecond: number): { stop(): Promise<number> }
  close(): Promise<void>
}

/** Chapter 7 configures ports, which are free ones here. */
const LEFT_OUT = ['6.2', '7.1']

/** @param name of the project, as the page shows it */
export async function openScene(name = 'workbench'): Promise<Scene> {
  const project = renameProject(await createProject('workbench'), name)
  const files = readTutorialFiles()
  for (const { section, path, code } of files) if (!LEFT_OUT.includes(section)) project.write(path, code)
  const preload = join(project.folder, 'luck.mjs')
  const server = await startServer(project, { env: { NODE_OPTIONS: `--import file://${preload}` } })
  const browser = await launchBrowser()
  return {
    project,
    server,
    browser,
    url: server.workbench.url,
    writeTutorial(section) {
      for (const file of files) if (file.section === section) project.write(file.path, file.code)
    },
    setLuck(isBad) {
      if (isBad) project.write('unlucky', '')
      else rmSync(join(project.folder, 'unlucky'), { force: true })
    },
    load: (perSecond) => startLoad(server, perSecond),
    async close() {
      await browser.close()
      await server.stop()
      project.dispose()
    },
  }
}

/** It is called as its folder is. */
function renameProject({ folder, env }: Project, name: string): Project {
  const renamed = join(dirname(folder), name)
  renameSync(folder, renamed)
  return openProject(renamed, env)
}

function startLoad(server: Server, perSecond: number) {
  const requests = new Set<Promise<unknown>>()
  let answered = 0
  const timer = setInterval(() => {
    const page = ['home', 'prices', 'about'][answered % 3]
    const request = server.request('POST', `/visits/${page}`, {}).then(
      () => {
        answered++
      },
      () => {},
    )
    requests.add(request)
    void request.then(() => requests.delete(request))
  }, 1000 / perSecond)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(requests)
      return answered
    },
  }
}
