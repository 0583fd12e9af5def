/** To be built. */
import { Page } from '../../parts/card.tsx'

export function SchedulesPanel() {
  return <Page title="schedules">…</Page>
}
