/** What is around every panel: the sidebar, the bar of a narrow screen, the banner of a project in trouble, the palette. */
import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { infoQuery } from '../api/queries.ts'
import { toPageTitle } from '../model/page/page-title.ts'
import { later } from '../parts/later.tsx'
import { Toasts } from '../parts/toasts.tsx'
import { defineWords, useWords } from '../words/words.ts'
import { AppState } from './app-state.tsx'
import { Banner } from './banner.tsx'
import css from './frame.module.css'
import { PLACE_WORDS, PLACES } from './places.ts'
import { useShortcuts } from './shortcuts.ts'
import { Sidebar } from './sidebar.tsx'

/** Not needed for the first screen. */
const loadPalette = async () => (await import('./palette.tsx')).Palette
const Palette = later(loadPalette)
const KeysDialog = later(async () => (await import('./keys-dialog.tsx')).KeysDialog)

const WORDS = defineWords({
  en: { menu: 'Menu', skip: 'Skip to content', problems: 'Problems', traces: 'Traces' },
  ko: { menu: '메뉴', skip: '본문으로 건너뛰기', problems: '문제', traces: '트레이스' },
})

export function Frame() {
  const words = useWords(WORDS)
  const { data: info } = useQuery(infoQuery())
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [above, setAbove] = useState<'palette' | 'keys'>()
  const close = () => setAbove(undefined)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the menu
  useEffect(() => setMenuOpen(false), [path])
  const title = toPageTitle(path, { ...words, ...usePlaceNames() }, info?.project)
  useEffect(() => {
    document.title = title
  }, [title])
  useShortcuts({
    onModifier: loadPalette,
    onPalette: () => setAbove(above === 'palette' ? undefined : 'palette'),
    onKeys: () => setAbove('keys'),
  })
  return (
    <div className={css.frame} data-menu={isMenuOpen || undefined}>
      <a className={css.skip} href="#content">
        {words.skip}
      </a>
      <header className={css.bar}>
        <button
          type="button"
          className={css.menu}
          aria-expanded={isMenuOpen}
          aria-label={words.menu}
          onClick={() => setMenuOpen(!isMenuOpen)}
        >
          <span />
          <span />
          <span />
        </button>
        <strong>{info?.project ?? 'Workbench'}</strong>
        <AppState info={info} isShort />
      </header>
      {isMenuOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the button above does the same by keys
        <div className={css.shade} onClick={() => setMenuOpen(false)} />
      )}
      <Sidebar info={info} onPalette={() => setAbove('palette')} onKeys={() => setAbove('keys')} />
      <div className={css.main}>
        <Banner />
        <main id="content" className={css.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {above === 'palette' && <Palette onClose={close} onKeys={() => setAbove('keys')} />}
      {above === 'keys' && <KeysDialog onClose={close} />}
      <Toasts />
    </div>
  )
}

/** By the first part of their addresses. */
function usePlaceNames(): Readonly<Record<string, string>> {
  const places = useWords(PLACE_WORDS)
  return Object.fromEntries(PLACES.flat().map(({ name, to }) => [to.slice(1), places[name]]))
}
