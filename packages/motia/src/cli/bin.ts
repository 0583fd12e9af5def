#!/usr/bin/env node
/**
 * The `motia` command: looks at Node's version, then loads the program. Written so that every Node since 12 can read
 * it, and without a static import: all else may use what newer ones know.
 */
const NEEDED_MAJOR = 20
const NEEDED_MINOR = 19
const version = process.versions.node.split('.').map(Number)
const major = Number(version[0])

if (major < NEEDED_MAJOR || (major === NEEDED_MAJOR && Number(version[1]) < NEEDED_MINOR)) {
  const needed = `${NEEDED_MAJOR}.${NEEDED_MINOR}`
  process.stderr.write(`Motia needs Node.js ${needed} or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else {
  // libsql looks into Node's report for the C library; for that, Node would ask a name server, and wait for it, who
  // the addresses of all open sockets are.
  if (process.report) Object.assign(process.report, { excludeNetwork: true })
  void import('./program.ts').then((program) => program.runProgram(process.argv.slice(2)))
}
