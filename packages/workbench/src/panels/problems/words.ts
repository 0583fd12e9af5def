/** What the page of problems says. */
import { defineWords } from '../../words/words.ts'

export const WORDS = defineWords({
  en: {
    title: 'Problems',
    well: 'All well. The project runs.',
    wellText: 'Should a file not compile or the app crash, it says so here, with the line.',
    overview: 'To the overview',
    partly: (count: number) => `${count} ${count === 1 ? 'thing needs' : 'things need'} correcting`,
    partlyText: 'Everything else runs. Save the file, and this goes by itself.',
    starting: 'The app is starting',
    startingText: 'This takes a moment. Runs wait until then; none is lost.',
    down: 'The app is down',
    downText:
      'Nothing runs until it starts again. Runs that were accepted are kept. Save the file that mends it.',
    crash: 'What ended it',
    mistakes: 'To be corrected',
    hint: 'Hint',
    copyPlace: 'Copy the place',
    stack: 'Stack trace',
    calledFrom: (place: string) => `Called from ${place}`,
    noReason: 'More is not known here: the terminal in which the project runs may tell.',
  },
  ko: {
    title: '문제',
    well: '이상 없음. 프로젝트가 실행 중입니다.',
    wellText: '파일이 컴파일되지 않거나 앱이 비정상 종료되면 해당 줄과 함께 여기에 표시됩니다.',
    overview: '개요로 이동',
    partly: (count: number) => `고쳐야 할 것이 ${count}개 있습니다`,
    partlyText: '나머지는 모두 실행 중입니다. 파일을 고쳐 저장하면 자동으로 사라집니다.',
    starting: '앱을 시작하는 중입니다',
    startingText: '잠시만 기다려 주세요. 그동안 실행은 대기하며, 사라지지 않습니다.',
    down: '앱이 중단되었습니다',
    downText:
      '다시 시작될 때까지 아무것도 실행되지 않습니다. 이미 접수된 실행은 보관됩니다. 원인이 된 파일을 고쳐 저장하세요.',
    crash: '중단된 원인',
    mistakes: '고쳐야 할 것',
    hint: '도움말',
    copyPlace: '위치 복사',
    stack: '스택 트레이스',
    calledFrom: (place: string) => `${place}에서 호출`,
    noReason: '자세한 원인은 여기서 알 수 없습니다. 프로젝트를 실행한 터미널을 확인해 보세요.',
  },
})
