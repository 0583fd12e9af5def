/** To be built. */
import { Page } from '../../parts/card.tsx'

export function ErrorsPanel() {
  return <Page title="errors">…</Page>
}
