/** A path, its names set off. */
import { splitPath } from '../../model/endpoints/endpoint.ts'
import css from './path.module.css'

export function Path({ path }: { readonly path: string }) {
  return (
    <code className={css.path}>
      {splitPath(path).map(({ text, isParam }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        <span key={index} className={isParam ? css.param : undefined}>
          {text}
        </span>
      ))}
    </code>
  )
}
