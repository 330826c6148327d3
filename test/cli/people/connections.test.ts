import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { ConnectionView } from '../../../packages/warder/src/connections/view.ts'
import { makeProviderKey } from '../../support/saml/provider.ts'
import { metadataOf } from '../../support/saml/world.ts'
import { tempDir } from '../../support/services.ts'
import { only, warder } from '../child.ts'

const env = { WARDER_SECRET: 'p0cUvG7hXn2sJ4qLr9tWzB1dYk6mEa8iHo3fQxRVCMw' }

describe('identity providers on the command line', () => {
  const folder = tempDir()
  const at = (name: string) => join(folder.path, name)
  const run = (...args: string[]) => warder([...args, '--data', at('data'), '--json'], { env })
  before(async () => {
    const now = Math.floor(Date.now() / 1000)
    writeFileSync(at('good.xml'), metadataOf([await makeProviderKey(now - 60, now + 86_400 * 30)]))
    writeFileSync(at('short.xml'), metadataOf([await makeProviderKey(now - 60, now + 86_400)]))
  })
  after(() => folder.drop())

  test('one is added with what it demands and what it is believed in, and shown', async () => {
    const demands = [
      '--require-context',
      'urn:a',
      '--require-context',
      'urn:b',
      '--multi-factor-context',
      'urn:b',
    ]
    const kinds = ['--name-id-format', 'persistent', '--check-address', 'yes']
    only(await run('connection', 'add', 'acme', '--metadata', at('good.xml'), ...demands, ...kinds))
    const { authn_contexts, multi_factor_contexts, name_id_format, same_address, metadata } =
      only<ConnectionView>(await run('connection', 'show', 'acme'))
    assert.deepEqual(
      { authn_contexts, multi_factor_contexts, name_id_format, same_address },
      {
        authn_contexts: ['urn:a', 'urn:b'],
        multi_factor_contexts: ['urn:b'],
        name_id_format: 'persistent',
        same_address: true,
      },
    )
    assert.deepEqual([metadata.url, metadata.failure, metadata.in_force], [null, null, true])
  })

  test('doctor says when one is near its end, and exits with 1', async () => {
    const ask = async () => {
      const ended = await run('doctor')
      const { checks } = JSON.parse(ended.stdout) as {
        checks: { name: string; ok: boolean; detail: string }[]
      }
      return [ended.code, checks.filter(({ name }) => name === 'providers')]
    }
    const detail = '1 of organisations, each with metadata that is good'
    assert.deepEqual(await ask(), [0, [{ name: 'providers', ok: true, detail }]])
    only(await run('connection', 'update', 'acme', '--metadata', at('short.xml')))
    const [code, checks] = await ask()
    assert.equal(code, 1)
    assert.match(JSON.stringify(checks), /acme \(tenant \w+\): its last certificate ends within a week/)
  })
})
