import { describe, expect, it } from 'vitest'
import { useTestWorkbench, world } from './fixtures/test-workbench.ts'

useTestWorkbench()

describe('the page of the Workbench', () => {
  it('is HTML that runs nothing but its own files', async () => {
    const response = await fetch(`${world.base}/`)
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    expect(html).not.toMatch(/<script>|<style|\son\w+=|style=/)
    for (const [, path] of html.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)) {
      const asset = await fetch(world.base + path)
      expect([path, asset.status]).toEqual([path, 200])
    }
  })

  it('serves nothing else of the machine', async () => {
    for (const path of [
      '/page/',
      '/page/../server.ts',
      '/page/%2e%2e/server.ts',
      '/page.ts',
      '/page/page.ts',
    ]) {
      expect((await fetch(world.base + path)).status).toBe(404)
    }
  })

  it('makes nodes of texts only', async () => {
    for (const name of ['page', 'dom', 'lists', 'details', 'rows', 'steps']) {
      const script = await (await fetch(`${world.base}/page/${name}.js`)).text()
      expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/)
    }
  })
})
