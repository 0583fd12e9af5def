/**
 * Components whose code comes by itself. Unlike `lazy` they show what has come at once: Suspense draws its fallback even
 * for code that is there already, and then holds back what follows for 300 ms.
 */
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'

type Code<P> = Promise<ComponentType<P>>

/** @param code on its way, or what brings it when the component is first shown */
export function later<P extends object>(
  code: Code<P> | (() => Code<P>),
): (props: P & { readonly meanwhile?: ReactNode }) => ReactNode {
  let come: ComponentType<P> | undefined
  const fetched = async () => {
    come = await (typeof code === 'function' ? code() : code)
    return come
  }
  if (typeof code !== 'function') fetched().catch(() => {}) // whoever shows it tells
  return function Later({ meanwhile = null, ...props }) {
    const [Shown, show] = useState(() => come)
    useEffect(() => {
      if (Shown) return undefined
      let isGone = false
      const next = (to: () => ComponentType<P>) => !isGone && show(to)
      fetched().then(
        (component) => next(() => component),
        (error) =>
          next(() => {
            throw error // to the panel's error page
          }),
      )
      return () => {
        isGone = true
      }
    }, [Shown])
    return Shown ? <Shown {...(props as unknown as P)} /> : meanwhile
  }
}
