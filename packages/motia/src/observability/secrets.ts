/** What counts as a secret: by the name of its key, and by its look within text. redact.ts asks. */

/** What a secret becomes. */
export const REDACTED = '[redacted]'

/** Tested against the key in lower case, letters and digits only: `X-Api-Key` is `xapikey`. `maxTokens` is none. */
const SECRET_KEY =
  /passw(?:or)?d|passphrase|passcode|pwd$|secret|credential|authorization|^auth$|cookie|apikey|accesskey|privatekey|signingkey|encryptionkey|connectionstring|jwt$|token$|^token(?:value|secret)|cardnumber|^cv[vc]2?$|비밀번호|암호/

const verdicts = new Map<string, boolean>()
const MAX_VERDICTS = 10_000

/** Whether what is stored under the key is to be hidden. */
export function isSecretKey(key: string): boolean {
  let verdict = verdicts.get(key)
  if (verdict === undefined) {
    verdict = SECRET_KEY.test(key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
    if (verdicts.size >= MAX_VERDICTS) verdicts.clear()
    verdicts.set(key, verdict)
  }
  return verdict
}

/** Spares the rules below for text that cannot match any of them. */
const SUSPICIOUS = /passw|pwd|passphrase|secret|token|key|authorization|cookie|bearer|basic|credential|:\/\//i

/** Each keeps what stands before the secret (`$1`) and after it (`$2`). */
const RULES: readonly RegExp[] = [
  /\b(Bearer\s{1,3})[\w.~+/=-]{12,}()/gi,
  /(authorization\W{1,5}(?:Basic|Digest|Token)\s{1,3})[^\s"',]+()/gi,
  /(:\/\/[^\s:/@]{1,100}:)[^\s/@]{1,200}(@)/g,
  // As printed objects, JSON and query strings have them. The quote, if there is one, has to close.
  /((?:passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|authorization|cookie|credentials?)\\?["']?\s{0,3}[:=]\s{0,3}\\?["'])[^"'\\\n]+(\\?["'])/gi,
  /((?:passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|credentials?)=)[^\s&"',;)}\]]+()/gi,
  /((?:passw(?:or)?d|passphrase|pwd):\s{0,3})[^\s"',;)}\]]+()/gi,
]

/** Hides what looks like a secret within text: bearer tokens, credentials in URLs, `password: 'x'`, `token=x`. */
export function redactText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text
  return RULES.reduce((current, rule) => current.replace(rule, `$1${REDACTED}$2`), text)
}
