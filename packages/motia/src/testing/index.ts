/** `motia/testing`: what a project's tests import. Re-exports only. */
export type { Triggered } from './effects-log.ts'
export type { StepSource } from './gather-steps.ts'
export type { GivenState } from './given-state.ts'
export { type RunStepOptions, runStep, type StepRequest, type StepRun } from './run-step.ts'
export { createTestApp, type TestApp, type TestAppOptions } from './test-app.ts'
export type { TestClock } from './test-clock.ts'
export type { TestFailure, TestLog, TestRun } from './test-record.ts'
export type { TestRequest, TestResponse } from './test-request.ts'
