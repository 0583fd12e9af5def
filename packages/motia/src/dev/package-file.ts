/** Whether the project's package.json can be read: Node loads nothing of a project without. session.ts asks before each reload. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mistake } from '@motia/core/descriptor'

const NAME = 'package.json'

/** Nothing if it is fine, or there is none. */
export function findBrokenPackage(root: string): Mistake | undefined {
  let text: string
  try {
    text = readFileSync(join(root, NAME), 'utf8')
  } catch {
    return undefined
  }
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const message = `Not valid JSON, so nothing can be loaded: ${(error as Error).message}`
    return { file: NAME, message, hint: 'Until it is, what was loaded before goes on.' }
  }
}
