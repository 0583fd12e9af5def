/** Where one can go, how the app fares, and how the page looks. */
import { Link } from '@tanstack/react-router'
import { Keyboard, LogOut, Moon, Search, Sun, SunMoon } from 'lucide-react'
import type { WireInfo } from 'motia/workbench/wire/app'
import { postJson } from '../api/client.ts'
import { MOD } from '../parts/keys.tsx'
import { setTheme, type Theme, useTheme } from '../parts/theme.ts'
import { toShortCount } from '../words/format.ts'
import { defineWords, setLanguage, useLanguage, useWords } from '../words/words.ts'
import { AppState } from './app-state.tsx'
import { type PlaceCount, useCounts } from './counts.ts'
import { PLACE_WORDS, PLACES } from './places.ts'
import css from './sidebar.module.css'

const WORDS = defineWords({
  en: {
    nav: 'Panels',
    search: 'Search or act…',
    keys: 'Keyboard shortcuts',
    logout: 'Log out',
    theme: 'Theme',
    light: 'Light',
    dark: 'Dark',
    system: 'As the system',
    language: '한국어',
  },
  ko: {
    nav: '패널',
    search: '검색, 작업…',
    keys: '키보드 단축키',
    logout: '로그아웃',
    theme: '테마',
    light: '밝게',
    dark: '어둡게',
    system: '시스템 설정',
    language: 'English',
  },
})

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const THEME_ICONS = { system: SunMoon, light: Sun, dark: Moon } as const

export function Sidebar({
  info,
  onPalette,
  onKeys,
}: {
  readonly info: WireInfo | undefined
  readonly onPalette: () => void
  readonly onKeys: () => void
}) {
  const words = useWords(WORDS)
  const places = useWords(PLACE_WORDS)
  const counts = useCounts()
  const theme = useTheme()
  const language = useLanguage()
  const Icon = THEME_ICONS[theme]
  return (
    <aside className={css.sidebar}>
      <div className={css.project}>
        <span className={css.logo} aria-hidden="true">
          {(info?.project ?? 'M').slice(0, 1).toUpperCase()}
        </span>
        <div className={css.names}>
          <strong title={info?.project}>{info?.project ?? 'Workbench'}</strong>
          <AppState info={info} />
        </div>
      </div>
      <button type="button" className={css.search} onClick={onPalette}>
        <Search aria-hidden="true" />
        <span>{words.search}</span>
        <kbd>{MOD === '⌘' ? '⌘K' : `${MOD} K`}</kbd>
      </button>
      <nav aria-label={words.nav} className={css.nav}>
        {PLACES.map((group) => (
          <ul key={group[0]?.name}>
            {group.map(({ name, to, icon: PlaceIcon }) => (
              <li key={name}>
                <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                  <PlaceIcon aria-hidden="true" />
                  {places[name]}
                  <Count of={counts[name]} />
                </Link>
              </li>
            ))}
          </ul>
        ))}
      </nav>
      <footer className={css.foot}>
        <button
          type="button"
          title={`${words.theme}: ${words[theme]}`}
          aria-label={`${words.theme}: ${words[theme]}`}
          onClick={() => setTheme(NEXT_THEME[theme])}
        >
          <Icon aria-hidden="true" />
        </button>
        <button type="button" onClick={() => setLanguage(language === 'en' ? 'ko' : 'en')}>
          {words.language}
        </button>
        <button
          type="button"
          className={css.keys}
          title={words.keys}
          aria-label={words.keys}
          onClick={onKeys}
        >
          <Keyboard aria-hidden="true" />
        </button>
        {info?.mode === 'production' && (
          <button type="button" title={words.logout} aria-label={words.logout} onClick={() => void logOut()}>
            <LogOut aria-hidden="true" />
          </button>
        )}
        <span className={css.version}>{info && `v${info.versions.motia}`}</span>
      </footer>
    </aside>
  )
}

/** And forgets what was read: the page begins anew. */
async function logOut(): Promise<void> {
  await postJson('logout', {})
  location.reload()
}

/** How many there are now; nothing where there are none. */
function Count({ of }: { readonly of: PlaceCount | undefined }) {
  if (!of || of.count === 0) return null
  return (
    <span className={css.count} data-bad={of.isBad || undefined} title={of.text}>
      <span aria-hidden="true">{toShortCount(of.count)}</span>
      <span className={css.read}>{of.text}</span>
    </span>
  )
}
