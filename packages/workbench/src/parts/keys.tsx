/** Keys to press, one after the other or together, as on the keyboard. */
import css from './keys.module.css'

/** Of the keyboard at hand. */
export const MOD = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'

export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className={css.keys}>
      {keys.map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice, in this order
        <kbd key={index}>{key}</kbd>
      ))}
    </span>
  )
}
