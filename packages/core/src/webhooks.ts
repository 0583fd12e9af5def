/**
 * Checks that a webhook comes from whom it says: Stripe, GitHub, Slack. Called first thing in an api step's handler,
 * with the bytes as they came; what does not hold is answered with 401.
 *
 *   await verifyStripe(request, process.env.STRIPE_WEBHOOK_SECRET)
 */
import type { ApiRequest } from './context.ts'
import { HttpError, motiaError } from './errors.ts'

/** What of a request is signed. */
export type SignedRequest = Pick<ApiRequest, 'headers' | 'rawBody'>
/** Several while one is being replaced by another. */
export type Secrets = string | readonly string[] | undefined

export interface SignatureOptions {
  /** Seconds that the time of the signature may be away from now, so that nobody sends it again later. Default: 300. */
  readonly toleranceSeconds?: number
}

const TOLERANCE_SECONDS = 300

/**
 * `stripe-signature`: `t=<seconds>,v1=<hex>[,v1=<hex>]`, over `<seconds>.<body>` (https://docs.stripe.com/webhooks).
 * @throws HttpError 401; `MOTIA_OPTION` without a secret
 */
export async function verifyStripe(
  request: SignedRequest,
  secrets: Secrets,
  options: SignatureOptions = {},
): Promise<void> {
  const parts = textOf(request, 'stripe-signature')
    .split(',')
    .map((part) => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  const signatures = parts.filter(([name]) => name === 'v1').map(([, signature = '']) => signature)
  assertRecent(time, options)
  await assertSigned('verifyStripe', secrets, `${time}.`, request.rawBody, signatures)
}

/**
 * `x-hub-signature-256`: `sha256=<hex>`, over the body (https://docs.github.com/webhooks). It names no time: remember
 * `x-github-delivery`, as the `key` of what you trigger, if nothing may happen twice.
 * @throws HttpError 401; `MOTIA_OPTION` without a secret
 */
export async function verifyGitHub(request: SignedRequest, secrets: Secrets): Promise<void> {
  const [, signature = ''] = /^sha256=(.*)$/.exec(textOf(request, 'x-hub-signature-256')) ?? []
  await assertSigned('verifyGitHub', secrets, '', request.rawBody, [signature])
}

/**
 * `x-slack-signature`: `v0=<hex>`, over `v0:<x-slack-request-timestamp>:<body>` (https://docs.slack.dev/authentication).
 * @throws HttpError 401; `MOTIA_OPTION` without a secret
 */
export async function verifySlack(
  request: SignedRequest,
  secrets: Secrets,
  options: SignatureOptions = {},
): Promise<void> {
  const time = textOf(request, 'x-slack-request-timestamp')
  const [, signature = ''] = /^v0=(.*)$/.exec(textOf(request, 'x-slack-signature')) ?? []
  assertRecent(time, options)
  await assertSigned('verifySlack', secrets, `v0:${time}:`, request.rawBody, [signature])
}

function textOf({ headers }: SignedRequest, name: string): string {
  const value = headers[name]
  if (typeof value !== 'string') throw new HttpError(401, `the header ${name} is missing`)
  return value
}

function assertRecent(time: string, { toleranceSeconds = TOLERANCE_SECONDS }: SignatureOptions): void {
  const isTime = /^\d{1,12}$/.test(time)
  if (!isTime || Math.abs(Date.now() / 1000 - Number(time)) > toleranceSeconds)
    throw new HttpError(401, 'the signature is too old, or names no time')
}

/** By any of the secrets, with any of the signatures. Comparing takes as long whatever is wrong. */
async function assertSigned(
  name: string,
  secrets: Secrets,
  prefix: string,
  body: Uint8Array,
  signatures: readonly string[],
): Promise<void> {
  const { crypto, TextEncoder } = platform
  const encoder = new TextEncoder()
  const signed = concat(encoder.encode(prefix), body)
  for (const secret of toList(name, secrets)) {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify'])
    for (const signature of signatures) {
      const bytes = fromHex(signature)
      if (bytes && (await crypto.subtle.verify('HMAC', key, bytes, signed))) return
    }
  }
  throw new HttpError(401, 'the signature does not match')
}

/** An empty secret would let everybody in. */
function toList(name: string, secrets: Secrets): readonly string[] {
  const list = typeof secrets === 'string' ? [secrets] : (secrets ?? [])
  if (list.length === 0 || list.some((secret) => typeof secret !== 'string' || secret === ''))
    throw motiaError('MOTIA_OPTION', { what: `${name} was given no secret` })
  return list
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

function fromHex(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{64}$/i.test(text)) return undefined
  return Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16))
}

/** What every platform has, without depending on the types of any. */
interface Platform {
  readonly crypto: {
    readonly subtle: {
      importKey(
        format: 'raw',
        key: Uint8Array,
        algorithm: { name: string; hash: string },
        extractable: boolean,
        usages: readonly string[],
      ): Promise<unknown>
      verify(algorithm: string, key: unknown, signature: Uint8Array, data: Uint8Array): Promise<boolean>
    }
  }
  readonly TextEncoder: new () => { encode(text: string): Uint8Array }
}
const platform = globalThis as unknown as Platform
