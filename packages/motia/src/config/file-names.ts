/** The names that a config file may have. Apart from what reads it, since finding a project's root needs no more. */

/** The first that is there counts. */
export const CONFIG_FILES: readonly string[] = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts'].map(
  (extension) => `motia.config.${extension}`,
)
