/** To be built. */
import { Page } from '../../parts/card.tsx'

export function ErrorPanel() {
  return <Page title="errors">…</Page>
}
