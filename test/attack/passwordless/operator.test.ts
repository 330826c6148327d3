import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { removeFromAllReady } from '../../../packages/warder/src/users/passwordless/batch.ts'
import { removePasswordOf } from '../../../packages/warder/src/users/passwordless/remove.ts'
import { reportPasswordless, type Line } from '../../../packages/warder/src/users/passwordless/report.ts'
import { leaver, withoutMail } from '../../support/passkeys/leaving.ts'
import { signInBy } from '../../support/passkeys/people.ts'
import { program } from '../../support/people/programs.ts'
import { stores } from '../../support/services.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'
import { addUser } from '../../store/open-stores.ts'

for (const [kind, fresh] of stores()) {
  test(`C12 on ${kind} an operator sees who is where, and removes what is not needed`, async (t) => {
    const store = await fresh()
    const warder = await startWarder({ database_url: store.url, ...withoutMail })
    t.after(async () => {
      await warder.close()
      await store.drop()
    })
    const by = warder.operator
    const [beth, cleo] = [
      await leaver(warder, 'beth@example.com', 2),
      await leaver(warder, 'cleo@example.com', 2),
    ]
    await leaver(warder, 'ada@example.com', 0)
    await leaver(warder, 'bob@example.com', 1)
    await leaver(warder, 'dora@example.com', 2)
    await setUserDisabled(by, 'dora@example.com', true)
    await warder.app.db
      .deleteFrom('credential')
      .where('user_id', '=', (await warder.user('eve@example.com')).id)
      .execute()

    const found = await reportPasswordless(by, {})
    const expected = {
      'password-only': 1,
      'can-sign-in-without': 1,
      ready: 2,
      passwordless: 0,
      'no-way-in': 1,
    }
    assert.deepEqual(found.counts, expected)
    assert.deepEqual(
      new Set(found.items.map(({ email, state }) => `${email} ${state}`)),
      new Set([
        'ada@example.com password-only',
        'bob@example.com can-sign-in-without',
        'beth@example.com ready',
        'cleo@example.com ready',
        'eve@example.com no-way-in',
      ]),
    )
    const ready = await reportPasswordless(by, { state: 'ready' })
    assert.deepEqual(ready.counts, expected, 'everybody is counted')
    assert.deepEqual(ready.items.map(({ email }) => email).toSorted(), [
      'beth@example.com',
      'cleo@example.com',
    ])

    const detail = async (email: string) =>
      removePasswordOf(by, email).then(
        () => 'removed',
        (error: Error) => error.message,
      )
    assert.equal(await detail('ada@example.com'), 'This person has not signed in without the password yet.')
    assert.match(await detail('bob@example.com'), /a single way to sign in/)
    assert.equal(await detail('dora@example.com'), 'This account is disabled.')
    assert.match(await detail('nobody@example.com'), /no user/)

    assert.deepEqual(await removeFromAllReady(by, { dry: true }), { ready: 2, removed: 0, kept: 0 })
    assert.equal(await detail('beth@example.com'), 'removed')
    assert.deepEqual(await removeFromAllReady(by, { dry: false }), { ready: 1, removed: 1, kept: 0 })
    assert.deepEqual(await removeFromAllReady(by, { dry: false }), { ready: 0, removed: 0, kept: 0 })
    for (const { email, program: own, keys } of [beth, cleo]) {
      assert.equal((await own.get('/auth/me')).status, 200, 'nobody is signed out by it')
      assert.equal((await signInBy(warder, keys[0]!.key)).status, 200)
      const mails = (await warder.inbox()).filter(
        ({ to, subject }) => to === email && /removed/.test(subject),
      )
      assert.equal(mails.length, 1)
      const body = { email, password: goodPassword }
      assert.equal((await warder.post('/auth/login', body)).status, 401)
    }
    assert.equal(
      (await warder.post('/auth/login', { email: 'ada@example.com', password: goodPassword })).status,
      200,
    )
    assert.ok(await program(warder, 'ada@example.com'))
    assert.equal((await reportPasswordless(by, {})).counts?.passwordless, 2)
  })

  test(`C12 on ${kind} a report of several pages leaves nobody out, and goes on where it ended`, async (t) => {
    const store = await fresh()
    const warder = await startWarder({ database_url: store.url, ...withoutMail })
    t.after(async () => {
      await warder.close()
      await store.drop()
    })
    const people = 4100
    await fill(warder, people)
    const heard: number[] = []
    const found = await reportPasswordless(warder.operator, {
      limit: 3,
      progress: (count) => heard.push(count),
    })
    assert.deepEqual(heard, [2000, 4000, 4100])
    assert.deepEqual(found.counts, {
      'password-only': 2734,
      'can-sign-in-without': 0,
      ready: 1366,
      passwordless: 0,
      'no-way-in': 0,
    })
    const seen: Line[] = []
    let cursor: string | undefined
    do {
      const page = await reportPasswordless(warder.operator, {
        state: 'ready',
        limit: 200,
        ...(cursor !== undefined && { cursor }),
      })
      seen.push(...page.items)
      cursor = page.next_cursor ?? undefined
    } while (cursor !== undefined)
    assert.equal(seen.length, 1366)
    assert.equal(new Set(seen.map(({ id }) => id)).size, 1366)
    assert.ok(seen.every(({ state }) => state === 'ready'))
  })
}

/** People with passwords; every third one has two passkeys as well, and signed in with one. */
async function fill({ app: { db } }: TestWarder, people: number): Promise<void> {
  const ids = Array.from({ length: people }, (_, at) => `usr_${String(at).padStart(6, '0')}`)
  await db.transaction().execute(async (tx) => {
    for (const id of ids) await addUser(tx, id)
    for (let from = 0; from < ids.length; from += 500) {
      const rows = ids
        .slice(from, from + 500)
        .flatMap((id, at) => [
          credential(id, 'password', 0),
          ...((from + at) % 3 === 2 ? [credential(id, 'passkey', 1), credential(id, 'passkey', 2)] : []),
        ])
      await tx.insertInto('credential').values(rows).execute()
    }
    await tx
      .updateTable('user')
      .set({ passwordless_proved_at: 1, passwordless_proved_by: 'passkey' })
      .execute()
  })
}

function credential(user_id: string, method: string, at: number) {
  return {
    id: `crd_${user_id}_${at}`,
    user_id,
    directory_id: 'dir_common',
    method,
    lookup: `${user_id}-${at}`,
    data: method === 'passkey' ? '{"discoverable":true}' : 'hash',
    name: null,
    last_used_at: at === 1 ? 1 : null,
    locked_at: null,
    created_at: 1,
    updated_at: 1,
  }
}
