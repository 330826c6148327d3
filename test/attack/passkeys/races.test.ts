import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askToMake, signInBy } from '../../support/passkeys/people.ts'
import { newKey } from '../../support/passkeys/authenticator.ts'
import { program } from '../../support/people/programs.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { json, type TestWarder } from '../../support/warder.ts'

onEveryDatabase('passkeys that are added at the same moment', (warder) => {
  test('PK-12 F-33 of four people who add one credential id, one has it', async () => {
    for (let round = 0; round < 5; round++) {
      const id = Buffer.alloc(32, round + 1)
      const people = await Promise.all([0, 1, 2, 3].map((who) => somebody(warder, `same-${round}-${who}`)))
      const sent: { headers: Record<string, string>; body: object }[] = []
      for (const headers of people) {
        const { challenge_id, publicKey } = await askToMake(warder, headers)
        sent.push({ headers, body: { challenge_id, credential: newKey({ id }).create(publicKey) } })
      }
      const answers = await Promise.all(
        sent.map(({ headers, body }) => warder.post('/auth/passkey/register', body, headers)),
      )
      assert.deepEqual(
        answers.map(({ status }) => status).toSorted((a, b) => a - b),
        [200, 409, 409, 409],
      )
    }
  })

  test('two windows of somebody without a passkey agree on the name by which keys know them', async () => {
    const headers = await somebody(warder, 'windows')
    const asked = await Promise.all([0, 1, 2].map(() => askToMake(warder, headers)))
    assert.equal(new Set(asked.map(({ publicKey }) => publicKey.user.id)).size, 1)
    const keys = asked.map(({ challenge_id, publicKey }) => {
      const key = newKey()
      return { key, body: { challenge_id, credential: key.create(publicKey) } }
    })
    const added = await Promise.all(
      keys.map(({ body }) => warder.post('/auth/passkey/register', body, headers)),
    )
    assert.deepEqual(
      added.map(({ status }) => status),
      [200, 200, 200],
    )
    for (const { key } of keys) assert.equal((await signInBy(warder, key)).status, 200)
  })

  test('a window that was left open while the other passkeys went makes one that signs in', async () => {
    const headers = await somebody(warder, 'left-open')
    const [old, first] = [await askToMake(warder, headers), await askToMake(warder, headers)]
    const [one, two] = [newKey(), newKey()]
    const add = ({ challenge_id }: { challenge_id: string }, credential: object) =>
      warder.post('/auth/passkey/register', { challenge_id, credential }, headers)
    // As of a browser that keeps what it was asked, whatever happened since.
    const credential = two.create({ ...old.publicKey, user: { ...old.publicKey.user } })
    const { id } = await json<{ id: string }>(await add(first, one.create(first.publicKey)))
    const gone = await warder.request(`/auth/passkeys/${id}`, { method: 'DELETE', headers })
    assert.equal(gone.status, 200, await gone.clone().text())
    assert.equal((await add(old, credential)).status, 200)
    assert.equal((await signInBy(warder, two)).status, 200)
    assert.equal((await signInBy(warder, one)).status, 401)
  })

  test('F-33 of twenty answers to one question, one adds the passkey', async () => {
    const headers = await somebody(warder, 'twenty-added')
    const { challenge_id, publicKey } = await askToMake(warder, headers)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => {
        const credential = newKey().create(publicKey)
        return warder.post('/auth/passkey/register', { challenge_id, credential }, headers)
      }),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.ok(answers.every(({ status }) => status < 500))
    const { items } = await json<{ items: unknown[] }>(await warder.get('/auth/passkeys', headers))
    assert.equal(items.length, 1)
  })
})

async function somebody(warder: TestWarder, name: string): Promise<Record<string, string>> {
  await warder.user(`${name}@example.com`)
  return (await program(warder, `${name}@example.com`)).headers()
}
