/** To be built. */
import { Page } from '../../parts/card.tsx'

export function ProblemsPanel() {
  return <Page title="problems">…</Page>
}
