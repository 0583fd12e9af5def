/** Paths as steps write them (`/users/:id`, `/files/*`), as OpenAPI's templates (`/users/{id}`, `/files/{path}`). */

export interface PathTemplate {
  readonly path: string
  /** Without the names: what two paths have in common that OpenAPI takes for one. */
  readonly shape: string
  /** Of the parameters, in order; `*` is what a handler calls the rest of a path. */
  readonly names: readonly string[]
}

/** `:name`, perhaps with an expression that it has to match, or `*`; `::` is a colon. */
const PARAMETER = /::|:([\p{L}\p{N}_]+)(?:\((?:\\.|[^)])*\))?|\*/gu
const REST = 'path'

export function toPathTemplate(path: string): PathTemplate {
  const names: string[] = []
  // What is a template already stays one, so that a path that was converted can be read again.
  const template = path
    .replaceAll(/\{([\p{L}\p{N}_]+)\}/gu, ':$1')
    .replace(PARAMETER, (found, name?: string) => {
      if (found === '::') return ':'
      names.push(name ?? '*')
      return `{${name ?? REST}}`
    })
  return { path: template, shape: template.replaceAll(/\{[\p{L}\p{N}_]+\}/gu, '{}'), names }
}

/** The name that a parameter has in the template. */
export function templateName(name: string): string {
  return name === '*' ? REST : name
}
