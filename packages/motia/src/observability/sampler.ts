/**
 * Decides which spans are recorded under load: pure but for what it remembers of each step, the clock passed in.
 * server/ asks for every api request, the engine for every attempt that succeeded. What failed or was slow is recorded
 * always, at any rate: the telemetry file's bounds are its only ones. Counts never depend on it.
 */

export interface SamplerOptions {
  /** Spans a second over all steps, shared evenly among the steps that are busy. */
  readonly perSecond?: number
  /** Of the spans beyond a step's share, one in this many is recorded. */
  readonly keepOneIn?: number
  /** Slow is what takes this many times the step's mean, hence one in as many spans at most … */
  readonly slowFactor?: number
  /** … and this long at least, so that a pause of the machine does not make all that is fast slow. */
  readonly slowMs?: number
}

export interface Sampler {
  /** Whether to record a span that just ended. */
  admits(stepId: string, nowMs: number, durationMs: number, failed: boolean): boolean
}

/** Observations before a step's mean says what is slow. */
const WARM_UP = 20
/** Share of each new duration in the running mean. */
const MEAN_WEIGHT = 1 / 64

export function createSampler(options: SamplerOptions = {}): Sampler {
  const { perSecond = 50, keepOneIn = 100, slowFactor = 10, slowMs = 10 } = options
  const steps = new Map<string, StepSample>()
  let second = -1
  let busyBefore = 0
  let busy = 0
  let share = perSecond

  /** A step's first span in this second. Those that come when it is young find few busy: hence the second before. */
  function join(step: StepSample): void {
    busy++
    share = Math.max(1, Math.floor(perSecond / Math.max(busyBefore, busy)))
    beginSecond(step, second)
  }

  return {
    admits(stepId, nowMs, durationMs, failed) {
      const now = Math.floor(nowMs / 1000)
      if (now !== second) {
        busyBefore = now === second + 1 ? busy : 0
        busy = 0
        second = now
      }
      let step = steps.get(stepId)
      if (step === undefined) {
        step = newSample(durationMs)
        steps.set(stepId, step)
      }
      if (step.second !== now) join(step)
      const isSlow = step.seen > WARM_UP && durationMs >= slowMs && durationMs > slowFactor * step.meanMs
      step.seen++
      step.meanMs += (durationMs - step.meanMs) * MEAN_WEIGHT
      if (failed || isSlow) return true // of nobody's share
      if (step.admitted < share) {
        step.admitted++
        return true
      }
      return ++step.beyond % keepOneIn === 0
    },
  }
}

interface StepSample {
  second: number
  admitted: number
  /** Over all seconds, so that a steady trickle beyond the share is sampled as well. */
  beyond: number
  seen: number
  meanMs: number
}

function newSample(durationMs: number): StepSample {
  return { second: -1, admitted: 0, beyond: 0, seen: 0, meanMs: durationMs }
}

function beginSecond(step: StepSample, second: number): void {
  step.second = second
  step.admitted = 0
}
