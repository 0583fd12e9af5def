/** From the drawn picture to a file: colours of the theme that is looked at, PNG by way of a canvas, the download. */
import type { SvgColors } from '../../model/flow/flow-svg.ts'

/** Pixels of the file for each of the picture: sharp on any screen. */
const SCALE = 2
/** Browsers draw no larger canvas. */
const MAX_PIXELS = 8_000

/** Tokens are light-dark(…) pairs: only a property that is a colour resolves them. */
export function readColors(): SvgColors {
  const probe = document.createElement('span')
  document.body.append(probe)
  const read = (token: string) => {
    probe.style.setProperty('color', `var(${token})`)
    return getComputedStyle(probe).color
  }
  const colors = {
    ground: read('--ground'),
    panel: read('--panel'),
    line: read('--line-strong'),
    edge: read('--muted'),
    text: read('--text'),
    muted: read('--muted'),
    accent: read('--accent'),
    bad: read('--bad'),
  }
  probe.remove()
  return colors
}

/** Rejects if the browser cannot draw it. */
export async function toPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const scale = Math.min(SCALE, MAX_PIXELS / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
    )
  } finally {
    URL.revokeObjectURL(url)
  }
}

export function downloadBlob(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name.replace(/[\\/:*?"<>|]+/g, '-')
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
