import assert from 'node:assert/strict'
import { test } from 'node:test'
import { facts } from './facts.ts'
import { when } from './when.ts'

const at = Date.UTC(2026, 4, 3, 14, 7) / 1000

// oxfmt-ignore
for (const [locale, text] of [
  ['en', '3 May 2026 at 14:07 UTC'],
  ['de', '3. Mai 2026 um 14:07 UTC'],
  ['fr', '3 mai 2026 à 14:07 UTC'],
  ['es', '3 de mayo de 2026 a las 14:07 UTC'],
  ['pt', '3 de maio de 2026 às 14:07 UTC'],
] as const)
  test(`a moment in ${locale}: ${text}`, () => assert.equal(when(at, locale), text))

// oxfmt-ignore
for (const [locale, text] of [
  ['en', '1 May 2026 at 14:07 UTC'],
  ['de', '1. Mai 2026 um 14:07 UTC'],
  ['fr', '1er mai 2026 à 14:07 UTC'],
  ['es', '1 de mayo de 2026 a las 14:07 UTC'],
  ['pt', '1º de maio de 2026 às 14:07 UTC'],
] as const)
  test(`the first of a month in ${locale}: ${text}`, () => {
    assert.equal(when(Date.UTC(2026, 4, 1, 14, 7) / 1000, locale), text)
  })

test('a formatter is made once for each language, and not for each mail', (t) => {
  const made: string[] = []
  const { DateTimeFormat, DisplayNames } = Intl
  t.after(() => Object.assign(Intl, { DateTimeFormat, DisplayNames }))
  const counting = <T extends object>(name: string, of: T) =>
    new Proxy(of, {
      construct: (target, args: unknown[]) => {
        made.push(name)
        return Reflect.construct(target as never, args) as object
      },
    })
  Object.assign(Intl, {
    DateTimeFormat: counting('time', DateTimeFormat),
    DisplayNames: counting('region', DisplayNames),
  })
  const names = { device: 'Device', place: 'Place', time: 'Time' }
  const seen = { device: '', address: '192.0.2.1', place: { country: 'CH' }, at }
  for (let mail = 0; mail < 20; mail++) assert.match(facts(names, seen, 'en').join(), /Switzerland/)
  assert.ok(made.filter((name) => name === 'time').length <= 1)
  assert.ok(made.filter((name) => name === 'region').length <= 1)
})
