import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newKey, type Deviation } from '../../support/passkeys/authenticator.ts'
import { askToMake, personWithKey, register, signInBy, type Added } from '../../support/passkeys/people.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { program } from '../../support/people/programs.ts'
import { json } from '../../support/warder.ts'

type Listed = {
  items: Record<string, unknown>[]
  rp_id: string
  user_handle: string
  accepted_credential_ids: string[]
}

onEveryDatabase('adding a passkey', (warder) => {
  let people = 0
  async function person() {
    const email = `bob-${++people}@example.com`
    await warder.user(email)
    return { email, program: await program(warder, email) }
  }
  const send = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body = '{"name":"Blue key"}',
  ) =>
    warder.request(path, {
      method,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': String(body.length) },
      body,
    })
  const mailsTo = async (email: string) =>
    (await warder.inbox()).filter(({ to }) => to === email).map(({ subject }) => subject)

  test('what is asked for is what a passkey needs, and a security key asks for less', async () => {
    const { program: bob, email } = await person()
    const { publicKey } = await askToMake(warder, bob.headers())
    const { pubKeyCredParams, attestation, user } = publicKey as unknown as {
      pubKeyCredParams: { alg: number }[]
      attestation: string
      user: { id: string; name: string }
    }
    assert.deepEqual(
      pubKeyCredParams.map(({ alg }) => alg),
      [-8, -7, -257],
    )
    assert.equal(attestation, 'none')
    assert.equal(user.name, email)
    assert.equal(Buffer.from(user.id, 'base64url').length, 32)
    assert.deepEqual(publicKey.authenticatorSelection, {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    })
    const key = await askToMake(warder, bob.headers(), { kind: 'security-key' })
    assert.deepEqual(key.publicKey.authenticatorSelection, {
      residentKey: 'discouraged',
      requireResidentKey: false,
      userVerification: 'preferred',
    })
    assert.equal(key.publicKey.user.id, user.id, 'two windows agree on the handle')
  })

  // oxfmt-ignore
  const refusals: [string, Deviation][] = [
    ['PK-03 from another origin', { origin: 'https://evil.example' }],
    ['PK-04 for another domain', { rp_id: 'evil.example' }],
    ['PK-04 that says it signed in', { type: 'webauthn.get' }],
    ['PK-05 in a frame', { crossOrigin: true }],
    ['PK-06 without anybody there', { user_present: false }],
    ['PK-07 without showing who they are', { user_verified: false }],
    ['of a challenge of its own', { challenge: 'AAAA' }],
    ['that is copied and cannot be', { backup_eligible: false, backed_up: true }],
  ]
  for (const [what, deviation] of refusals)
    test(`a passkey made ${what} is refused`, async () => {
      const { program: bob } = await person()
      assert.equal((await register(warder, bob.headers(), newKey(), { deviation })).status, 401)
      assert.deepEqual((await json<Listed>(await bob.get('/auth/passkeys'))).items, [])
    })

  test('PK-11 a key with an algorithm that was not offered is refused', async () => {
    const { program: bob } = await person()
    assert.equal((await register(warder, bob.headers(), newKey({ alg: -65535 }))).status, 401)
  })

  test('PK-12 an id that somebody has is refused, also to themselves, and so is one of 1,024 bytes', async () => {
    const { program: ada, key } = await personWithKey(warder, 'pk12@example.com')
    const { program: bob } = await person()
    const id = Buffer.from(key.id, 'base64url')
    assert.equal((await register(warder, bob.headers(), newKey({ id }))).status, 409)
    assert.equal((await register(warder, ada.headers(), newKey({ id }))).status, 409)
    assert.equal((await register(warder, bob.headers(), newKey({ id: Buffer.alloc(1024, 1) }))).status, 401)
    const longest = newKey({ id: Buffer.alloc(1023, 1) })
    assert.equal((await register(warder, bob.headers(), longest)).status, 200)
    assert.equal((await signInBy(warder, longest)).status, 200)
    assert.equal((await signInBy(warder, key)).status, 200)
  })

  test('a response for another id than the one that was made is refused', async () => {
    const { program: bob } = await person()
    const { challenge_id, publicKey } = await askToMake(warder, bob.headers())
    const [made, other] = [newKey().create(publicKey), newKey()]
    const credential = { ...made, id: other.id, rawId: other.id }
    assert.equal((await bob.post('/auth/passkey/register', { challenge_id, credential })).status, 401)
  })

  test('PK-01 F-33 a question is answered once, in the session that asked it', async () => {
    const { program: bob, email } = await person()
    const asked = await askToMake(warder, bob.headers())
    const credential = newKey().create(asked.publicKey)
    const other = await program(warder, email)
    const body = { challenge_id: asked.challenge_id, credential }
    assert.equal((await other.post('/auth/passkey/register', body)).status, 401, 'another session of theirs')
    const { program: mallory } = await person()
    assert.equal((await mallory.post('/auth/passkey/register', body)).status, 401, 'somebody else')
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => warder.post('/auth/passkey/register', body, bob.headers())),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.ok(answers.every(({ status }) => [200, 401, 409].includes(status)))
    const late = await askToMake(warder, bob.headers())
    warder.clock.now += 300
    const answer = { challenge_id: late.challenge_id, credential: newKey().create(late.publicKey) }
    assert.equal((await bob.post('/auth/passkey/register', answer)).status, 401)
  })

  test('two windows do not break each other, and one authenticator is not asked twice', async () => {
    const { program: bob } = await person()
    const [one, two] = [await askToMake(warder, bob.headers()), await askToMake(warder, bob.headers())]
    for (const { challenge_id, publicKey } of [two, one]) {
      const body = { challenge_id, credential: newKey().create(publicKey) }
      assert.equal((await bob.post('/auth/passkey/register', body)).status, 200)
    }
    const { items, user_handle, accepted_credential_ids } = await json<Listed>(
      await bob.get('/auth/passkeys'),
    )
    assert.equal(items.length, 2)
    const { publicKey } = await askToMake(warder, bob.headers())
    assert.deepEqual(
      publicKey.excludeCredentials.map(({ id }) => id).toSorted(),
      accepted_credential_ids.toSorted(),
    )
    assert.equal(publicKey.user.id, user_handle)
  })

  test('of more than ten that were begun the oldest are over', async () => {
    const { program: bob } = await person()
    const begun = []
    for (let at = 0; at < 11; at++) {
      warder.clock.now += 1
      begun.push(await askToMake(warder, bob.headers()))
    }
    const statuses: number[] = []
    for (const { challenge_id, publicKey } of begun.slice(0, 2)) {
      const body = { challenge_id, credential: newKey().create(publicKey) }
      statuses.push((await bob.post('/auth/passkey/register', body)).status)
    }
    assert.deepEqual(statuses, [401, 200])
  })

  test('PK-14 a passkey of somebody else is not there to be renamed or removed', async () => {
    const { added, program: ada } = await personWithKey(warder, 'pk14@example.com')
    const { program: bob } = await person()
    const path = `/auth/passkeys/${added.id}`
    assert.equal((await send('PATCH', path, bob.headers())).status, 404)
    assert.equal((await bob.remove(path)).status, 404)
    assert.equal((await send('PATCH', path, ada.headers())).status, 200)
    const { items, rp_id } = await json<Listed>(await ada.get('/auth/passkeys'))
    assert.equal(rp_id, 'id.example')
    assert.equal(items.length, 1)
    assert.equal(items[0]?.['name'], 'Blue key')
  })

  test('PK-14 nor by the calls of another kind of factor, which would not ask whether it is the last way in', async () => {
    const { program: ada, added } = await personWithKey(warder, 'kinds@example.com')
    const path = `/auth/mfa/totp/${added.id}`
    const body = JSON.stringify({ name: 'An app' })
    const headers = {
      ...ada.headers(),
      'content-type': 'application/json',
      'content-length': String(body.length),
    }
    assert.equal((await warder.request(path, { method: 'PATCH', body, headers })).status, 404)
    assert.equal((await ada.remove(path)).status, 404)
    const { items } = await json<{ items: { name: string }[] }>(await ada.get('/auth/passkeys'))
    assert.deepEqual(
      items.map(({ name }) => name),
      [added.name],
    )
  })

  test('PK-18 a session that is not fresh adds and removes nothing; who did is told by mail', async () => {
    const { added, program: ada, email } = await personWithKey(warder, 'pk18@example.com')
    assert.equal((await mailsTo(email)).filter((subject) => subject.includes('passkey')).length, 1)
    const begun = await askToMake(warder, ada.headers())
    warder.clock.now += 301
    for (const answer of [
      await ada.post('/auth/passkey/register-options'),
      await ada.post('/auth/passkey/register', { challenge_id: begun.challenge_id, credential: {} }),
      await ada.remove(`/auth/passkeys/${added.id}`),
    ]) {
      assert.equal(answer.status, 401)
      assert.equal((await json(answer))['code'], 'insufficient_user_authentication')
    }
  })

  test('whoever removes one is told what is left, under the name that the authenticator knows, and told by mail', async () => {
    const { added, program: ada, email } = await personWithKey(warder, 'last@example.com')
    const { user_handle } = await json<Listed>(await ada.get('/auth/passkeys'))
    const removed = await ada.remove(`/auth/passkeys/${added.id}`)
    assert.equal(removed.status, 200)
    assert.deepEqual(await json(removed), {
      rp_id: 'id.example',
      user_id: user_handle,
      accepted_credential_ids: [],
    })
    assert.ok((await mailsTo(email)).some((subject) => subject.includes('passkey was removed')))
    assert.equal((await json(await ada.get('/auth/me')))['mfa_enabled'], false)
    assert.equal((await json<Listed>(await ada.get('/auth/passkeys'))).user_handle, null)
  })

  test('it is called what keeps it, or what its person says', async () => {
    const { program: bob } = await person()
    const icloud = { aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' }
    const name = async (body = {}, made = {}) =>
      (await json<Added>(await register(warder, bob.headers(), newKey(made), { body }))).name
    assert.equal(await name({}, icloud), 'Apple Passwords')
    assert.equal(await name({}, icloud), 'Apple Passwords 2')
    assert.equal(await name({ name: 'Mine' }, icloud), 'Mine')
    assert.equal(await name(), 'Passkey')
  })

  test('a person has twenty of them at most, however many they begin at once', async () => {
    const { program: bob } = await person()
    for (let at = 0; at < 18; at++)
      assert.equal((await register(warder, bob.headers(), newKey())).status, 200)
    const asked = await Promise.all(Array.from({ length: 4 }, () => askToMake(warder, bob.headers())))
    const answers = await Promise.all(
      asked.map(({ challenge_id, publicKey }) =>
        warder.post(
          '/auth/passkey/register',
          { challenge_id, credential: newKey().create(publicKey) },
          bob.headers(),
        ),
      ),
    )
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 200, 409, 409],
    )
    assert.equal((await bob.post('/auth/passkey/register-options')).status, 409)
  })
})
