/** To be built. */
import { Page } from '../../parts/card.tsx'

export function EndpointsPanel() {
  return <Page title="endpoints">…</Page>
}
