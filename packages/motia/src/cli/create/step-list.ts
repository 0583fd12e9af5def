/** The steps of a new project as rows of its README, read off the templates themselves. Called by project.ts. */

/** Markdown rows: file, and what the step does. */
export function listSteps(files: ReadonlyMap<string, string>): string {
  return [...files]
    .flatMap(([path, text]) => (path.startsWith('motia/') ? (toRow(path, text) ?? []) : []))
    .sort()
    .join('\n')
}

function toRow(path: string, text: string): string | undefined {
  const kind = /^(?:export default |@|)(api|event|cron)(?:\(| id: )/m.exec(text)?.[1]
  if (!kind) return undefined
  // `name: 'value'` of TypeScript and Ruby, `name="value"` of Python
  const option = (name: string) => new RegExp(`\\b${name}(?:: '|=")([^'"]*)['"]`).exec(text)?.[1]
  const trigger = {
    api: `\`${option('method')} ${option('path')}\``,
    cron: `\`${option('schedule')}\``,
    event: `event \`${option('on') ?? option('id')}\``,
  }[kind as 'api' | 'event' | 'cron']
  return `| \`${path}\` | ${trigger} | ${option('description')} |`
}
