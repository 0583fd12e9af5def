/** To be built. */
import { Page } from '../../parts/card.tsx'

export function TracePanel() {
  return <Page title="run">…</Page>
}
