import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { only, warder } from '../child.ts'

type Client = {
  client_id: string
  client_secret?: string
  redirect_uris: string[]
  require_pkce?: boolean
  disabled: boolean
}

describe('an application on the command line', () => {
  const folder = tempDir()
  after(() => folder.drop())
  const env = { WARDER_SECRET: randomBytes(32).toString('base64url') }
  const run = (...args: string[]) =>
    warder(['client', ...args, '--data', join(folder.path, 'data'), '--json'], { env })
  const create = ['create', '--name', 'Notes', '--type', 'confidential', '--redirect-uri']
  const other = 'https://notes.example/other'
  let made: Client
  before(async () => (made = only<Client>(await run(...create, 'https://notes.example/cb'))))

  test('gets other addresses and another secret', async () => {
    const changed = only<Client>(await run('update', made.client_id, '--redirect-uri', other))
    assert.deepEqual(changed.redirect_uris, [other])
    const { client_secret = '' } = only<Client>(await run('rotate-secret', made.client_id))
    assert.match(client_secret, /^wcs_/)
    assert.notEqual(client_secret, made.client_secret)
  })

  test('asks with PKCE, unless it keeps a secret and is told otherwise', async () => {
    const [without, page] = await Promise.all([
      run(...create, 'https://notes.example/cb', '--no-pkce'),
      run('create', '--name', 'Page', '--type', 'public', '--redirect-uri', other, '--no-pkce'),
    ])
    assert.deepEqual([made.require_pkce, only<Client>(without).require_pkce], [undefined, false])
    assert.equal(page.code, 1)
    assert.match(page.stderr, /confidential/)
  })

  test('is disabled and enabled', async () => {
    assert.equal(only<Client>(await run('disable', made.client_id)).disabled, true)
    assert.equal(only<Client>(await run('enable', made.client_id)).disabled, false)
  })

  test('is named, and what is to change too', async () => {
    const [nothing, unknown] = await Promise.all([
      run('update', made.client_id),
      run('update', 'cli_x', '--name', 'Other'),
    ])
    assert.deepEqual([nothing.code, unknown.code], [2, 1])
  })
})
