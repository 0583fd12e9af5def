/** What is around every panel: the sidebar, the bar of a narrow screen, the banner of a project in trouble, the palette. */
import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { infoQuery } from '../api/queries.ts'
import { Toasts } from '../parts/toasts.tsx'
import { defineWords, useWords } from '../words/words.ts'
import { Banner } from './banner.tsx'
import css from './frame.module.css'
import { Sidebar } from './sidebar.tsx'

/** Not needed for the first screen. */
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

const WORDS = defineWords({
  en: { menu: 'Menu', skip: 'Skip to content' },
  ko: { menu: '메뉴', skip: '본문으로 건너뛰기' },
})

export function Frame() {
  const words = useWords(WORDS)
  const { data: info } = useQuery(infoQuery())
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the menu
  useEffect(() => setMenuOpen(false), [path])
  useEffect(() => {
    document.title = info ? `${info.project} · Workbench` : 'Workbench'
  }, [info])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setPaletteOpen((isOpen) => !isOpen)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
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
      </header>
      {isMenuOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the button above does the same by keys
        <div className={css.shade} onClick={() => setMenuOpen(false)} />
      )}
      <Sidebar info={info} onPalette={() => setPaletteOpen(true)} />
      <div className={css.main}>
        <Banner />
        <main id="content" className={css.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {isPaletteOpen && (
        <Suspense>
          <Palette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
      <Toasts />
    </div>
  )
}
