/** All keys that do something, on `?`. */
import { Dialog } from '../parts/dialog.tsx'
import { Keys, MOD } from '../parts/keys.tsx'
import { defineWords, useWords } from '../words/words.ts'
import css from './keys-dialog.module.css'
import { PLACE_WORDS, PLACES } from './places.ts'

const WORDS = defineWords({
  en: {
    title: 'Keyboard',
    everywhere: 'Everywhere',
    palette: 'Search, jump or act',
    search: 'Search in the panel',
    keys: 'Show these keys',
    close: 'Close a dialog',
    lists: 'In lists',
    next: 'Next row',
    before: 'Row before',
    open: 'Open',
    flow: 'In the flow',
    details: 'Details of a step',
    move: 'Move a step',
    go: 'Go to',
  },
  ko: {
    title: '키보드',
    everywhere: '공통',
    palette: '검색, 이동, 작업',
    search: '패널 안에서 검색',
    keys: '단축키 보기',
    close: '열린 창 닫기',
    lists: '목록',
    next: '다음 행',
    before: '이전 행',
    open: '열기',
    flow: '흐름',
    details: '스텝 상세 정보',
    move: '스텝 옮기기',
    go: '이동',
  },
})

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords(WORDS)
  const places = useWords(PLACE_WORDS)
  const groups: readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[] = [
    [
      words.everywhere,
      [
        [words.palette, [MOD, 'K']],
        [words.search, ['/']],
        [words.keys, ['?']],
        [words.close, ['Esc']],
      ],
    ],
    [words.go, PLACES.flat().map(({ name, letter }) => [places[name], ['G', letter.toUpperCase()]])],
    [
      words.lists,
      [
        [words.next, ['J']],
        [words.before, ['K']],
        [words.open, ['Enter']],
      ],
    ],
    [
      words.flow,
      [
        [words.details, ['Enter']],
        [words.move, ['Shift', '← ↑ ↓ →']],
      ],
    ],
  ]
  return (
    <Dialog title={words.title} isOpen onClose={onClose}>
      <div className={css.groups}>
        {groups.map(([title, keys]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([name, pressed]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <Keys keys={pressed} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
