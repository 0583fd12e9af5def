/** What `npm test` runs in a new project: its tests, each by its language's usual runner. Pure; called by project.ts. */

/**
 * @param paths of all files of the project
 * @param workspaceRoot of a member: where packages may be installed instead, relative to the project
 * @returns a shell's line; undefined without tests
 */
export function toTestScript(paths: Iterable<string>, workspaceRoot?: string): string | undefined {
  const tests = [...paths].filter((path) => path.startsWith('test/'))
  const has = (name: RegExp) => tests.some((path) => name.test(path))
  const libraries = ['.', ...(workspaceRoot === undefined ? [] : [workspaceRoot])].map(
    (folder) => `-I${folder}/node_modules/motia/ruby/lib`,
  )
  const commands = [
    ...['ts', 'js']
      .filter((extension) => tests.some((path) => path.endsWith(`.test.${extension}`)))
      .map((extension) => `node --import motia/testing/register --test test/*.test.${extension}`),
    // The environment that `motia install` makes knows Motia's package.
    ...(has(/\/test_\w+\.py$/) ? ['.venv/bin/python -m unittest discover -s test'] : []),
    ...(has(/_test\.rb$/)
      ? [`ruby ${libraries.join(' ')} -e "Dir['./test/*_test.rb'].each { |file| require file }"`]
      : []),
  ]
  return commands.length > 0 ? commands.join(' && ') : undefined
}
