import { describe, expect, it } from 'vitest'
import { checkOptions } from './options.ts'

const api = (upload: unknown) => checkOptions('api', { id: 'a', method: 'POST', path: '/a', upload })

describe('upload', () => {
  it.each([[true], [false], [{}], [{ maxFileSize: 1 }], [{ maxFiles: 3, maxFileSize: 1e9 }]])(
    'may be %j',
    (upload) => expect(api(upload)).toEqual([]),
  )

  it.each([
    ['yes', 'upload must be true, false or an object of limits'],
    [null, 'upload must be true, false or an object of limits'],
    [[], 'upload must be true, false or an object of limits'],
    [{ maxfiles: 1 }, 'upload.maxfiles has no meaning, did you mean "maxFiles"?'],
    [{ maxFiles: 0 }, 'upload.maxFiles must be a whole number of at least 1'],
    [{ maxFileSize: '5mb' }, 'upload.maxFileSize must be a whole number of at least 1'],
    [{ maxFileSize: Number.POSITIVE_INFINITY }, 'upload.maxFileSize must be a whole number of at least 1'],
  ])('%j is a mistake', (upload, message) => {
    expect(api(upload)).toEqual([{ message }])
  })
})
