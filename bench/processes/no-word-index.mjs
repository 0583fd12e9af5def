// Imported into a server that is to index no words of log lines, so that what indexing takes can be told. The supervisor
// writes telemetry; its other processes have nothing to leave out.
if (process.argv[1]?.endsWith('cli/bin.js')) {
  const file = new URL('../../packages/motia/dist/observability/sqlite/file.js', import.meta.url)
  const { TelemetryFile } = await import(file.href)
  TelemetryFile.prototype.index = () => false
}
