/** To be built. */
import { Page } from '../../parts/card.tsx'

export function GatesPanel() {
  return <Page title="gates">…</Page>
}
