/** What the author of a client imports. Re-exports only. */
export { ApiError } from './api-error.ts'
export type { AnswerOf, AnswerPromise, Client, Problem, RequestOptions } from './client-type.ts'
export type { ClientOptions } from './create-client.ts'
export { createClient } from './create-client.ts'
