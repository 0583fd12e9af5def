/** What people do on the page, in the words that they read there. Tests call these; nothing here knows a class name. */
import type { Locator, Page } from 'playwright-core'

/** Replaces what a code editor holds. */
export async function fillEditor(page: Page, editor: Locator, text: string): Promise<void> {
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

/** Fills the body of the endpoint that is shown, as JSON, and sends it. */
export async function sendRequest(page: Page, body: unknown): Promise<void> {
  const form = page.getByRole('region', { name: 'Body' })
  await form.getByRole('button', { name: 'JSON' }).click()
  await fillEditor(page, form.getByRole('textbox', { name: 'Body' }), JSON.stringify(body, null, 2))
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

/** How long until it is there, in milliseconds. */
export async function timeUntil(locator: Locator, timeoutMs = 10_000): Promise<number> {
  const began = performance.now()
  await locator.first().waitFor({ timeout: timeoutMs })
  return performance.now() - began
}
