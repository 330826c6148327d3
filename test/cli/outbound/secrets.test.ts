import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { serve } from '../../../packages/outbound/test/support/provider.ts'
import { tempDir } from '../../support/services.ts'
import { homeIn } from './world.ts'

const canary = 'canary-4711-of-the-arguments'

describe('OC-18 a secret among the arguments of warder outbound', () => {
  const folder = tempDir()
  const home = homeIn(folder.path)
  let api: Awaited<ReturnType<typeof serve>>
  before(async () => {
    api = await serve(() => ({ body: {} }))
    home.config(`  api: { type: bearer, token: env:KEY, baseUrl: '${api.origin}' }`)
  })
  after(() => {
    api.close()
    folder.drop()
  })

  const added = ['add', 'other', '--type', 'api-key', '--base-url', 'https://api.example.com']
  const client = ['add', 'other', '--type', 'client-credentials', '--base-url', 'https://api.example.com']
  // oxfmt-ignore
  const refused: [what: string, args: string[], says: RegExp][] = [
    ['as a key',                       [...added, '--key', canary],                     /--key would show the secret/],
    ['as a key with an equals sign',   [...added, `--key=${canary}`],                   /--key would show the secret/],
    ['as an API key',                  [...added, `--api-key=${canary}`],               /--api-key would show/],
    ['as a password',                  [...added, '--password', canary],                /--password would show/],
    ['as a passphrase of the store',   ['status', '--passphrase', canary],              /--passphrase would show/],
    ['as a client secret',             [...added, `--client-secret=${canary}`],         /--client-secret would show/],
    ['by an option that nobody knows', [...added, `--its-key=${canary}`],               /unknown option '--its-key'/],
    ['by a letter that nobody knows',  [...added, `-k${canary}`],                       /unknown option '-k'/],
    ['after the name',                 ['add', 'other', canary],                        /too many arguments for 'add'\. Expected 1 argument but got 2\.\n/],
    ['where a reference is wanted',    [...added, '--key-from', canary],                /holds the secret itself/],
    ['as a field',                     [...added, '--set', `key=${canary}`],            /--set key would show it/],
    ['as another field',               [...added, '--set', `fallbackKey=${canary}`],    /holds the secret itself/],
    ['as a field within a field',      [...client, '--set', `auth.clientSecret=${canary}`], /--set auth.clientSecret would show it/],
    ['in a header that says who calls', ['curl', 'api', '/', '-H', `Authorization: Bearer ${canary}`], /Authorization would show the secret/],
    ['in a cookie',                    ['curl', 'api', '/', '-H', `Cookie: session=${canary}`], /Cookie would show the secret/],
    ['in a header that is signed',     ['sign', 'api', '/', '-H', `authorization: ${canary}`],  /authorization would show the secret/],
  ]
  for (const [what, args, says] of refused) {
    test(`${what} is refused, not repeated, and written nowhere`, async () => {
      const { code, stdout, stderr } = await home.run(args, { KEY: 'k' })
      assert.ok(code === 1 || code === 2, `${code} ${stdout}${stderr}`)
      assert.match(stderr, says)
      assert.ok(!(stdout + stderr).includes(canary), stdout + stderr)
      assert.ok(!home.read('warder.outbound.yaml').includes(canary))
      assert.ok(!home.stored().includes(canary))
      assert.equal(api.asked.length, 0)
    })
  }

  test('is never put there by us: a program that is given a credential has it in its environment', async () => {
    const script =
      'process.stdout.write(JSON.stringify([process.pid, process.env.API_TOKEN])); setInterval(() => 0, 1000)'
    const running = home.started(['exec', 'api', '--', process.execPath, '-e', script], { KEY: canary })
    const [pid, token] = JSON.parse(await running.printed(canary)) as [number, string]
    assert.equal(token, canary)
    for (const id of [pid, running.process.pid])
      assert.ok(!readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(canary))
    running.process.kill('SIGTERM')
    await running.ended
  })
})
