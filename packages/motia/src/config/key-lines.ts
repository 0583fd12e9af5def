/** Finds the lines of a config file's keys, for messages. Called by load.ts, only when there is something to say. */
import type { ESTree } from 'rolldown/utils'

/** Dotted key, as it stands in the file's exported object, to line. Empty if the object is not written out. */
export async function findKeyLines(name: string, code: string): Promise<ReadonlyMap<string, number>> {
  const { parseSync, Visitor } = await import('rolldown/utils')
  const { program } = parseSync(name, code, { sourceType: 'unambiguous' })
  const lines = new Map<string, number>()
  const collect = (object: ESTree.ObjectExpression, prefix: string) => {
    for (const property of object.properties) {
      const key = property.type === 'Property' && !property.computed ? toKey(property.key) : undefined
      if (property.type !== 'Property' || key === undefined) continue
      lines.set(prefix + key, code.slice(0, property.start).split('\n').length)
      if (property.value.type === 'ObjectExpression') collect(property.value, `${prefix}${key}.`)
    }
  }
  let depth = 0
  new Visitor({
    ObjectExpression(object) {
      // Where two objects share a key, the later one is taken for the exported one.
      if (depth++ === 0) collect(object, '')
    },
    'ObjectExpression:exit'() {
      depth--
    },
  }).visit(program)
  return lines
}

function toKey(key: ESTree.PropertyKey): string | undefined {
  if (key.type === 'Identifier') return key.name
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined
}
