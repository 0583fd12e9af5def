/** ⌘K: to any panel, step or run, and what can be done from anywhere. */
import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Activity, ScrollText, Search } from 'lucide-react'
import { useState } from 'react'
import { stepsQuery } from '../api/queries.ts'
import { toMatch } from '../model/page/palette-match.ts'
import { LanguageMark } from '../parts/badge.tsx'
import { Keys } from '../parts/keys.tsx'
import { useWords } from '../words/words.ts'
import css from './palette.module.css'
import { PageActions, StepActions, type Then, ViewActions } from './palette-actions.tsx'
import { PALETTE_WORDS } from './palette-words.ts'
import { PLACE_WORDS, PLACES } from './places.ts'

export function Palette({ onClose, onKeys }: { readonly onClose: () => void; readonly onKeys: () => void }) {
  const words = useWords(PALETTE_WORDS)
  const then: Then = (act) => () => {
    onClose()
    void act()
  }
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.shade ?? ''} />
        <Dialog.Popup className={css.dialog ?? ''} aria-label={words.label}>
          <Command label={words.label} loop filter={match}>
            <Choices then={then} onKeys={onKeys} />
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const RUN_ID = /^[0-9a-f-]{16,}$/i
const FIND = 'find'
/** Fits whatever is typed, and anything else fits better. */
const ALWAYS = 0.001

/** The value of an entry only tells it apart from the others. */
const match = (value: string, typed: string, keywords: readonly string[] = []) =>
  value.startsWith(`${FIND} `) ? ALWAYS : toMatch(typed, keywords)

function Choices({ then, onKeys }: { readonly then: Then; readonly onKeys: () => void }) {
  const words = useWords(PALETTE_WORDS)
  const places = useWords(PLACE_WORDS)
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const { data: steps = [] } = useQuery(stepsQuery())
  const typed = text.trim()
  return (
    <>
      <div className={css.head}>
        <Search aria-hidden="true" />
        <Command.Input value={text} onValueChange={setText} placeholder={words.placeholder} />
      </div>
      <Command.List className={css.list} label={words.label}>
        <Command.Empty className={css.nothing}>{words.nothing}</Command.Empty>
        <Command.Group heading={words.panels}>
          {PLACES.flat().map(({ name, to, letter, icon: Icon }) => (
            <Command.Item
              key={name}
              value={`panel ${name}`}
              keywords={[places[name], name]}
              onSelect={then(() => navigate({ to }))}
            >
              <Icon aria-hidden="true" />
              {places[name]}
              <span className={css.aside} aria-hidden="true">
                <Keys keys={['G', letter.toUpperCase()]} />
              </span>
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading={words.steps}>
          {steps.map(({ id, kind, language, file }) => (
            <Command.Item
              key={id}
              value={`step ${id}`}
              keywords={[id, kind, file]}
              onSelect={then(() => navigate({ to: '/steps/$id', params: { id } }))}
            >
              <LanguageMark language={language} file={file} />
              {id}
              <span className={css.aside}>{kind}</span>
            </Command.Item>
          ))}
        </Command.Group>
        {/* Several for each step: only what one looks for. */}
        {typed && <StepActions steps={steps} then={then} />}
        <PageActions then={then} onKeys={onKeys} />
        <ViewActions then={then} />
        {typed && <Finds typed={typed} then={then} />}
      </Command.List>
    </>
  )
}

/** Always there, below all that fits; a whole id first. */
function Finds({ typed, then }: { readonly typed: string; readonly then: Then }) {
  const words = useWords(PALETTE_WORDS)
  const navigate = useNavigate()
  return (
    <Command.Group heading={words.search}>
      {RUN_ID.test(typed) && (
        <Command.Item
          value={`open ${typed}`}
          keywords={[typed]}
          onSelect={then(() => navigate({ to: '/runs/$id', params: { id: typed } }))}
        >
          <Activity aria-hidden="true" />
          {words.openRun(typed)}
        </Command.Item>
      )}
      <Command.Item
        value={`${FIND} runs ${typed}`}
        onSelect={then(() => navigate({ to: '/runs', search: { text: typed } }))}
      >
        <Search aria-hidden="true" />
        {words.find(typed)}
      </Command.Item>
      <Command.Item
        value={`${FIND} logs ${typed}`}
        onSelect={then(() => navigate({ to: '/logs', search: { text: typed } }))}
      >
        <ScrollText aria-hidden="true" />
        {words.logs(typed)}
      </Command.Item>
    </Command.Group>
  )
}
