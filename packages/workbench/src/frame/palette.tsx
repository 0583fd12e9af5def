/** ⌘K: to any panel, step or run, and the most used actions. */
import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { stepsQuery } from '../api/queries.ts'
import { LanguageMark } from '../parts/badge.tsx'
import { setTheme } from '../parts/theme.ts'
import { defineWords, useWords } from '../words/words.ts'
import css from './palette.module.css'
import { PLACE_WORDS, PLACES } from './places.ts'

const WORDS = defineWords({
  en: {
    label: 'Search or jump to',
    placeholder: 'A panel, a step, a run id…',
    nothing: 'Nothing like that here.',
    panels: 'Panels',
    steps: 'Steps',
    look: 'Look',
    light: 'Light theme',
    dark: 'Dark theme',
    run: (id: string) => `Open run ${id}`,
    find: (text: string) => `Find “${text}” in runs`,
    logs: (text: string) => `Find “${text}” in logs`,
    search: 'Search',
  },
  ko: {
    label: '검색 또는 이동',
    placeholder: '패널, 스텝, 실행 ID…',
    nothing: '일치하는 항목이 없습니다.',
    panels: '패널',
    steps: '스텝',
    look: '화면',
    light: '밝은 테마',
    dark: '어두운 테마',
    run: (id: string) => `실행 ${id} 열기`,
    find: (text: string) => `실행에서 “${text}” 찾기`,
    logs: (text: string) => `로그에서 “${text}” 찾기`,
    search: '검색',
  },
})

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const words = useWords(WORDS)
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.shade ?? ''} />
        <Dialog.Popup className={css.dialog ?? ''} aria-label={words.label}>
          <Command label={words.label}>
            <Choices onClose={onClose} />
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Choices({ onClose }: { readonly onClose: () => void }) {
  const words = useWords(WORDS)
  const places = useWords(PLACE_WORDS)
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const { data: steps = [] } = useQuery(stepsQuery())
  const then = (act: () => unknown) => () => {
    onClose()
    void act()
  }
  const typed = text.trim()
  return (
    <>
      <div className={css.head}>
        <Search aria-hidden="true" />
        <Command.Input value={text} onValueChange={setText} placeholder={words.placeholder} />
      </div>
      <Command.List className={css.list}>
        <Command.Empty className={css.nothing}>{words.nothing}</Command.Empty>
        <Command.Group heading={words.panels}>
          {PLACES.flat().map(({ name, to, icon: Icon }) => (
            <Command.Item
              key={name}
              value={`${places[name]} ${name}`}
              onSelect={then(() => navigate({ to }))}
            >
              <Icon aria-hidden="true" />
              {places[name]}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading={words.steps}>
          {steps.map(({ id, kind, language, file }) => (
            <Command.Item
              key={id}
              value={`${id} ${kind} ${file}`}
              onSelect={then(() => navigate({ to: '/steps/$id', params: { id } }))}
            >
              <LanguageMark language={language} file={file} />
              {id}
              <span className={css.aside}>{kind}</span>
            </Command.Item>
          ))}
        </Command.Group>
        {typed && (
          <Command.Group heading={words.search} forceMount>
            {/^[\w-]{10,}$/.test(typed) && (
              <Command.Item
                value={`run ${typed}`}
                forceMount
                onSelect={then(() => navigate({ to: '/runs/$id', params: { id: typed } }))}
              >
                {words.run(typed)}
              </Command.Item>
            )}
            <Command.Item
              value={`find ${typed}`}
              forceMount
              onSelect={then(() => navigate({ to: '/runs', search: { text: typed } }))}
            >
              {words.find(typed)}
            </Command.Item>
            <Command.Item
              value={`logs ${typed}`}
              forceMount
              onSelect={then(() => navigate({ to: '/logs', search: { text: typed } }))}
            >
              {words.logs(typed)}
            </Command.Item>
          </Command.Group>
        )}
        <Command.Group heading={words.look}>
          <Command.Item onSelect={then(() => setTheme('light'))}>{words.light}</Command.Item>
          <Command.Item onSelect={then(() => setTheme('dark'))}>{words.dark}</Command.Item>
        </Command.Group>
      </Command.List>
    </>
  )
}
