/** The address that a server listens on, as one to open: for the terminal, telemetry and `.motia/server.json`. */

/** What a person on this machine types: loopback and "all addresses" are both `localhost`. */
export function toUrl(host: string, port: number): string {
  const isHere = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' || host === '::1'
  const name = isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
