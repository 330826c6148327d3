import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, hour, minute } from '../time.ts'
import { dayInWords, spokenAhead, spokenTime, time } from './times.ts'
import { wordsIn } from './words/words.ts'

// Saturday, 14 November 2026, 12:00:00 UTC.
const now = 1_794_657_600

const table: [ago: number, spoken: string][] = [
  [-30, 'just now'],
  [0, 'just now'],
  [59, 'just now'],
  [minute, '1 minute ago'],
  [59 * minute + 59, '59 minutes ago'],
  [hour, '1 hour ago'],
  [day - 1, '23 hours ago'],
  [day, 'yesterday'],
  [2 * day, '2 days ago'],
  [14 * day - 1, '13 days ago'],
  [14 * day, '31 October'],
  [365 * day, '14 November 2025'],
  [-3 * day, '17 November'],
]
for (const [ago, spoken] of table) {
  test(`${ago} seconds ago is "${spoken}"`, () => {
    assert.equal(spokenTime(now - ago, now), spoken)
  })
}

test('a day of the calendar is written as people do, wherever the server is', () => {
  assert.equal(dayInWords('2026-11-04'), '4 November 2026')
})

const firsts: [locale: 'fr' | 'pt' | 'de', spoken: string, exact: string][] = [
  ['fr', '1er octobre', 'jeudi 1er octobre 2026'],
  ['pt', '1º de outubro', 'quinta-feira, 1º de outubro de 2026'],
  ['de', '1. Oktober', 'Donnerstag, 1. Oktober 2026'],
]
for (const [locale, spoken, exact] of firsts) {
  test(`the first day of a month is "${spoken}" in ${locale}`, async () => {
    const markup = time(1_790_855_999, now, await wordsIn(locale)).toString()
    assert.ok(markup.includes(`>${spoken}</time>`), markup)
    assert.ok(markup.includes(`title="${exact}`), markup)
  })
}

const ahead: [seconds: number, spoken: string][] = [
  [-hour, 'in a moment'],
  [59, 'in a moment'],
  [minute, 'in 1 minute'],
  [hour - 1, 'in 59 minutes'],
  [5 * hour, 'in 5 hours'],
  [day, 'tomorrow'],
  [3 * day, '17 November'],
]
for (const [seconds, spoken] of ahead) {
  test(`in ${seconds} seconds is "${spoken}"`, () => {
    assert.equal(spokenAhead(now + seconds, now), spoken)
  })
}

test('the exact time is there for programs and on hover', () => {
  const markup = time(now - hour, now).toString()
  assert.match(markup, /datetime="2026-11-14T11:00:00.000Z"/)
  assert.match(markup, /title="Saturday,? 14 November 2026 at 11:00:00 UTC"/)
  assert.match(markup, />1 hour ago<\/time>$/)
})
