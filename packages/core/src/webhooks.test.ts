/** Signatures are computed here by Node's own crypto, and the published examples of GitHub and Slack. */
import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type SignedRequest, verifyGitHub, verifySlack, verifyStripe } from './webhooks.ts'

afterEach(() => void vi.useRealTimers())

const SECRET = 'whsec_test_비밀'
const BODY = Buffer.from('{"id":"evt_1","text":"안녕"}')
const hex = (secret: string, ...signed: (string | Uint8Array)[]) =>
  signed.reduce((hmac, part) => hmac.update(part), createHmac('sha256', secret)).digest('hex')
const now = () => Math.floor(Date.now() / 1000)
const request = (headers: SignedRequest['headers'], rawBody: Uint8Array = BODY): SignedRequest => ({
  headers,
  rawBody,
})
const unauthorized = expect.objectContaining({ name: 'HttpError', status: 401 })

const stripe = ({ t = now(), secret = SECRET, body = BODY as Uint8Array } = {}) =>
  `t=${t},v1=${hex(secret, `${t}.`, body)}`
const slack = ({ t = now(), secret = SECRET, body = BODY as Uint8Array } = {}) => ({
  'x-slack-request-timestamp': String(t),
  'x-slack-signature': `v0=${hex(secret, `v0:${t}:`, body)}`,
})

describe('a webhook of Stripe', () => {
  const verify = (header: string | string[] | undefined, rawBody?: Uint8Array) =>
    verifyStripe(request({ 'stripe-signature': header }, rawBody), SECRET)

  it('that is signed passes, also with signatures of another scheme or secret beside', async () => {
    await verify(stripe())
    await verify(`${stripe()},v0=${'0'.repeat(64)}`)
    await verify(`t=${now()}, v1=${'0'.repeat(64)}, v1=${hex(SECRET, `${now()}.`, BODY)}`)
  })

  it('may be 300 s old, or as old as is said', async () => {
    vi.useFakeTimers({ now: 1_700_000_000_000 })
    await verify(stripe({ t: 1_700_000_000 - 300 }))
    await expect(verify(stripe({ t: 1_700_000_000 - 301 }))).rejects.toEqual(unauthorized)
    await expect(verify(stripe({ t: 1_700_000_000 + 301 }))).rejects.toEqual(unauthorized)
    const old = request({ 'stripe-signature': stripe({ t: 1_700_000_000 - 900 }) })
    await verifyStripe(old, SECRET, { toleranceSeconds: 1000 })
  })

  it.each([
    ['nothing', undefined],
    ['two headers', ['t=1', 'v1=2']],
    ['an empty header', ''],
    ['no time', `v1=${hex(SECRET, BODY)}`],
    ['a time that is none', `t=now,v1=${hex(SECRET, 'now.', BODY)}`],
    ['another secret', stripe({ secret: 'other' })],
    ['the signature of another body', stripe({ body: Buffer.from('{}') })],
    ['a signature of another scheme', stripe().replace('v1=', 'v0=')],
    ['half a signature', stripe().slice(0, -2)],
    ['a signature that is no hex', `t=${now()},v1=${'g'.repeat(64)}`],
  ])('with %s is refused', async (_, header) => {
    await expect(verify(header as string)).rejects.toEqual(unauthorized)
  })

  it('is refused if a single byte was changed', async () => {
    const changed = Buffer.from(BODY)
    changed[0] = (changed[0] ?? 0) ^ 1
    await expect(verify(stripe(), changed)).rejects.toEqual(unauthorized)
  })
})

describe('a webhook of GitHub', () => {
  it('that is signed passes: the example of its documentation', async () => {
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
    const example = request({ 'x-hub-signature-256': signature }, Buffer.from('Hello, World!'))
    await verifyGitHub(example, "It's a Secret to Everybody")
    await expect(verifyGitHub(example, 'another')).rejects.toEqual(unauthorized)
  })

  it.each([
    [undefined],
    [''],
    [hex(SECRET, BODY)],
    [`sha1=${hex(SECRET, BODY)}`],
    [`sha256=${hex('other', BODY)}`],
    ['sha256='],
  ])('with the signature %s is refused', async (signature) => {
    await expect(verifyGitHub(request({ 'x-hub-signature-256': signature }), SECRET)).rejects.toEqual(
      unauthorized,
    )
  })
})

describe('a webhook of Slack', () => {
  it('that is signed passes: the example of its documentation', async () => {
    vi.useFakeTimers({ now: 1_531_420_618_000 })
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    }
    const example = request(headers, Buffer.from(body))
    await verifySlack(example, '8f742231b10e8888abcd99yyyzzz85a5')
    await expect(verifySlack(example, 'another')).rejects.toEqual(unauthorized)
    vi.advanceTimersByTime(301_000)
    await expect(verifySlack(example, '8f742231b10e8888abcd99yyyzzz85a5')).rejects.toEqual(unauthorized)
  })

  it('without its time, or with another, is refused', async () => {
    const { 'x-slack-signature': signature } = slack()
    await verifySlack(request(slack()), SECRET)
    await expect(verifySlack(request({ 'x-slack-signature': signature }), SECRET)).rejects.toEqual(
      unauthorized,
    )
    const later = { 'x-slack-signature': signature, 'x-slack-request-timestamp': String(now() + 1) }
    await expect(verifySlack(request(later), SECRET)).rejects.toEqual(unauthorized)
  })
})

describe('secrets', () => {
  it('may be several, while one is replaced', async () => {
    await verifyStripe(request({ 'stripe-signature': stripe() }), ['new', SECRET])
  })

  it.each([[undefined], [''], [[]], [['a', '']], [[undefined as never]]])(
    'like %j are a mistake, not a signature',
    async (secrets) => {
      const empty = request({ 'stripe-signature': stripe({ secret: '' }) })
      await expect(verifyStripe(empty, secrets)).rejects.toMatchObject({ code: 'MOTIA_OPTION' })
    },
  )
})
