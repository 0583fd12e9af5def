/** What the browser's tab says: the panel, what is open in it, the project. Pure; frame/frame.tsx sets it. */

const SHORT_ID = 8

/**
 * @param names of the panels, by the first part of their address; `''` for the overview
 * @param project unknown at first
 */
export function toPageTitle(
  pathname: string,
  names: Readonly<Record<string, string>>,
  project: string | undefined,
): string {
  const [place = '', id] = pathname.split('/').slice(1)
  const parts = [id && toShort(place, decode(id)), names[place], project, 'Workbench']
  return parts.filter((part) => part).join(' · ')
}

/** Names are told whole, ids by their end, as everywhere on the page. */
function toShort(place: string, id: string): string {
  return place === 'steps' ? id : id.slice(-SHORT_ID)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
