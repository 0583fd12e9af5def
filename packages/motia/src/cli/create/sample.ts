/** Which sample of templates/ each template writes, and the requests that it answers. Read by project.ts and next-steps.ts. */
import { describeUnwritten, type Feature, isWrittenIn, type Language, type TemplateName } from './choice.ts'
import { wrongUse } from './create-error.ts'
import type { Answers } from './question.ts'

/** A folder of templates/. */
export type SampleName = 'bookshop' | 'hello' | 'guestbook' | 'webhooks' | 'uploads'

const SAMPLES: Readonly<Record<TemplateName, SampleName>> = {
  'full-stack': 'bookshop',
  api: 'bookshop',
  minimal: 'hello',
  webhooks: 'webhooks',
  uploads: 'uploads',
}

/**
 * The sample of a project, and whether its page comes along.
 * @throws CreateError with exit code 2 if the template is not there in the language
 */
export function chooseSample(
  template: TemplateName,
  language: Language,
): { readonly sample: SampleName; readonly web: boolean } {
  if (!isWrittenIn(template, language)) throw wrongUse(describeUnwritten(template, language))
  const isScript = language === 'typescript' || language === 'javascript'
  const isOwn = isScript || template === 'webhooks' || template === 'uploads'
  return { sample: isOwn ? SAMPLES[template] : 'guestbook', web: template === 'full-stack' }
}

const API_URL = 'http://localhost:3001'

/** Signed with the secret that templates/webhooks falls back to. */
const SIGNED_WEBHOOK = [
  `body='{"repository":{"full_name":"me/shop"},"sender":{"login":"me"}}'`,
  `curl -X POST ${API_URL}/webhooks/github -H 'Content-Type: application/json' -H 'X-GitHub-Event: push' -H 'X-GitHub-Delivery: 1' -H "X-Hub-Signature-256: sha256=$(printf %s "$body" | openssl dgst -sha256 -hmac only-for-trying | sed 's/.* //')" -d "$body"`,
].join('; ')

const ASK = curl('/ask', '{"question":"What is a step?"}')

const REQUESTS: Readonly<Record<SampleName, Partial<Record<Feature, readonly string[]>>>> = {
  bookshop: {
    api: [curl('/books'), curl('/purchases', '{"bookId":"genji","email":"you@example.com"}')],
    ai: [curl('/recommendations', '{"mood":"a rainy Sunday"}')],
  },
  hello: {
    api: [curl('/hello?name=you')],
    ai: [ASK],
  },
  webhooks: { api: [SIGNED_WEBHOOK], ai: [ASK] },
  uploads: { api: [`curl -X POST ${API_URL}/documents -F document=@README.md`], ai: [ASK] },
  guestbook: {
    api: [curl('/notes', '{"author":"Ada","text":"What a lovely day!"}'), curl('/replies')],
    ai: [ASK],
  },
}

/** Commands that a new project answers at once. */
export function listRequests({
  template,
  language,
  features,
}: Pick<Answers, 'template' | 'language' | 'features'>): string[] {
  const { sample } = chooseSample(template, language)
  return features.flatMap((feature) => REQUESTS[sample][feature] ?? [])
}

function curl(path: string, body?: string): string {
  if (body === undefined) return `curl '${API_URL}${path}'`.replace(/'([^?&]+)'$/, '$1')
  return `curl -X POST ${API_URL}${path} -H 'Content-Type: application/json' -d '${body}'`
}
