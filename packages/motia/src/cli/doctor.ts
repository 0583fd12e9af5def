/** `motia doctor`: looks at everything that has to be right before steps can run, and says how to mend what is not. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { LoadedConfig } from '../config/load.ts'
import { toLine } from '../observability/terminal-text.ts'
import { readServerRecord } from '../wire/server-record.ts'
import type { Check, Finding, Patient } from './doctor/finding.ts'
import type { Io } from './io.ts'
import { findRoot } from './project.ts'
import { startSpinner } from './spinner.ts'

interface Named extends Finding {
  readonly check: string
}

const DESCRIPTION = `Looks at everything that has to be right before steps can run: Node.js, the project and its packages,
the configuration, ports, the database, Python and Ruby where steps need them, disk, and limits of the system. Says of each
what is wrong and how to mend it; \`motia build\` looks at the steps themselves. Exit code 1 if something is wrong.`

export function registerDoctor(program: Command, io: Io): void {
  program
    .command('doctor')
    .summary('look for what keeps the project from running')
    .description(DESCRIPTION)
    .option('--json', 'print one JSON document: `ok`, `findings`')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const spinner = startSpinner('looking', io)
      const findings = await examine(io).finally(() => spinner.stop())
      const isWell = findings.every(({ status }) => status !== 'error')
      if (!isWell) io.setExitCode(1)
      if (json) io.write(`${JSON.stringify({ ok: isWell, findings }, undefined, 2)}\n`)
      else report(findings, io)
    })
}

async function examine(io: Io): Promise<Named[]> {
  const root = findRoot(io.cwd)
  const { loadConfig } = await import('../config/load.ts')
  const mode = readServerRecord(root)?.mode ?? 'development'
  const loaded = await loadConfig({ root, mode, env: io.env })
  const patient = { root, config: loaded.config, env: io.env, version: readVersion() }
  const checks = await loadChecks()
  const found = await Promise.all(checks.map(([name, check]) => perform(name, check, patient)))
  const [first = [], second = [], ...rest] = found
  return [...first, ...second, ...judgeConfig(loaded), ...rest.flat()]
}

async function loadChecks(): Promise<[name: string, check: Check][]> {
  const [machine, packages, server, database, languages] = await Promise.all([
    import('./doctor/machine.ts'),
    import('./doctor/packages.ts'),
    import('./doctor/server.ts'),
    import('./doctor/database.ts'),
    import('./doctor/languages.ts'),
  ])
  return [
    ['node', machine.checkNode],
    ['project', packages.checkProject],
    ['packages', packages.checkPackages],
    ['motia', packages.checkMotia],
    ['server', server.checkServer],
    ['ports', server.checkPorts],
    ['database', database.checkDatabase],
    ['lock', database.checkLock],
    ['python', languages.checkPython],
    ['ruby', languages.checkRuby],
    ['space', machine.checkSpace],
    ['watches', machine.checkWatches],
    ['open-files', machine.checkOpenFiles],
  ]
}

/** A check that cannot look has found something as well. */
async function perform(check: string, look: Check, patient: Patient): Promise<Named[]> {
  try {
    return (await look(patient)).map((finding) => ({ check, ...finding }))
  } catch (error) {
    const what = `${check} could not be looked at: ${(error as Error).message}`
    return [{ check, status: 'error', what, fix: 'Please report it, if the message does not help.' }]
  }
}

function judgeConfig({ config, mistakes, warnings }: LoadedConfig): Named[] {
  const check = 'config'
  const place = ({ file, line }: { file: string; line?: number }) =>
    line === undefined ? file : `${file}:${line}`
  const toFinding = (status: Finding['status']) => (mistake: (typeof mistakes)[number]) => ({
    ...{ check, status, what: `${place(mistake)} ${mistake.message}` },
    ...(mistake.hint !== undefined && { fix: mistake.hint }),
  })
  const found = [...mistakes.map(toFinding('error')), ...warnings.map(toFinding('warning'))]
  if (found.length > 0) return found
  return [{ check, status: 'ok', what: `${config.file ?? 'no config file: defaults'}, for ${config.mode}` }]
}

function report(findings: readonly Named[], { ink, write }: Io): void {
  const marks = { ok: ink.green('✓'), warning: ink.yellow('!'), error: ink.red('✗') }
  for (const { status, what, fix } of findings) {
    write(`${marks[status]} ${toLine(what)}\n`)
    if (fix !== undefined) write(`  ${ink.dim(`→ ${toLine(fix)}`)}\n`)
  }
  const count = (wanted: Finding['status']) => findings.filter(({ status }) => status === wanted).length
  const [errors, warnings] = [count('error'), count('warning')]
  const words = [`${errors} wrong`, `${warnings} worth a look`]
  write(errors + warnings === 0 ? `\n${ink.green('all is well')}\n` : `\n${words.join(', ')}\n`)
}

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
