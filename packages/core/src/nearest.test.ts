import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from './nearest.ts'

const KNOWN = ['send-welcome-email', 'process-payment', 'pay']

describe('the nearest word', () => {
  it.each([
    ['send-welcom-email', 'send-welcome-email'],
    ['send-wellcome-mail', 'send-welcome-email'],
    ['Process-Payment', 'process-payment'],
    ['pya', 'pay'],
  ])('to %s is %s', (word, found) => {
    expect(nearest(word, KNOWN)).toBe(found)
  })

  it('is none when the word is another one', () => {
    expect(nearest('update-user-status', KNOWN)).toBeUndefined()
    expect(nearest('x', [])).toBeUndefined()
    expect(nearest('', KNOWN)).toBeUndefined()
  })

  it('is the nearer of two', () => {
    expect(nearest('order.creatd', ['order.crated', 'order.created', 'order.deleted'])).toBe('order.created')
  })

  it('becomes the end of a sentence, or nothing', () => {
    expect(didYouMean('pai', KNOWN)).toBe(', did you mean "pay"?')
    expect(didYouMean('completely-else', KNOWN)).toBe('')
  })
})
