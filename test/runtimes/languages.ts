/** The languages that every scenario is told in, and where their fixture steps are. */
export interface Language {
  readonly name: string
  /** Ends the ids of the fixture steps, and is the extension of their files. */
  readonly suffix: 'ts' | 'js' | 'py' | 'rb'
  /** Of the fixture steps, relative to the project. */
  readonly folder: string
  /** What runs it. */
  readonly runtime: 'node' | 'python' | 'ruby'
}

export const LANGUAGES: readonly Language[] = [
  { name: 'TypeScript', suffix: 'ts', folder: 'motia/steps/typescript', runtime: 'node' },
  { name: 'JavaScript', suffix: 'js', folder: 'motia/steps/javascript', runtime: 'node' },
  { name: 'Python', suffix: 'py', folder: 'motia/steps/python', runtime: 'python' },
  { name: 'Ruby', suffix: 'rb', folder: 'motia/steps/ruby', runtime: 'ruby' },
]
