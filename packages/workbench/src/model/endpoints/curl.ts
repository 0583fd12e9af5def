/** A request as a command line for a POSIX shell. Pure. */

export interface CurlRequest {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** The name of a file whose text is the bearer token: the shell reads it. */
  readonly tokenFile?: string
  readonly body?: string | undefined
}

/** One option a line, so that it can be read and edited. */
export function toCurl({ method, url, headers = {}, tokenFile, body }: CurlRequest): string {
  const parts = [
    method === 'HEAD'
      ? `curl --head ${quoteShell(url)}`
      : method === 'GET'
        ? `curl ${quoteShell(url)}`
        : `curl -X ${quoteShell(method)} ${quoteShell(url)}`,
    ...(tokenFile === undefined ? [] : [`-H "authorization: Bearer $(cat ${quoteShell(tokenFile)})"`]),
    // A body that begins with @ would be taken for a file's name by -d.
    ...Object.entries(headers).map(([name, value]) => `-H ${quoteShell(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quoteShell(body)}`]),
  ]
  return parts.join(' \\\n  ')
}

/** Left as it is where nothing in it means anything to a shell; within single quotes only the quote does. */
export function quoteShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
