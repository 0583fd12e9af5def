/** Which sample of templates/ each template writes, and the requests that it answers. Read by project.ts and next-steps.ts. */
import type { Feature, Language, TemplateName } from './choice.ts'
import type { Answers } from './question.ts'

/** A folder of templates/. */
export type SampleName = 'bookshop' | 'hello' | 'guestbook'

const SAMPLES: Readonly<Record<TemplateName, SampleName>> = {
  'full-stack': 'bookshop',
  api: 'bookshop',
  minimal: 'hello',
}

/** The sample of a project, and whether its page comes along. */
export function chooseSample(
  template: TemplateName,
  language: Language,
): { readonly sample: SampleName; readonly web: boolean } {
  const isScript = language === 'typescript' || language === 'javascript'
  return { sample: isScript ? SAMPLES[template] : 'guestbook', web: template === 'full-stack' }
}

const API_URL = 'http://localhost:3001'

const REQUESTS: Readonly<Record<SampleName, Partial<Record<Feature, readonly string[]>>>> = {
  bookshop: {
    api: [curl('/books'), curl('/purchases', '{"bookId":"genji","email":"you@example.com"}')],
    ai: [curl('/recommendations', '{"mood":"a rainy Sunday"}')],
  },
  hello: {
    api: [curl('/hello?name=you')],
    ai: [curl('/ask', '{"question":"What is a step?"}')],
  },
  guestbook: {
    api: [curl('/notes', '{"author":"Ada","text":"What a lovely day!"}'), curl('/replies')],
    ai: [curl('/ask', '{"question":"What is a step?"}')],
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
