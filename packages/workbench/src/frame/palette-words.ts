/** What the palette says. */
import type { StepCommand } from '../model/steps/step-commands.ts'
import { defineWords } from '../words/words.ts'

export const PALETTE_WORDS = defineWords({
  en: {
    label: 'Search, jump or act',
    placeholder: 'A panel, a step, an action, a run id…',
    nothing: 'Nothing like that here.',
    panels: 'Panels',
    steps: 'Steps',
    search: 'Search',
    actions: 'Actions',
    view: 'View',
    find: (text: string) => `Find “${text}” in runs`,
    logs: (text: string) => `Find “${text}” in logs`,
    openRun: (id: string) => `Open run ${id}`,
    run: (id: string) => `Run ${id}…`,
    pass: (id: string) => `Pass ${id}…`,
    try: (id: string) => `Try ${id}…`,
    pause: (id: string) => `Pause ${id}`,
    resume: (id: string) => `Resume ${id}`,
    retry: (id: string) => `Retry failed runs of ${id}…`,
    lastFailed: 'Open the run that failed last',
    noneFailed: 'No run that failed is kept.',
    copyLink: 'Copy a link to this view',
    copied: 'Link copied.',
    keys: 'Keyboard shortcuts',
    language: '한국어로 보기',
    light: 'Light theme',
    dark: 'Dark theme',
    system: 'Theme of the system',
  },
  ko: {
    label: '검색, 이동, 작업',
    placeholder: '패널, 스텝, 작업, 실행 ID…',
    nothing: '일치하는 항목이 없습니다.',
    panels: '패널',
    steps: '스텝',
    search: '검색',
    actions: '작업',
    view: '보기',
    find: (text: string) => `실행에서 “${text}” 찾기`,
    logs: (text: string) => `로그에서 “${text}” 찾기`,
    openRun: (id: string) => `실행 ${id} 열기`,
    run: (id: string) => `${id} 실행…`,
    pass: (id: string) => `${id} 통과…`,
    try: (id: string) => `${id} 호출해 보기…`,
    pause: (id: string) => `${id} 일시 중지`,
    resume: (id: string) => `${id} 재개`,
    retry: (id: string) => `${id}의 실패한 실행 재시도…`,
    lastFailed: '마지막으로 실패한 실행 열기',
    noneFailed: '보관된 실패한 실행이 없습니다.',
    copyLink: '이 화면의 링크 복사',
    copied: '링크를 복사했습니다.',
    keys: '키보드 단축키',
    language: 'Switch to English',
    light: '밝은 테마',
    dark: '어두운 테마',
    system: '시스템 테마',
  },
})

/** To be found by, whichever language one types. */
export function toCommandKeywords(command: StepCommand, id: string): string[] {
  return [PALETTE_WORDS.en[command](id), PALETTE_WORDS.ko[command](id)]
}
