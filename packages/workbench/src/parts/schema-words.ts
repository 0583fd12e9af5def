/** What is wrong with a value, and what stands around the fields of a schema, in words. */
import type { Fault } from '../model/schema/schema-check.ts'
import { toCount } from '../words/format.ts'
import { defineWords } from '../words/words.ts'

export const SCHEMA_WORDS = defineWords({
  en: {
    form: 'Form',
    json: 'JSON',
    editAs: (label: string) => `Edit ${label} as`,
    required: 'required',
    add: 'Add',
    addItem: 'Add item',
    remove: (name: string) => `Remove ${name}`,
    item: (index: number) => `Item ${index}`,
    notSet: 'not set',
    variant: (name: string) => `Kind of ${name}`,
    empty: 'empty list',
    broken: 'This is no JSON yet.',
    format: 'Format',
    asNull: (name: string) => `${name} is null`,
    missing: 'is required',
    notNull: 'must not be null',
    notInteger: 'must be a whole number',
    noChoice: 'is none of the choices',
    noVariant: 'matches none of the variants',
    unknownProperty: 'is not a known property',
    type: (wanted: string) => `must be of type ${wanted}`,
    wrongFormat: (wanted: string) => `does not look like ${wanted}`,
    pattern: (wanted: string) => `does not match ${wanted}`,
    tooShort: (limit: number) => `needs at least ${toCount(limit)} characters`,
    tooLong: (limit: number) => `may have at most ${toCount(limit)} characters`,
    tooSmall: (limit: number) => `must be at least ${limit}`,
    tooLarge: (limit: number) => `must be at most ${limit}`,
    notAbove: (limit: number) => `must be more than ${limit}`,
    notBelow: (limit: number) => `must be less than ${limit}`,
    notMultiple: (limit: number) => `must be a multiple of ${limit}`,
    tooFew: (limit: number) => `needs at least ${toCount(limit)} items`,
    tooMany: (limit: number) => `may have at most ${toCount(limit)} items`,
  },
  ko: {
    form: '양식',
    json: 'JSON',
    editAs: (label: string) => `${label} 편집 방식`,
    required: '필수',
    add: '추가',
    addItem: '항목 추가',
    remove: (name: string) => `${name} 제거`,
    item: (index: number) => `항목 ${index}`,
    notSet: '설정 안 함',
    variant: (name: string) => `${name} 종류`,
    empty: '빈 목록',
    broken: '아직 올바른 JSON이 아닙니다.',
    format: '정렬',
    asNull: (name: string) => `${name} 값을 null로`,
    missing: '필수 값입니다',
    notNull: 'null일 수 없습니다',
    notInteger: '정수여야 합니다',
    noChoice: '선택할 수 있는 값이 아닙니다',
    noVariant: '어떤 형태와도 맞지 않습니다',
    unknownProperty: '정의되지 않은 속성입니다',
    type: (wanted: string) => `${wanted} 타입이어야 합니다`,
    wrongFormat: (wanted: string) => `${wanted} 형식이 아닙니다`,
    pattern: (wanted: string) => `${wanted} 패턴과 맞지 않습니다`,
    tooShort: (limit: number) => `${toCount(limit)}자 이상이어야 합니다`,
    tooLong: (limit: number) => `${toCount(limit)}자 이하여야 합니다`,
    tooSmall: (limit: number) => `${limit} 이상이어야 합니다`,
    tooLarge: (limit: number) => `${limit} 이하여야 합니다`,
    notAbove: (limit: number) => `${limit}보다 커야 합니다`,
    notBelow: (limit: number) => `${limit}보다 작아야 합니다`,
    notMultiple: (limit: number) => `${limit}의 배수여야 합니다`,
    tooFew: (limit: number) => `항목이 ${toCount(limit)}개 이상이어야 합니다`,
    tooMany: (limit: number) => `항목이 ${toCount(limit)}개 이하여야 합니다`,
  },
})

/** To stand behind the path of what is wrong. */
export function toFaultText(fault: Fault, words: (typeof SCHEMA_WORDS)['en']): string {
  switch (fault.kind) {
    case 'missing':
      return words.missing
    case 'not-null':
      return words.notNull
    case 'not-integer':
      return words.notInteger
    case 'no-choice':
      return words.noChoice
    case 'no-variant':
      return words.noVariant
    case 'unknown-property':
      return words.unknownProperty
    case 'type':
      return words.type(fault.wanted)
    case 'format':
      return words.wrongFormat(fault.wanted)
    case 'pattern':
      return words.pattern(fault.wanted)
    default:
      return words[LIMIT_WORDS[fault.kind]](fault.limit)
  }
}

const LIMIT_WORDS = {
  'too-short': 'tooShort',
  'too-long': 'tooLong',
  'too-small': 'tooSmall',
  'too-large': 'tooLarge',
  'not-above': 'notAbove',
  'not-below': 'notBelow',
  'not-multiple': 'notMultiple',
  'too-few': 'tooFew',
  'too-many': 'tooMany',
} as const
