import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDue, isUsable } from './freshness.ts'

const second = 1000
const hour = 3600 * second
const token = (life: number | undefined) => ({
  access_token: 't',
  requested_at: 0,
  expires_at: life,
})

// oxfmt-ignore
const table: [what: string, life: number | undefined, at: number, usable: boolean, due: boolean][] = [
  ['an hour, at once',                 hour,        0,                  true,  false],
  ['an hour, two minutes before',      hour,        hour - 120 * second, true, false],
  ['an hour, a minute before',         hour,        hour - 60 * second, true,  true],
  ['an hour, in its last second',      hour,        hour - second,      false, true],
  ['five seconds, at once',            5 * second,  0,                  true,  false],
  ['five seconds, after four',         5 * second,  3999,               true,  false],
  ['five seconds, in its last fifth',  5 * second,  4000,               false, true],
  ['one second, at once',              second,      0,                  true,  false],
  ['one second, after half of it',     second,      500,                false, false],
  ['a day, after eleven hours',        24 * hour,   11 * hour,          true,  false],
  ['a day, after half of it',          24 * hour,   12 * hour,          true,  true],
  ['an unknown life, after a minute',  undefined,   60 * second,        true,  false],
  ['an unknown life, after an hour',   undefined,   hour,               false, true],
  ['an hour, with a clock set back',   hour,        -second,            false, false],
]
for (const [what, life, at, usable, due] of table) {
  test(`a token of ${what} is ${usable ? '' : 'not '}usable and ${due ? '' : 'not '}due`, () => {
    assert.deepEqual([isUsable(token(life), at), isDue(token(life), at)], [usable, due])
  })
}
