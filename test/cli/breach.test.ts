import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { tempDir } from '../support/services.ts'
import { only, warder, type Ended } from './child.ts'

const stolen = 'a phrase that was stolen once'
const line = `${createHash('sha1').update(stolen).digest('hex').toUpperCase()}:3\r\n`
const key = { WARDER_SECRET: 'p0cUvG7hXn2sJ4qLr9tWzB1dYk6mEa8iHo3fQxRVCMw' }

type Built = { file: string; passwords: number; bytes: number; error_rate: number }

function failed({ code, stdout, stderr }: Ended): { exit: number | null; code: string; message: string } {
  assert.equal(stdout, '')
  const { error } = JSON.parse(stderr) as { error: { code: string; message: string } }
  return { exit: code, ...error }
}

describe('stolen passwords on the command line', () => {
  const folder = tempDir()
  after(() => folder.drop())
  const at = (name: string) => join(folder.path, name)

  test('a file is built, verified and used', async () => {
    writeFileSync(at('hashes.txt'), line)
    const args = ['breach', 'build', '--input', at('hashes.txt'), '--output', at('filter'), '--json']
    const made = only<Built>(await warder(args))
    assert.deepEqual([made.passwords, made.bytes, made.error_rate <= 0.001], [1, 192, true])
    assert.deepEqual(
      only<{ intact: boolean }>(await warder(['breach', 'verify', at('filter'), '--json'])).intact,
      true,
    )

    const create = ['user', 'create', '--email', 'ada@example.com', '--password-stdin']
    const env = { ...key, WARDER_BREACH_FILTER: at('filter') }
    const refused = failed(await warder([...create, '--data', at('data'), '--json'], { env, stdin: stolen }))
    assert.deepEqual([refused.exit, refused.code], [1, 'password_refused'])
    const { checks } = only<{ checks: { name: string; ok: boolean; detail: string }[] }>(
      await warder(['doctor', '--data', at('data'), '--json'], { env }),
    )
    assert.match(checks.find(({ name }) => name === 'breach')?.detail ?? '', /knows 1 stolen passwords$/)
  })

  test('standard input makes the same file', async () => {
    const args = ['breach', 'build', '--input', '-', '--plain', '--output', at('piped'), '--json']
    only(await warder(args, { stdin: `${stolen}\n` }))
    assert.ok(readFileSync(at('piped')).equals(readFileSync(at('filter'))))
  })

  test('what is wrong with the input is told in a sentence', async () => {
    const args = ['breach', 'build', '--input', '-', '--output', at('none'), '--json']
    const { exit, code, message } = failed(await warder(args, { stdin: 'letmein\n' }))
    assert.deepEqual([exit, code], [1, 'invalid_input'])
    assert.match(message, /^standard input, line 1, is not a SHA-1 hash with its count\./)
    assert.equal(failed(await warder([...args, '--error-rate', '2'])).exit, 2)
    const other = failed(await warder(['breach', 'verify', at('hashes.txt'), '--json']))
    assert.ok(other.message.startsWith(`${at('hashes.txt')} is not a file of warder breach build.`))
  })

  test('a server does not start with a file that is damaged', async () => {
    writeFileSync(at('damaged'), 'WARDERBF and then nothing')
    const env = { ...key, WARDER_BREACH_FILTER: at('damaged') }
    const { code, stderr } = await warder(['serve', '--port', '0', '--data', at('data')], { env })
    assert.equal(code, 1)
    assert.match(stderr, /breach\.filter is not a file of warder breach build\. Make it again with/)
  })
})

describe('hashes of other systems on the command line', () => {
  const folder = tempDir()
  after(() => folder.drop())
  const create = (email: string, stdin: string, ...more: string[]) =>
    warder(
      ['user', 'create', '--email', email, '--password-hash-stdin', '--data', folder.path, '--json', ...more],
      { env: key, stdin },
    )

  test('one is imported, and what cannot be verified is not', async () => {
    const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n'
    assert.match(only<{ id: string }>(await create('ada@example.com', bcrypt)).id, /^usr_/)
    const { exit, code, message } = failed(
      await create('bob@example.com', '5f4dcc3b5aa765d61d8327deb882cf99'),
    )
    assert.deepEqual([exit, code], [1, 'invalid_input'])
    assert.match(message, /^The hash is of no known format/)
    assert.equal(failed(await create('bob@example.com', bcrypt, '--password-stdin')).exit, 2)
  })
})
