/** Which sample of templates/ each template writes, and the requests that it answers. Read by project.ts and next-steps.ts. */
import type { Feature, TemplateName } from './choice.ts'

/** A folder of templates/. */
export type SampleName = 'bookshop' | 'hello'

export const SAMPLES: Readonly<Record<TemplateName, { readonly sample: SampleName; readonly web: boolean }>> =
  {
    'full-stack': { sample: 'bookshop', web: true },
    api: { sample: 'bookshop', web: false },
    minimal: { sample: 'hello', web: false },
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
}

/** Commands that a new project answers at once, by template and features. */
export function listRequests(template: TemplateName, features: readonly Feature[]): string[] {
  return features.flatMap((feature) => REQUESTS[SAMPLES[template].sample][feature] ?? [])
}

function curl(path: string, body?: string): string {
  if (body === undefined) return `curl '${API_URL}${path}'`.replace(/'([^?&]+)'$/, '$1')
  return `curl -X POST ${API_URL}${path} -H 'Content-Type: application/json' -d '${body}'`
}
