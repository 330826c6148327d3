import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readArguments } from './settings.ts'

test('a row alone is measured in five rounds of four seconds on 32 connections', () => {
  const { row, settings } = readArguments(['floor'])
  assert.equal(row, 'floor')
  assert.deepEqual([settings.rounds, settings.seconds, settings.connections], [5, 4, 32])
})

for (const [args, message] of [
  [['floor', '--rounds', '0'], /--rounds must be a positive whole number, not 0/],
  [['floor', '--rounds', '2.5'], /--rounds must be a positive whole number/],
  [['floor', '--seconds', 'x'], /--seconds must be a positive number, not x/],
  [['floor', '--speed', '9'], /--speed/],
  [['floor', 'jwks'], /one row at a time/],
] as const) {
  test(`${args.join(' ')} is refused with a word that helps`, () =>
    assert.throws(() => readArguments(args), message))
}
