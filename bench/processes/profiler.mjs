/** Loaded into each process and thread of ours before anything else: profiles it to its end, for `--profile`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { threadId } from 'node:worker_threads'

const INTERVAL_US = 300
const folder = process.env.MOTIA_BENCH_PROFILE
const session = new Session()

mkdirSync(folder, { recursive: true })
session.connect()
session.post('Profiler.enable')
session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US })
session.post('Profiler.start')
process.on('exit', () => {
  session.post('Profiler.stop', (_error, { profile }) => {
    const name = `${process.title.replace(/\W+/g, '-')}-${process.pid}-${threadId}.cpuprofile`
    writeFileSync(`${folder}/${name}`, JSON.stringify(profile))
  })
})
