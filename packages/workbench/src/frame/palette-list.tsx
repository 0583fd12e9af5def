/** A search with what it finds below it, in groups: a combobox by keys and for screen readers. frame/palette.tsx fills it. */
import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { type Listed, type PaletteGroup, toNextEntry, toPaletteGroups } from '../model/page/palette-list.ts'
import css from './palette.module.css'

/** One thing to go to or to do. */
export interface PaletteEntry extends Listed {
  /** Tells it apart from all others. */
  readonly id: string
  readonly mark: ReactNode
  readonly text: string
  /** At the right, quiet. */
  readonly aside?: ReactNode
  readonly act: () => unknown
}

export function PaletteList({
  label,
  placeholder,
  nothing,
  typed,
  entries,
  onType,
  onChoose,
}: {
  readonly label: string
  readonly placeholder: string
  /** What is said where nothing fits. */
  readonly nothing: string
  readonly typed: string
  readonly entries: readonly PaletteEntry[]
  readonly onType: (text: string) => void
  readonly onChoose: (entry: PaletteEntry) => void
}) {
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const [chosenId, choose] = useState<string>()
  const groups = toPaletteGroups(entries, typed)
  const shown = groups.flatMap((group) => group.entries)
  const first = shown.find(({ isRefused }) => !isRefused)
  const chosen = shown.find(({ id }) => id === chosenId) ?? first
  const toId = (entry: PaletteEntry) => `${listId}-${shown.indexOf(entry)}`

  const onKeyDown = (event: KeyboardEvent) => {
    // The key ends a syllable of Hangul, it chooses nothing yet.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && chosen) {
      event.preventDefault()
      return onChoose(chosen)
    }
    const next = toNextEntry(shown, chosen, event.key)
    if (!next) return
    event.preventDefault()
    choose(next.id)
    list.current?.querySelector(`[id="${toId(next)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed anew is read from the top
  useEffect(() => {
    list.current?.scrollTo({ top: 0 })
  }, [typed])
  return (
    <>
      <div className={css.head}>
        <Search aria-hidden="true" />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={chosen && toId(chosen)}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={typed}
          onChange={(event) => {
            choose(undefined)
            onType(event.target.value)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {shown.length === 0 && (
        <p className={css.nothing} role="status">
          {nothing}
        </p>
      )}
      <div ref={list} id={listId} role="listbox" aria-label={label} className={css.list}>
        {groups.map((group) => (
          <Group key={group.name} group={group}>
            {group.entries.map((entry) => (
              <Choice
                key={entry.id}
                id={toId(entry)}
                entry={entry}
                isChosen={entry === chosen}
                onPoint={() => choose(entry.id)}
                onChoose={() => onChoose(entry)}
              />
            ))}
          </Group>
        ))}
      </div>
    </>
  )
}

function Group({
  group,
  children,
}: {
  readonly group: PaletteGroup<PaletteEntry>
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
    <div role="group" aria-labelledby={id}>
      <div id={id} className={css.heading}>
        {group.name}
      </div>
      {children}
    </div>
  )
}

function Choice({
  id,
  entry,
  isChosen,
  onPoint,
  onChoose,
}: {
  readonly id: string
  readonly entry: PaletteEntry
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}) {
  const isRefused = entry.isRefused ?? false
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the search keeps the focus, and has the keys
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-disabled={isRefused}
      className={css.entry}
      onPointerMove={isRefused || isChosen ? undefined : onPoint}
      onClick={isRefused ? undefined : onChoose}
    >
      {entry.mark}
      <span className={css.text}>{entry.text}</span>
      {entry.aside && <span className={css.aside}>{entry.aside}</span>}
    </div>
  )
}
