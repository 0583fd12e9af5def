/** CodeMirror as the page uses it; a chunk of its own, because of its size. code-editor.tsx loads it. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { javascript, json, typescript } from '@codemirror/legacy-modes/mode/javascript'
import { python } from '@codemirror/legacy-modes/mode/python'
import { ruby } from '@codemirror/legacy-modes/mode/ruby'
import { type Diagnostic, linter } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, EditorState, type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'

export type CodeLanguage = 'typescript' | 'javascript' | 'python' | 'ruby' | 'json' | 'text'

export interface Editor {
  /** Another text, or another marked line; what is the same already is left alone. */
  show(text: string, line: number | undefined): void
  focus(): void
  destroy(): void
}

export interface EditorOptions {
  readonly label: string
  readonly text: string
  readonly line: number | undefined
  readonly language: CodeLanguage
  readonly isReadOnly: boolean
  /** Called with what was typed, not with what was shown. */
  readonly changed: (text: string) => void
}

/** By tokenizers: whole grammars would be half of all that the page weighs. */
const LANGUAGES: Readonly<Record<CodeLanguage, () => Extension>> = {
  typescript: () => StreamLanguage.define(typescript),
  javascript: () => StreamLanguage.define(javascript),
  python: () => StreamLanguage.define(python),
  ruby: () => StreamLanguage.define(ruby),
  json: () => StreamLanguage.define(json),
  text: () => [],
}

const COLORS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--busy)' },
  { tag: [tags.comment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: 'var(--warn)' },
  { tag: [tags.propertyName], color: 'var(--accent)' },
])

const LOOK = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--text)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--muted)', border: 'none' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-marked': { backgroundColor: 'var(--accent-soft)', boxShadow: 'inset 2px 0 0 var(--accent)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--accent) 26%, transparent) !important',
  },
})

/** Of changes that the page made: nobody typed them. */
const byPage = Annotation.define<boolean>()
const mark = StateEffect.define<number | undefined>()
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(mark)) return toMark(transaction.state, effect.value)
    }
    return value.map(transaction.changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

function toMark({ doc }: EditorState, line: number | undefined): DecorationSet {
  if (line === undefined || line < 1 || line > doc.lines) return Decoration.none
  return Decoration.set([Decoration.line({ class: 'cm-marked' }).range(doc.line(line).from)])
}

export function createEditor(parent: HTMLElement, options: EditorOptions): Editor {
  const { label, text, language, isReadOnly, changed } = options
  const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        history(),
        bracketMatching(),
        search({ top: true }),
        highlightSelectionMatches(),
        syntaxHighlighting(COLORS),
        LOOK,
        LANGUAGES[language](),
        marked,
        EditorState.readOnly.of(isReadOnly),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        language === 'json' && !isReadOnly ? linter(({ state }) => findMistakes(state.doc.toString())) : [],
        // Tab goes on to the next field, as everywhere.
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        EditorView.updateListener.of((update) => {
          const isTyped = !update.transactions.some((each) => each.annotation(byPage))
          if (update.docChanged && isTyped && !isReadOnly) changed(update.state.doc.toString())
        }),
      ],
    }),
  })
  const show: Editor['show'] = (next, line) => {
    const { doc } = view.state
    const isSame = doc.toString() === next
    view.dispatch({
      ...(!isSame && { changes: { from: 0, to: doc.length, insert: next } }),
      effects: mark.of(undefined),
      annotations: byPage.of(true),
    })
    if (line === undefined || line > view.state.doc.lines) return
    const { from } = view.state.doc.line(Math.max(1, line))
    view.dispatch({ effects: mark.of(line) })
    // Not by CodeMirror's own scrollIntoView: that scrolls the page as well.
    const box = parent.parentElement
    view.requestMeasure({
      read: () => view.lineBlockAt(from).top,
      write: (top) => box?.scrollTo({ top: top - box.clientHeight / 2 }),
    })
  }
  if (options.line !== undefined) show(text, options.line)
  return { show, focus: () => view.focus(), destroy: () => view.destroy() }
}

/** Where the text stops being JSON, as far as the browser tells: else at its end. */
function findMistakes(text: string): Diagnostic[] {
  try {
    JSON.parse(text)
    return []
  } catch (error) {
    const { message } = error as SyntaxError
    const at = Math.min(text.length, Number(/position (\d+)/.exec(message)?.[1] ?? text.length))
    return [{ from: at, to: at, severity: 'error', message }]
  }
}
