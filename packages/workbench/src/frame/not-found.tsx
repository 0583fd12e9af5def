/** An address that means nothing. */
import { Page } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { defineWords, useWords } from '../words/words.ts'

const WORDS = defineWords({
  en: { name: 'Not found', title: 'There is nothing at this address.', text: 'Choose a panel on the left.' },
  ko: { name: '찾을 수 없음', title: '이 주소에는 아무것도 없습니다.', text: '왼쪽에서 패널을 선택하세요.' },
})

export function NotFound() {
  const words = useWords(WORDS)
  return (
    <Page title={words.name}>
      <Empty title={words.title}>{words.text}</Empty>
    </Page>
  )
}
