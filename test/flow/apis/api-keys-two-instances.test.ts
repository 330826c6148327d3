import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { makeKey, type Key } from '../../support/people/api-keys.ts'
import { program, type Program } from '../../support/people/programs.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

for (const [name, fresh] of stores()) {
  describe(`API keys and two instances on ${name}`, () => {
    let store: FreshStore
    let a: TestWarder
    let b: TestWarder
    let ada: Program
    before(async () => {
      store = await fresh()
      a = await startWarder({ database_url: store.url })
      b = await startWarder({ database_url: store.url })
      await a.user()
      ada = await program(a, 'ada@example.com')
    })
    after(async () => {
      await a.close()
      await b.close()
      await store.drop()
    })

    const statuses = async (key: string) =>
      Promise.all([a, b].map(async (warder) => (await warder.get('/auth/me', { 'x-api-key': key })).status))

    test('AK-07 what is rotated or revoked at one is dead at the other with the next request', async () => {
      const made = await makeKey(a, ada.headers())
      assert.deepEqual(await statuses(made.key), [200, 200])
      const next = await json<Key>(await ada.post(`/api/keys/${made.id}/rotate`, { grace_period_seconds: 0 }))
      assert.deepEqual(await statuses(made.key), [401, 401])
      assert.deepEqual(await statuses(next.key), [200, 200])
      await ada.remove(`/api/keys/${made.id}`)
      assert.deepEqual(await statuses(next.key), [401, 401])
    })

    test('uses at both are added up', async () => {
      const made = await makeKey(a, ada.headers())
      for (let at = 0; at < 10; at++) await statuses(made.key)
      await Promise.all([a.app.keyActivity.flush(), b.app.keyActivity.flush()])
      const { total } = await json<{ total: number }>(await ada.get(`/api/keys/${made.id}/usage`))
      assert.equal(total, 20)
      assert.equal((await json<Key>(await ada.get(`/api/keys/${made.id}`))).use_count, 20)
    })

    test('F-33 of twenty at both who rotate one secret, one after another wins, and two secrets work at most', async () => {
      const made = await makeKey(a, ada.headers())
      const headers = ada.headers()
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          (at % 2 ? a : b).post(`/api/keys/${made.id}/rotate`, {}, headers),
        ),
      )
      const keys = [made.key]
      for (const answer of answers) {
        assert.ok([200, 409].includes(answer.status), String(answer.status))
        if (answer.status === 200) keys.push((await json<Key>(answer)).key)
      }
      const working: string[] = []
      for (const key of keys) if ((await statuses(key)).every((status) => status === 200)) working.push(key)
      assert.ok(keys.length > 1 && working.length === 2, `${keys.length} keys, ${working.length} work`)
    })
  })
}
