import { expect, it } from 'vitest'
import { toPageTitle } from './page-title.ts'

const names = { '': 'Overview', runs: 'Runs' }

it('begins with what tells tabs apart', () => {
  expect(toPageTitle('/', names, 'shop')).toBe('Overview · shop · Workbench')
  expect(toPageTitle('/runs', names, undefined)).toBe('Runs · Workbench')
  expect(toPageTitle('/runs/01a21213910370028a8c30e1d63c19a3', names, 'shop')).toBe(
    'd63c19a3 · Runs · shop · Workbench',
  )
})

it('says the whole name of a step, however it is written in the address', () => {
  expect(toPageTitle('/steps/mail%2Fsend', names, 'shop')).toBe('mail/send · shop · Workbench')
  expect(toPageTitle('/steps/100%', names, 'shop')).toBe('100% · shop · Workbench')
})
