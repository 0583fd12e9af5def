/** The project's API as documentation, and requests to it. */

import { toOpenApi } from '../../openapi/document.ts'
import type { AppView } from '../app-view.ts'
import { sendRequest } from '../endpoints/api-request.ts'
import { toEndpoints } from '../endpoints/endpoint-list.ts'
import { parseRequest } from '../endpoints/parse-request.ts'
import { type Route, reading } from '../router.ts'
import type { WireEndpoints } from '../wire/endpoints.ts'

/** A body of 1 MB, each byte of which JSON may have to escape. */
const MAX_REQUEST_BYTES = 7 * 1024 ** 2

export function endpointRoutes(app: AppView): Route[] {
  return [
    reading('endpoints', (): WireEndpoints => toEndpoints(app.steps())),
    reading('openapi', () => {
      const { project, urls } = app.info()
      return toOpenApi(app.steps(), { title: project, version: '1', server: urls.api })
    }),
    {
      method: 'POST',
      path: '/api/v1/commands/request',
      for: 'operator',
      maxBytes: MAX_REQUEST_BYTES,
      audit: (body) => {
        const { method, path } = (body ?? {}) as Readonly<Record<string, unknown>>
        return { method, path: String(path).split('?')[0] }
      },
      answer: ({ body }) => sendRequest(app.info().urls.api, parseRequest(body), app.keepKey),
    },
  ]
}
