/** What the unrouted triggers say. */
import { defineWords } from '../../words/words.ts'

export const WORDS = defineWords({
  en: {
    title: 'Unrouted',
    lead: 'Targets that were triggered although no step has that id and none subscribes to that topic.',
    target: 'Target',
    nearest: 'Did you mean',
    noNearest: 'nothing is spelled like it',
    topic: 'a topic',
    count: 'Times',
    first: 'First',
    last: 'Last',
    trace: 'Last trace',
    show: 'Show',
    showTrace: (target: string) => `Show the last trace that triggered ${target}`,
    next: 'The trace shows which step triggers it: correct the name there, or export a step that takes it. Nothing is sent again by itself; trigger it anew once it has somewhere to go.',
    none: 'Everything that was triggered found a step.',
    noneHint: 'A misspelled id or topic in a trigger would show here, with the nearest one there is.',
  },
  ko: {
    title: '미연결 트리거',
    lead: '트리거되었지만 해당 ID의 스텝도, 해당 토픽을 구독하는 스텝도 없는 대상입니다.',
    target: '대상',
    nearest: '비슷한 이름',
    noNearest: '없음',
    topic: '토픽',
    count: '횟수',
    first: '처음',
    last: '마지막',
    trace: '마지막 트레이스',
    show: '보기',
    showTrace: (target: string) => `${target} 대상을 마지막으로 트리거한 트레이스 보기`,
    next: '트레이스에서 어떤 스텝이 트리거했는지 확인하고, 그곳의 이름을 고치거나 이 대상을 받는 스텝을 추가하세요. 자동으로 다시 보내지 않으므로 고친 뒤 다시 트리거해야 합니다.',
    none: '트리거된 모든 대상에 연결된 스텝이 있습니다.',
    noneHint: '트리거의 ID나 토픽에 오타가 있으면 가장 비슷한 이름과 함께 여기에 나타납니다.',
  },
})
