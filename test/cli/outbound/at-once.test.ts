import assert from 'node:assert/strict'
import { readdirSync, writeFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { homeIn } from './world.ts'

const names = ['one', 'two', 'three', 'four', 'five', 'six']

describe('OC-15 several commands at once', () => {
  const folder = tempDir()
  const home = homeIn(folder.path)
  after(() => folder.drop())

  const add = (name: string) =>
    home.run(['add', name, '--type', 'api-key', '--base-url', 'https://api.example.com'], {
      stdin: `secret-of-${name}`,
    })

  test('that add a credential each lose none of them, neither the line nor the secret', async () => {
    home.config('  kept: { type: bearer, token: env:KEY, baseUrl: https://api.example.com } # a comment')
    const ended = await Promise.all(names.map(add))
    for (const { code, stderr } of ended) assert.equal(code, 0, stderr)
    const text = home.read('warder.outbound.yaml')
    for (const name of names) assert.match(text, new RegExp(`^  ${name}:`, 'm'))
    assert.match(text, /# a comment/)
    for (const name of names) {
      const { stdout, code } = await home.run(['token', name])
      assert.deepEqual([code, stdout.trim()], [0, `secret-of-${name}`])
    }
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.endsWith('.new')),
      [],
    )
  })

  test('what a command left that was killed in the middle holds the next one up for seconds, not for good', async () => {
    home.config('  kept: { type: bearer, token: env:KEY, baseUrl: https://api.example.com }')
    writeFileSync(`${home.path('warder.outbound.yaml')}.new`, 'half of ')
    const { code, stderr } = await add('later')
    assert.equal(code, 0, stderr)
    assert.match(home.read('warder.outbound.yaml'), /^version: 1\n[^]*^ {2}later:/m)
  })
})
