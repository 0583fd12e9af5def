/**
 * The packages that a project's files load: what a process can have ready before it is given the project, since an edit
 * changes none of them. Called by compile.ts.
 */
import { sep } from 'node:path'
import type { Module } from './link.ts'
import type { ManifestPackage } from './manifest.ts'
import type { Project, SourceFile } from './project.ts'

/** In the order in which loading the entries comes to them. */
export function findPackages(
  entries: readonly SourceFile[],
  project: Project,
  modules: ReadonlyMap<string, Module>,
): ManifestPackage[] {
  const found = new Map<string, ManifestPackage>()
  const seen = new Set<string>()
  const visit = (path: string) => {
    const module = modules.get(path)
    if (!module || seen.has(path)) return
    seen.add(path)
    for (const { specifier, kind } of module.transformed?.imports ?? []) {
      if (kind !== 'static' && kind !== 'require') continue
      const target = project.resolve(module.file, specifier)
      if (target.type === 'source') visit(target.path)
      // One that is linked into node_modules may be somebody's own, and be built anew at any time.
      if (target.type !== 'package' || !target.path?.includes(`${sep}node_modules${sep}`)) continue
      if (!module.file.name.startsWith('../')) found.set(`${kind} ${specifier}`, { name: specifier, kind })
    }
  }
  for (const { path } of entries) visit(path)
  return [...found.values()]
}
