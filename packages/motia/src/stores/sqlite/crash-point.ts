/** Where chaos tests kill the process: MOTIA_CRASH_POINT=before-commit|inside-commit|after-commit:<n>, n from 1. */
import { env, kill, pid } from 'node:process'

export type CrashPoint = 'before-commit' | 'inside-commit' | 'after-commit'

/** Called at each point of each batch; nothing at all when the variable is unset. */
export const crashPoint: (point: CrashPoint) => void = armed(env.MOTIA_CRASH_POINT) ?? (() => {})

function armed(setting: string | undefined) {
  if (!setting) return undefined
  const [wanted, times = '1'] = setting.split(':')
  let left = Number(times)
  return (point: CrashPoint) => {
    if (point === wanted && --left === 0) kill(pid, 'SIGKILL')
  }
}
