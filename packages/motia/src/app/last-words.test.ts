import { EventEmitter } from 'node:events'
import type { Failure } from '@motia/core/failure'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Dying, tellLastWords } from './last-words.ts'

let dying: EventEmitter
let told: Failure[]
let hasCapture: boolean

beforeEach(() => {
  dying = new EventEmitter()
  told = []
  hasCapture = false
  const methods = { hasUncaughtExceptionCaptureCallback: () => hasCapture }
  tellLastWords((failure) => told.push(failure), Object.assign(dying, methods) as unknown as Dying)
})

describe('the last words of an app', () => {
  it('are the exception that ends it, with its stack', () => {
    const error = new TypeError('no such order')
    dying.emit('uncaughtExceptionMonitor', error, 'uncaughtException')
    expect(told).toEqual([{ name: 'TypeError', message: 'no such order', stack: error.stack }])
  })

  it('are had of whatever was thrown', () => {
    dying.emit('uncaughtExceptionMonitor', undefined, 'unhandledRejection')
    expect(told).toMatchObject([{ name: 'NonError' }])
  })

  it('are not said where the project deals with exceptions itself', () => {
    dying.on('uncaughtException', () => {})
    dying.emit('uncaughtExceptionMonitor', new Error('dealt with'), 'uncaughtException')
    dying.removeAllListeners('uncaughtException')
    hasCapture = true
    dying.emit('uncaughtExceptionMonitor', new Error('captured'), 'uncaughtException')
    expect(told).toEqual([])
  })
})
