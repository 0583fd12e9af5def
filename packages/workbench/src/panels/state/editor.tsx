/** A value to look at and to change. What was stored meanwhile is never overwritten unasked: the version is checked. */
import { TriangleAlert } from 'lucide-react'
import type { WireStateItem } from 'motia/workbench/wire/state'
import { type ReactNode, useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { useCommand } from '../../api/commands.ts'
import { isSameJson, parseJson, toPretty } from '../../model/json.ts'
import { Button } from '../../parts/button.tsx'
import { CodeEditor } from '../../parts/code-editor.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { Problem } from '../../parts/loaded.tsx'
import { toast } from '../../parts/toasts.tsx'
import { toBytes } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { RemoveButton } from './remove-button.tsx'
import { WORDS } from './words.ts'

interface EditorProps {
  readonly group: string
  /** As it is stored now: renewed while one edits. */
  readonly item: WireStateItem
  /** It was deleted after `item` was read. */
  readonly isGone: boolean
}

export function StateEditor({ group, item, isGone }: EditorProps) {
  const words = useWords(WORDS)
  const { key, version, bytes, isAltered, value } = item
  return (
    <>
      <header className={css.head}>
        <h2 className={css.keyTitle}>{key}</h2>
        <span className={css.facts}>
          <span title={words.versionTitle}>{words.version(version)}</span>
          <span>{toBytes(bytes)}</span>
        </span>
        {!isGone && <RemoveButton group={group} item={item} />}
      </header>
      {isAltered ? (
        <>
          <Notice title={words.altered}>{words.alteredWhy}</Notice>
          <JsonView value={value} label={words.value} />
        </>
      ) : (
        <Writing group={group} item={item} isGone={isGone} />
      )}
    </>
  )
}

function Writing({ group, item, isGone }: EditorProps) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { key } = item
  // What is being edited; without it, what is stored shows, whatever it becomes.
  const [edit, setEdit] = useState<{ readonly text: string; readonly base: WireStateItem }>()
  const { mutate, isPending, error, reset } = useCommand('state-set')
  const text = edit?.text ?? toPretty(item.value)
  const parsed = parseJson(text)
  const isValue = parsed.ok && parsed.value !== undefined
  const isUnchanged = !edit || (parsed.ok && isSameJson(parsed.value, edit.base.value))
  const storedVersion = isGone ? 0 : item.version
  // While it is being saved, the new version is one's own.
  const isChanged = edit !== undefined && !isUnchanged && !isPending && edit.base.version !== storedVersion
  const discard = () => {
    setEdit(undefined)
    reset()
  }
  const save = (version: number) => {
    if (!parsed.ok || parsed.value === undefined) return
    const { value } = parsed
    mutate(
      { group, key, value, version },
      {
        // By then it was read again: what shows is what is stored.
        onSuccess: () => {
          setEdit(undefined)
          toast(words.saved(key))
        },
      },
    )
  }
  const problem = isValue ? undefined : words.noJson
  return (
    <>
      <CodeEditor
        label={words.value}
        text={text}
        language="json"
        onChange={(next) => setEdit((before) => ({ text: next, base: before?.base ?? item }))}
      />
      {isChanged && edit && (
        <Notice title={isGone ? words.goneMeanwhile : words.changed}>
          <span>{isGone ? words.goneWhy : words.changedWhy(edit.base.version, storedVersion)}</span>
          <span className={css.buttons}>
            {!isGone && <Button onClick={discard}>{words.reload}</Button>}
            <Button
              tone="danger"
              refused={refused ?? problem}
              isBusy={isPending}
              onClick={() => save(storedVersion)}
            >
              {isGone ? words.create : words.overwrite}
            </Button>
          </span>
        </Notice>
      )}
      {/* 409: the notice above says so, as soon as the new version is read. */}
      {error && error.status !== 409 && <Problem error={error} />}
      <div className={css.buttons}>
        {!isChanged && (
          <Button
            tone="primary"
            refused={refused ?? problem ?? (isUnchanged ? words.unchanged : undefined)}
            isBusy={isPending}
            onClick={() => save(edit?.base.version ?? item.version)}
          >
            {words.save}
          </Button>
        )}
        {edit && !isUnchanged && !isChanged && <Button onClick={discard}>{words.discard}</Button>}
      </div>
    </>
  )
}

function Notice({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={css.notice} role="alert">
      <TriangleAlert aria-hidden="true" />
      <div className={css.noticeText}>
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  )
}
