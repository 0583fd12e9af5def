import { describe, expect, it } from 'vitest'
import {
  CallFailedError,
  ERRORS,
  type ErrorCode,
  HttpError,
  MotiaError,
  motiaError,
  NonRetryableError,
} from './errors.ts'

const CODES = Object.keys(ERRORS) as ErrorCode[]

describe('the catalogue', () => {
  it('has codes of one form, messages that begin small and end open, hints that are sentences', () => {
    for (const code of CODES) {
      const { message, hint } = ERRORS[code]
      expect(code).toMatch(/^MOTIA(_[A-Z]+)+$/)
      expect(message, code).not.toMatch(/\.$/)
      expect(hint, code).toMatch(/^[A-Z`].*\.$/)
    }
  })

  it('fills names in message and hint, and leaves what it was not given', () => {
    const error = motiaError('MOTIA_NOT_RUNNING', { root: '/app' })
    expect(error.message).toBe('no Motia server runs in /app')
    expect(error.hint).toBe(ERRORS.MOTIA_NOT_RUNNING.hint)
    expect(motiaError('MOTIA_NOT_RUNNING').message).toBe('no Motia server runs in {root}')
  })

  it('does not fill names in what it was given', () => {
    const error = motiaError('MOTIA_OPTION', { what: 'delay is {what}' })
    expect(error.message).toBe('delay is {what}')
  })

  it('keeps the cause', () => {
    const cause = new Error('disk')
    expect(motiaError('MOTIA_STORE_UNAVAILABLE', { cause: 'disk' }, { cause }).cause).toBe(cause)
  })
})

describe('an error', () => {
  it('of the catalogue is an Error with a code', () => {
    const error = motiaError('MOTIA_STOPPING')
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(MotiaError)
    expect(error).toMatchObject({ name: 'MotiaError', code: 'MOTIA_STOPPING' })
  })

  it('of a failed call names the run', () => {
    const error = new CallFailedError('r1', 'pay', 'failed', 'card refused')
    expect(error).toBeInstanceOf(MotiaError)
    expect(error).toMatchObject({ name: 'CallFailedError', code: 'MOTIA_CALL_FAILED', runId: 'r1' })
    expect(error.message).toBe('run r1 of pay failed: card refused')
    expect(error.hint).toContain('motia trace r1')
  })

  it('of HTTP has a status, and a body that text becomes', () => {
    expect(new HttpError(404, 'no such user')).toMatchObject({
      name: 'HttpError',
      message: 'no such user',
      status: 404,
      body: { error: 'no such user' },
      headers: {},
    })
    expect(new HttpError(422, { fields: ['a'] }, { 'x-a': '1' })).toMatchObject({
      message: 'HTTP 422',
      body: { fields: ['a'] },
      headers: { 'x-a': '1' },
    })
    expect(new HttpError(403).body).toBeUndefined()
  })

  it('that is not to be retried is known by its name', () => {
    expect(new NonRetryableError('no', { cause: 1 })).toMatchObject({ name: 'NonRetryableError', cause: 1 })
  })
})
