/** A trend in the size of a word: no axes, one colour. */
import css from './sparkline.module.css'

export function Sparkline({
  values,
  label,
  mood = 'quiet',
}: {
  readonly values: readonly number[]
  readonly label: string
  readonly mood?: 'quiet' | 'ok' | 'bad'
}) {
  const top = Math.max(1, ...values)
  const width = 4
  return (
    <svg
      className={`${css.spark} ${css[mood]}`}
      viewBox={`0 0 ${values.length * width} 24`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {values.map((value, index) => {
        const height = value === 0 ? 1 : Math.max(3, (value / top) * 24)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
          <rect key={index} x={index * width} y={24 - height} width={width - 1} height={height} rx="0.6" />
        )
      })}
    </svg>
  )
}
