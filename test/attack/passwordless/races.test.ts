import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { removeFromAllReady } from '../../../packages/warder/src/users/passwordless/batch.ts'
import { removeIfReady } from '../../../packages/warder/src/users/passwordless/remove.ts'
import { waysOf } from '../../../packages/warder/src/users/ways/ways.ts'
import { leaver, path, withoutMail, type Leaver } from '../../support/passkeys/leaving.ts'
import { signInBy } from '../../support/passkeys/people.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

for (const [kind, fresh] of stores()) {
  describe(`C12 passwords that are removed at the same moment as something else, at two instances on ${kind}`, () => {
    let store: FreshStore
    let a: TestWarder
    let b: TestWarder
    before(async () => {
      store = await fresh()
      a = await startWarder({ database_url: store.url, ...withoutMail })
      b = await startWarder({ database_url: store.url, ...withoutMail })
      // The first sign-in of an installation makes its signing key.
      await leaver(a, 'first@example.com', 0)
    })
    after(async () => {
      await a.close()
      await b.close()
      await store.drop()
    })

    const idOf = async (email: string) =>
      (await a.app.db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
    const ways = async (email: string) => waysOf(a.app.db, a.app.config, await idOf(email))
    const remove = (at: TestWarder, what: string, { program }: Leaver) =>
      at.request(what, { method: 'DELETE', headers: program.headers() })
    const mails = async (email: string) =>
      (await a.inbox()).filter(({ to, subject }) => to === email && /password was removed/.test(subject))
        .length

    test('C12 MF-19 of twenty people who remove their password and both passkeys at once, each is refused something and keeps a way in', async () => {
      const people = await Promise.all(
        Array.from({ length: 20 }, (_, at) => leaver(a, `three-${at}@example.com`, 2)),
      )
      const answers = await Promise.all(
        people.map((person, at) => {
          const [one, other] = at % 2 === 0 ? [a, b] : [b, a]
          const what = [
            remove(one, path, person),
            remove(other, `/auth/passkeys/${person.keys[0]?.id}`, person),
            remove(one, `/auth/passkeys/${person.keys[1]?.id}`, person),
          ]
          return Promise.all(at % 3 === 0 ? what.toReversed() : what)
        }),
      )
      for (const [at, three] of answers.entries()) {
        const statuses = three.map(({ status }) => status)
        assert.ok(
          statuses.every((status) => [200, 401, 409].includes(status)),
          String(statuses),
        )
        assert.ok(statuses.includes(200) && statuses.some((status) => status !== 200), String(statuses))
        assert.ok((await ways(`three-${at}@example.com`)).length > 0, String(statuses))
      }
    })

    test('C12 of a password and the passkey that was used, one goes where the other passkey was never used', async () => {
      const rounds = Array.from({ length: 20 }, (_, at) => at)
      for (const at of rounds) {
        const person = await leaver(a, `two-${at}@example.com`, 2)
        // Straight to the decision: no guard of a request stands before one of the two.
        const [decided, answer] = await Promise.all([
          removeIfReady(b.operator, await idOf(person.email)),
          remove(a, `/auth/passkeys/${person.keys[0]?.id}`, person),
        ])
        const left = await ways(person.email)
        assert.equal(answer.status, 200)
        // The password went first and a passkey is left, or the passkey did and the password stays.
        assert.deepEqual(left, decided === 'removed' ? ['passkey'] : ['passkey', 'password'])
      }
    })

    test('F-33 C12 of twenty who remove one password, one does, and its person is told once', async () => {
      const person = await leaver(a, 'once@example.com', 2)
      const id = await idOf(person.email)
      const decided = await Promise.all(
        Array.from({ length: 20 }, (_, at) => removeIfReady((at % 2 === 0 ? a : b).operator, id)),
      )
      assert.equal(decided.filter((one) => one === 'removed').length, 1)
      assert.ok(decided.every((one) => one === 'removed' || one === 'passwordless'))
      assert.equal(await mails(person.email), 1)
    })

    test('F-33 C12 of twenty requests to remove one password, one is answered with success', async () => {
      const person = await leaver(a, 'requests@example.com', 2)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => remove(at % 2 === 0 ? a : b, path, person)),
      )
      const statuses = answers.map(({ status }) => status)
      assert.equal(statuses.filter((status) => status === 200).length, 1, String(statuses))
      assert.ok(statuses.every((status) => [200, 401, 409].includes(status)))
      assert.equal(await mails(person.email), 1)
    })

    test('C12 a sign-in with the password at the same moment is in before it goes, or not at all', async () => {
      for (let at = 0; at < 10; at++) {
        const person = await leaver(a, `signing-in-${at}@example.com`, 2)
        const body = { email: person.email, password: 'correct horse battery staple' }
        const [removed, ...signIns] = await Promise.all([
          remove(a, path, person),
          ...Array.from({ length: 4 }, () => b.post('/auth/login', body)),
        ])
        assert.equal(removed.status, 200)
        assert.ok(signIns.every(({ status }) => status === 200 || status === 401))
        // Whatever began to wait for the passkey is over with the password.
        const waiting = await a.app.db
          .selectFrom('one_time_token')
          .select('token_hash')
          .where('purpose', '=', 'sign_in_attempt')
          .where('subject', '=', await idOf(person.email))
          .where('consumed_at', 'is', null)
          .execute()
        assert.equal(waiting.length, 0)
      }
    })

    test('C12 two operators who remove from everybody at once remove each password once, and nobody is left outside', async () => {
      const people = await Promise.all(
        Array.from({ length: 20 }, (_, at) => leaver(a, `batch-${at}@example.com`, 2)),
      )
      const [one, two] = await Promise.all([
        removeFromAllReady(a.operator, { dry: false }),
        removeFromAllReady(b.operator, { dry: false }),
      ])
      assert.ok(one.removed + two.removed >= people.length)
      for (const { email, keys } of people) {
        assert.deepEqual(await ways(email), ['passkey', 'passkey'])
        assert.equal(await mails(email), 1)
        assert.equal((await signInBy(b, keys[0]!.key)).status, 200)
      }
    })
  })
}
