/** A panel whose code failed, or did not arrive: said in its place, with the way out. router.ts shows it. */
import { TriangleAlert } from 'lucide-react'
import { Button } from '../parts/button.tsx'
import { Page } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { defineWords, useWords } from '../words/words.ts'
import css from './broken.module.css'

const WORDS = defineWords({
  en: {
    name: 'Not shown',
    title: 'This page of the Workbench could not be shown.',
    text: 'The project is not concerned, only the page. Should it happen again, report what stands here:',
    reload: 'Reload',
  },
  ko: {
    name: '표시할 수 없음',
    title: '워크벤치의 이 화면을 표시하지 못했습니다.',
    text: '화면만의 문제이며 프로젝트에는 영향이 없습니다. 계속되면 아래 내용을 알려 주세요:',
    reload: '새로고침',
  },
})

/** @param error whatever was thrown */
export function Broken({ error }: { readonly error: unknown }) {
  const words = useWords(WORDS)
  return (
    <Page title={words.name}>
      <Empty icon={<TriangleAlert aria-hidden="true" />} title={words.title}>
        <p>{words.text}</p>
        <code className={css.message} lang="en">
          {error instanceof Error ? error.message : String(error)}
        </code>
        <Button tone="primary" onClick={() => location.reload()}>
          {words.reload}
        </Button>
      </Empty>
    </Page>
  )
}
