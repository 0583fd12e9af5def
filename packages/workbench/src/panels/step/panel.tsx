/** To be built. */
import { Page } from '../../parts/card.tsx'

export function StepPanel() {
  return <Page title="step">…</Page>
}
