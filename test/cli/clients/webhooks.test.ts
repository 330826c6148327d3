import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { MadeWebhook, WebhookView } from '../../../packages/warder/src/webhooks/manage.ts'
import { tempDir } from '../../support/services.ts'
import { warder } from '../child.ts'

describe('warder webhook', () => {
  const folder = tempDir()
  after(() => folder.drop())

  const env = {
    WARDER_ISSUER: 'https://id.example',
    WARDER_SECRET: Buffer.alloc(32, 7).toString('base64url'),
  }
  before(async () => assert.equal((await warder(['migrate', '--data', folder.path], { env })).code, 0))

  async function answer<T>(...words: string[]): Promise<T> {
    const { code, stdout, stderr } = await warder([...words, '--json', '--data', folder.path], { env })
    assert.equal(code, 0, stderr)
    return JSON.parse(stdout) as T
  }

  test('makes one, changes it, gives it another secret, shows what became of its messages and removes it', async () => {
    const flags = ['--url', 'https://hooks.example/warder', '--type', 'webhook.*', '--type', 'user.created']
    const { secret, ...made } = await answer<MadeWebhook>('webhook', 'create', ...flags)
    assert.match(secret, /^whsec_/)
    assert.deepEqual(made.types, ['webhook.*', 'user.created'])
    const stopped = await answer<WebhookView>('webhook', 'change', made.id, '--disable')
    assert.equal(stopped.disabled_as, 'paused')
    assert.equal((await answer<WebhookView>('webhook', 'change', made.id, '--enable')).enabled, true)
    const rotated = await answer<MadeWebhook>('webhook', 'rotate', made.id, '--grace', '60')
    assert.notEqual(rotated.secret, secret)
    const { items } = await answer<{ items: { type: string }[] }>('webhook', 'deliveries', made.id)
    assert.equal(items[0]?.type, 'webhook.rotated')
    assert.equal((await answer<{ items: object[] }>('webhook', 'list')).items.length, 1)
    await answer('webhook', 'remove', made.id, '--yes')
    assert.deepEqual((await answer<{ items: object[] }>('webhook', 'list')).items, [])
  })
})
