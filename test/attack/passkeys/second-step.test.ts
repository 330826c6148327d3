import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newKey, type Deviation, type RequestOptions } from '../../support/passkeys/authenticator.ts'
import { ask, authenticate, personWithKey, register } from '../../support/passkeys/people.ts'
import { addAppAs, claimsOf, signIn } from '../../support/people/second-step.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { json } from '../../support/warder.ts'

const key = { kind: 'security-key' }
const hardware = { synced: false, counts: true }

onEveryDatabase('a key after a password', (warder) => {
  type Waiting = { temp_token: string; mfa_types: string[]; publicKey: RequestOptions }
  const waiting = async (email: string) => (await signIn(warder, email)) as unknown as Waiting
  const answer = (temp_token: string, credential: object) =>
    warder.post('/auth/login/mfa', { temp_token, credential })
  const sessions = async () => (await warder.app.db.selectFrom('session').select('id').execute()).length

  test('is asked for by name, and makes two factors with or without showing who they are', async () => {
    const ada = await personWithKey(warder, 'ada@example.com', hardware, key)
    assert.equal(ada.added.kind, 'security-key')
    for (const [user_verified, amr] of [
      [false, ['pwd', 'hwk', 'mfa']],
      [true, ['pwd', 'hwk', 'user', 'mfa']],
    ] as [boolean, string[]][]) {
      const { temp_token, mfa_types, publicKey } = await waiting(ada.email)
      assert.deepEqual(mfa_types, ['passkey', 'backup_code'])
      assert.deepEqual(
        publicKey.allowCredentials?.map(({ id }) => id),
        [ada.key.id],
      )
      assert.equal(publicKey.userVerification, 'preferred')
      const done = await answer(temp_token, ada.key.get(publicKey, { user_verified }))
      assert.equal(done.status, 200, await done.clone().text())
      const claims = claimsOf((await json<{ access_token: string }>(done)).access_token)
      assert.deepEqual(claims.amr, amr)
      assert.equal(claims.acr, 'urn:warder:aal2')
    }
  })

  test('signs nobody in alone, whatever it can', async () => {
    const { key: hers } = await personWithKey(warder, 'alone@example.com', { ...hardware, rk: true }, key)
    const { challenge_id, publicKey } = await ask(warder)
    assert.equal((await authenticate(warder, challenge_id, hers.get(publicKey))).status, 401)
  })

  test('a passkey that the browser says is not kept is a security key', async () => {
    const { added } = await personWithKey(warder, 'unkept@example.com', { rk: false })
    assert.equal(added.kind, 'security-key')
  })

  // oxfmt-ignore
  const wrong: [string, Deviation][] = [
    ['PK-01 of another challenge', { challenge: 'AAAA' }],
    ['PK-03 from another origin', { origin: 'https://evil.example' }],
    ['PK-04 for another domain', { rp_id: 'evil.example' }],
    ['PK-05 in a frame', { crossOrigin: true }],
    ['PK-06 without anybody there', { user_present: false }],
    ['PK-10 of a copy', { sign_count: 1 }],
    ['of somebody else by name', { user_handle: 'AAAA' }],
  ]
  for (const [at, [what, deviation]] of wrong.entries())
    test(`an answer ${what} opens nothing`, async () => {
      const ada = await personWithKey(warder, `wrong-${at}@example.com`, hardware, key)
      const { temp_token, publicKey } = await waiting(ada.email)
      const refused = await answer(temp_token, ada.key.get(publicKey, deviation))
      assert.equal(refused.status, 401)
      assert.equal((await json(refused))['attempts_left'], 4)
      assert.equal(
        (await answer(temp_token, ada.key.get(publicKey))).status,
        200,
        'and leaves the sign-in as it was',
      )
    })

  test('PK-02 a challenge of one use is none of another', async () => {
    const ada = await personWithKey(warder, 'uses@example.com')
    const { temp_token, publicKey } = await waiting(ada.email)
    const alone = await ask(warder)
    const { challenge } = publicKey
    assert.equal(
      (await authenticate(warder, alone.challenge_id, ada.key.get({ ...alone.publicKey, challenge }))).status,
      401,
    )
    assert.equal((await authenticate(warder, temp_token, ada.key.get(publicKey))).status, 401)
    assert.equal(
      (await answer(temp_token, ada.key.get({ ...publicKey, challenge: alone.publicKey.challenge }))).status,
      401,
    )
    assert.equal((await answer(alone.challenge_id, ada.key.get(alone.publicKey))).status, 400)
  })

  test('PK-01 where a code is asked for, an answer to no question is none', async () => {
    const ada = await personWithKey(warder, 'unasked@example.com')
    await addAppAs(warder, ada.program.headers())
    const { temp_token, publicKey } = await waiting(ada.email)
    await warder.post('/auth/login/mfa/send', { temp_token, method: 'totp' })
    const client_data = (text: string) => text.replace(/"challenge":"[^"]*",/, '')
    const credential = ada.key.get(publicKey, { client_data })
    const refused = await warder.post('/auth/login/mfa', { temp_token, credential, method: 'passkey' })
    assert.equal(refused.status, 401)
  })

  test('any key of a person is good, and each is judged as itself', async () => {
    const ada = await personWithKey(warder, 'two@example.com')
    const other = newKey()
    assert.equal((await register(warder, ada.program.headers(), other)).status, 200)
    for (const one of [ada.key, other]) {
      const { temp_token, publicKey } = await waiting(ada.email)
      assert.equal((await answer(temp_token, one.get(publicKey))).status, 200)
    }
  })

  test('the key of somebody else is none of theirs', async () => {
    const [ada, bob] = [
      await personWithKey(warder, 'hers@example.com'),
      await personWithKey(warder, 'his@example.com'),
    ]
    const { temp_token, publicKey } = await waiting(ada.email)
    assert.equal((await answer(temp_token, bob.key.get(publicKey))).status, 401)
  })

  test('PK-01 F-33 of twenty at once with one answer, one opens a session', async () => {
    const ada = await personWithKey(warder, 'twenty@example.com')
    const { temp_token, publicKey } = await waiting(ada.email)
    const credential = ada.key.get(publicKey)
    const before = await sessions()
    const answers = await Promise.all(Array.from({ length: 5 }, () => answer(temp_token, credential)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(await sessions(), before + 1)
  })

  test('asked again, the question before is worth nothing', async () => {
    const ada = await personWithKey(warder, 'again@example.com')
    const { temp_token, publicKey } = await waiting(ada.email)
    const sent = await warder.post('/auth/login/mfa/send', { temp_token, method: 'passkey' })
    assert.equal(sent.status, 202)
    const again = await json<{ publicKey: RequestOptions }>(sent)
    assert.equal((await answer(temp_token, ada.key.get(publicKey))).status, 401)
    assert.equal((await answer(temp_token, ada.key.get(again.publicKey))).status, 200)
  })

  test('PK-18 it confirms that a session is theirs, in that session alone', async () => {
    const ada = await personWithKey(warder, 'confirm@example.com')
    warder.clock.now += 400
    assert.equal((await ada.program.post('/auth/passkey/register-options')).status, 401)
    const begin = () => ada.program.post('/auth/reauthenticate/begin', { method: 'passkey' })
    const asked = await json<{ challenge_id: string; publicKey: RequestOptions }>(await begin())
    const credential = ada.key.get(asked.publicKey)
    const mallory = await personWithKey(warder, 'mallory@example.com')
    const body = { challenge_id: asked.challenge_id, credential }
    assert.equal((await mallory.program.post('/auth/reauthenticate', body)).status, 400)
    const done = await ada.program.post('/auth/reauthenticate', body)
    assert.equal(done.status, 200, await done.clone().text())
    assert.equal((await ada.program.post('/auth/reauthenticate', body)).status, 400, 'once')
    assert.equal((await ada.program.post('/auth/passkey/register-options')).status, 200)
  })
})
