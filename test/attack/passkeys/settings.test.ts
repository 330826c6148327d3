import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { loadConfig } from '../../../packages/warder/src/config/load.ts'
import { newKey, type Deviation } from '../../support/passkeys/authenticator.ts'
import {
  ask,
  askToMake,
  personWithKey,
  register,
  signInBy,
  type Added,
} from '../../support/passkeys/people.ts'
import { claimsOf, signIn } from '../../support/people/second-step.ts'
import { stores } from '../../support/services.ts'
import { lastReason } from '../../support/upstream/world.ts'
import { json, origin, startWarder } from '../../support/warder.ts'

async function warderWith(t: TestContext, settings: Record<string, string>) {
  const warder = await startWarder(settings)
  t.after(() => warder.close())
  return warder
}

describe('where passkeys are used', () => {
  test('the origins beside our own are told to browsers, and nothing is where there are none', async (t) => {
    const alone = await warderWith(t, {})
    assert.equal((await alone.get('/.well-known/webauthn')).status, 404)
    const warder = await warderWith(t, { 'passkey.origins': 'https://app.example https://shop.example' })
    const answer = await warder.get('/.well-known/webauthn')
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
    assert.deepEqual(await json(answer), { origins: [origin, 'https://app.example', 'https://shop.example'] })
  })

  test('PK-03 a passkey is used at the origins that are named, byte for byte, and at no other', async (t) => {
    const warder = await warderWith(t, { 'passkey.origins': 'https://app.example' })
    const { key } = await personWithKey(warder, 'ada@example.com')
    for (const [at, status] of [
      [origin, 200],
      ['https://app.example', 200],
      ['https://app.example:444', 401],
      ['https://shop.example', 401],
    ] as const)
      assert.equal((await signInBy(warder, key, { origin: at })).status, status, at)
  })

  test('PK-03 an Android app that is named uses them, no other one does, and browsers are told of none', async (t) => {
    const named = `android:apk-key-hash:${'pNiP5iKyQ8JwgGOaKA1zGPUPJIS-0H1xKCQcfIoGLck'}`
    const alone = await warderWith(t, { 'passkey.origins': named })
    assert.equal((await alone.get('/.well-known/webauthn')).status, 404)
    const warder = await warderWith(t, { 'passkey.origins': `https://app.example ${named}` })
    const told = await json(await warder.get('/.well-known/webauthn'))
    assert.deepEqual(told, { origins: [origin, 'https://app.example'] })
    const { key } = await personWithKey(warder, 'ada@example.com', { origin: named })
    for (const [at, status] of [
      [named, 200],
      [named.replace('pNiP', 'pniP'), 401],
      [`${named}=`, 401],
      ['android:apk-key-hash:', 401],
    ] as const)
      assert.equal((await signInBy(warder, key, { origin: at })).status, status, at)
  })

  test('PK-04 the domain may be one above the host', async (t) => {
    const warder = await warderWith(t, { issuer: 'https://id.acme.example', 'passkey.rp_id': 'acme.example' })
    const { publicKey } = await ask(warder)
    assert.equal(publicKey.rpId, 'acme.example')
    const { key } = await personWithKey(warder, 'ada@example.com', { origin: 'https://id.acme.example' })
    assert.equal((await signInBy(warder, key)).status, 200)
    assert.equal((await signInBy(warder, key, { rp_id: 'id.acme.example' })).status, 401)
  })

  // oxfmt-ignore
  const frames: [Deviation, number][] = [
    [{ crossOrigin: true }, 200],
    [{ crossOrigin: true, topOrigin: 'https://shop.example' }, 200],
    [{ crossOrigin: true, topOrigin: 'https://evil.example' }, 401],
    [{ topOrigin: 'https://shop.example' }, 401],
    [{}, 200],
  ]
  test('PK-05 in a frame only of the pages that are named', async (t) => {
    const warder = await warderWith(t, { 'passkey.cross_origin': 'https://shop.example' })
    const { key } = await personWithKey(warder, 'ada@example.com')
    for (const [deviation, status] of frames)
      assert.equal((await signInBy(warder, key, deviation)).status, status, JSON.stringify(deviation))
  })
})

describe('settings of passkeys that cannot be meant', () => {
  // oxfmt-ignore
  const wrong: [Record<string, string>, string][] = [
    [{ 'passkey.rp_id': 'evil.example' }, 'passkey.rp_id'],
    [{ 'passkey.rp_id': 'd.example' }, 'passkey.rp_id'],
    [{ 'passkey.rp_id': 'www.id.example' }, 'passkey.rp_id'],
    [{ 'passkey.origins': 'https://app.example/' }, 'passkey.origins'],
    [{ 'passkey.origins': 'https://*.example' }, 'passkey.origins'],
    [{ 'passkey.origins': 'android:apk-key-hash:short' }, 'passkey.origins'],
    [{ 'passkey.origins': 'android:com.example.app' }, 'passkey.origins'],
    [{ 'passkey.attestation': 'direct' }, 'passkey.attestation'],
    [{ 'passkey.allowed_authenticators': '08987058-cadc-4b81-b6e1-30de50dcbe96' }, 'passkey.allowed_authenticators'],
    [{ 'passkey.allowed_authenticators': 'yubikey' }, 'passkey.allowed_authenticators'],
    [{ 'passkey.sign_count': 'ignore' }, 'passkey.sign_count'],
  ]
  for (const [flags, where] of wrong)
    test(`${JSON.stringify(flags)} is refused`, async () => {
      const secret = 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A'
      const loaded = await loadConfig({
        flags: { issuer: origin, secret, ...flags },
        env: {},
        purpose: 'command',
      })
      assert.equal(loaded.ok, false)
      assert.ok(!loaded.ok && loaded.problems.some((problem) => problem.where.includes(where)))
    })

  for (const file of ['/nowhere/roots.pem', import.meta.filename])
    test(`roots in a file that is none stop the start: ${file.split('/').at(-1)}`, async () => {
      const settings = { 'passkey.attestation': 'direct', 'passkey.attestation_roots': file }
      await assert.rejects(startWarder(settings), /passkey\.attestation_roots is no file with certificates/)
    })
})

describe('where everybody must have a second step', () => {
  test('a passkey is one: it is set up in the middle of the sign-in, which then goes on', async (t) => {
    const warder = await warderWith(t, { 'second_factor.policy': 'required' })
    await warder.user()
    const asked = await signIn(warder)
    assert.deepEqual(asked.enrol, ['totp', 'passkey'])
    const headers = { authorization: `Bearer ${asked.temp_token}` }
    const key = newKey()
    const elsewhere = await askToMake(warder, {
      authorization: `Bearer ${(await signIn(warder)).temp_token}`,
    })
    const body = { challenge_id: elsewhere.challenge_id, credential: key.create(elsewhere.publicKey) }
    assert.equal(
      (await warder.post('/auth/passkey/register', body, headers)).status,
      401,
      'begun in another one',
    )
    const done = await register(warder, headers, key)
    assert.equal(done.status, 200, await done.clone().text())
    const added = await json<Added & { access_token: string }>(done)
    assert.equal(added.backup_codes.length, 10)
    const { amr, acr } = claimsOf(added.access_token)
    assert.deepEqual([amr, acr], [['pwd', 'swk', 'user', 'mfa'], 'urn:warder:aal2'])
    const late = await warder.post('/auth/passkey/register-options', {}, headers)
    assert.equal(late.status, 401, 'the sign-in is over')
  })

  test('MF-19 the last one stays, and a second one may go', async (t) => {
    const warder = await warderWith(t, {})
    const { program: ada, added } = await personWithKey(warder, 'ada@example.com')
    await register(warder, ada.headers(), newKey())
    const strict = await startWarder({ 'second_factor.policy': 'required' }, {}, warder.app.db)
    const remove = (id: string) =>
      strict.request(`/auth/passkeys/${id}`, { method: 'DELETE', headers: ada.headers() })
    assert.equal((await remove(added.id)).status, 200)
    const { items } = await json<{ items: { id: string }[] }>(await ada.get('/auth/passkeys'))
    assert.equal((await remove(items[0]?.id ?? '')).status, 409)
    assert.equal((await json<{ items: unknown[] }>(await ada.get('/auth/passkeys'))).items.length, 1)
  })
})

for (const [kind, fresh] of stores())
  test(`MF-19 on ${kind} the last way in stays for somebody without a password, also when both of two are removed at once`, async (t) => {
    const store = await fresh()
    t.after(store.drop)
    const settings = { database_url: store.url, 'magic_link.enabled': 'off', 'otp.email': 'off' }
    const warder = await warderWith(t, settings)
    const { program: ada, added } = await personWithKey(warder, 'ada@example.com')
    const second = await json<Added>(await register(warder, ada.headers(), newKey()))
    await warder.app.db.deleteFrom('credential').where('method', '=', 'password').execute()
    const answers = await Promise.all([added.id, second.id].map((id) => ada.remove(`/auth/passkeys/${id}`)))
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
    assert.equal((await json<{ items: unknown[] }>(await ada.get('/auth/passkeys'))).items.length, 1)
  })

test('what a disabled person has signs nobody in, and is answered like everything else', async (t) => {
  const warder = await warderWith(t, {})
  const { key, email } = await personWithKey(warder, 'ada@example.com')
  await warder.app.db
    .updateTable('user')
    .set({ disabled_at: warder.clock.now })
    .where('email', '=', email)
    .execute()
  const answer = await signInBy(warder, key)
  assert.equal(answer.status, 401)
  assert.equal(
    (await json(answer))['detail'],
    'This passkey was not accepted. Try again, or sign in another way.',
  )
  assert.equal(await lastReason(warder, 'sign_in.passkey'), 'stopped')
})
