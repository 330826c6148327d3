import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { createWarderBrowser } from '../src/index.ts'
import { credential, fakeBrowser, fakeServer, thrown } from './support.ts'

const options = { challenge_id: 'wot_1', publicKey: { challenge: 'AQ' } }
const csrf: [number, object] = [200, { csrf_token: 'the token' }]
const user = { id: 'usr_1', email: 'ada@example.com' }

let restore = () => {}
afterEach(() => restore())

describe('signing in with a passkey', () => {
  const answers = {
    'POST /auth/passkey/auth-options': [200, options] as [number, object],
    'POST /auth/passkey/authenticate?session=1': [200, { user }] as [number, object],
  }

  test('sends what the browser made of the challenge, and names nobody before', async () => {
    restore = fakeBrowser({ get: () => Promise.resolve(credential('key')) })
    const { asked, fetch } = fakeServer(answers)
    const { signInWithPasskey } = createWarderBrowser({ fetch })
    assert.deepEqual(await signInWithPasskey({ remember: true }), { ok: true, user })
    assert.deepEqual(
      asked.map(({ body }) => body),
      [{}, { challenge_id: 'wot_1', credential: { id: 'key' }, remember: true }],
    )
  })

  // oxfmt-ignore
  const failures: [thrown: string, code: string][] = [
    ['NotAllowedError',   'cancelled'],
    ['AbortError',        'cancelled'],
    ['NotSupportedError', 'not_supported'],
    ['SecurityError',     'not_supported'],
    ['InvalidStateError', 'already_added'],
  ]
  for (const [name, code] of failures) {
    test(`WebAuthn L3 §5.1.4 ${name} is ${code}, as a value`, async () => {
      restore = fakeBrowser({ get: () => Promise.reject(thrown(name)) })
      const { signInWithPasskey } = createWarderBrowser({ fetch: fakeServer(answers).fetch })
      assert.deepEqual(await signInWithPasskey(), { ok: false, code })
    })
  }

  test('says so where there are no passkeys, no server, and no wish for them', async () => {
    const { fetch } = fakeServer(answers)
    const away = () => Promise.reject(new TypeError('no network'))
    assert.equal((await createWarderBrowser({ fetch: away }).signInWithPasskey()).ok, false)
    assert.deepEqual(await createWarderBrowser({ fetch }).signInWithPasskey(), {
      ok: false,
      code: 'not_supported',
    })
    assert.deepEqual(await createWarderBrowser({ fetch: away }).session(), null)
  })

  test('a passkey that the server does not know is not offered again', async () => {
    const told: object[] = []
    restore = fakeBrowser({
      get: () => Promise.resolve(credential('gone')),
      signalUnknownCredential: (options: object) => Promise.resolve(void told.push(options)),
    })
    const signal = { rp_id: 'id.example', unknown_credential_id: 'gone' }
    const refusal: [number, object] = [401, { code: 'invalid_credentials', status: 401, signal }]
    const { fetch } = fakeServer({ ...answers, 'POST /auth/passkey/authenticate?session=1': refusal })
    const answer = await createWarderBrowser({ fetch }).signInWithPasskey()
    assert.equal(!answer.ok && answer.code, 'no_passkey')
    assert.deepEqual(told, [{ rpId: 'id.example', credentialId: 'gone' }])
  })

  test('a browser asks one thing at a time: the button ends what the field suggests, and nothing asks beside it', async () => {
    let open = 0
    let most = 0
    const get = async ({ mediation, signal }: CredentialRequestOptions) => {
      most = Math.max(most, ++open)
      try {
        if (mediation !== 'conditional') return credential('key')
        return await new Promise((_, refuse) =>
          signal?.addEventListener('abort', () => setImmediate(() => refuse(thrown('AbortError')))),
        )
      } finally {
        open--
      }
    }
    restore = fakeBrowser({ get })
    const { signInWithPasskey } = createWarderBrowser({ fetch: fakeServer(answers).fetch })
    const fields = [signInWithPasskey({ mode: 'autofill' }), signInWithPasskey({ mode: 'autofill' })]
    await new Promise(setImmediate)
    assert.equal((await signInWithPasskey()).ok, true)
    assert.deepEqual(await Promise.all(fields), [
      { ok: false, code: 'cancelled' },
      { ok: false, code: 'cancelled' },
    ])
    assert.equal(most, 1)
  })

  test('the page ends it by its signal', async () => {
    const get = ({ signal }: CredentialRequestOptions) =>
      new Promise((_, refuse) => signal?.addEventListener('abort', () => refuse(thrown('AbortError'))))
    restore = fakeBrowser({ get })
    const stop = new AbortController()
    const { signInWithPasskey } = createWarderBrowser({ fetch: fakeServer(answers).fetch })
    const answer = signInWithPasskey({ mode: 'autofill', signal: stop.signal })
    await new Promise(setImmediate)
    stop.abort()
    assert.deepEqual(await answer, { ok: false, code: 'cancelled' })
  })

  test('a signal that was given before has nobody asked', async () => {
    restore = fakeBrowser({ get: () => Promise.resolve(credential('key')) })
    const { signInWithPasskey } = createWarderBrowser({ fetch: fakeServer(answers).fetch })
    const cancelled = { ok: false, code: 'cancelled' }
    assert.deepEqual(await signInWithPasskey({ signal: AbortSignal.abort() }), cancelled)
  })

  test('a browser that keeps passwords and no passkeys is not asked for one', async () => {
    restore = fakeBrowser({ get: () => Promise.resolve(null) })
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
    const { signInWithPasskey } = createWarderBrowser({ fetch: fakeServer(answers).fetch })
    assert.deepEqual(await signInWithPasskey(), { ok: false, code: 'not_supported' })
  })
})

test('what changes something carries the token that other sites cannot have', async () => {
  restore = fakeBrowser({
    create: () => Promise.resolve(credential('new')),
    get: () => Promise.resolve(credential('key')),
  })
  const { asked, fetch } = fakeServer({
    'GET /auth/csrf': csrf,
    'POST /auth/passkey/register-options': [200, options],
    'POST /auth/passkey/register': [201, { id: 'key_1', name: 'Laptop' }],
    'POST /auth/reauthenticate/begin': [200, options],
    'POST /auth/reauthenticate': [200, { reauthenticated: true }],
    'PATCH /auth/passkeys/key_1': [200, {}],
    'DELETE /auth/passkeys/key_1': [204],
    'POST /auth/logout/session': [200, { user: null }],
  })
  const warder = createWarderBrowser({ fetch })
  assert.deepEqual(await warder.addPasskey({ name: 'Laptop' }), { ok: true, id: 'key_1', name: 'Laptop' })
  assert.equal((await warder.confirmWithPasskey()).ok, true)
  assert.equal((await warder.renamePasskey('key_1', 'Old laptop')).ok, true)
  assert.equal((await warder.removePasskey('key_1')).ok, true)
  assert.equal((await warder.signOut()).ok, true)
  const changes = asked.filter(({ path }) => path !== '/auth/csrf')
  assert.equal(changes.length, 7)
  assert.deepEqual(
    changes.filter((each) => each.csrf !== 'the token'),
    [],
  )
})

test('the second step is a passkey or a code', async () => {
  restore = fakeBrowser({ get: () => Promise.resolve(credential('key')) })
  const { asked, fetch } = fakeServer({
    'POST /auth/login/mfa/send': [202, { accepted: true, ...options }],
    'POST /auth/login/mfa': [200, { user }],
  })
  const { answerSecondStep } = createWarderBrowser({ fetch })
  const temp_token = 'wot_2'
  await answerSecondStep({ temp_token, publicKey: options.publicKey })
  await answerSecondStep({ temp_token, trust_device: true })
  await answerSecondStep({ temp_token, code: '123456' })
  assert.deepEqual(
    asked.map(({ body }) => body),
    [
      { temp_token, credential: { id: 'key' } },
      { temp_token, method: 'passkey' },
      { temp_token, trust_device: true, credential: { id: 'key' } },
      { temp_token, code: '123456' },
    ],
  )
})

test('a sign-in that has something to agree to goes on with the versions that were shown', async () => {
  const { fetch, asked } = fakeServer({ 'POST /auth/login/consents': [200, { user }] })
  const { agree } = createWarderBrowser({ fetch })
  const shown = { id: 'terms', version: '2', title: 'Terms', text: 'I agree', required: true }
  assert.deepEqual(await agree({ temp_token: 'wot_3', consents: [shown] }), { ok: true, user })
  assert.deepEqual(
    asked.map(({ body }) => body),
    [{ temp_token: 'wot_3', consents: [{ id: 'terms', version: '2' }] }],
  )
})

test('what a browser cannot do is false, and what it can is asked of it', async () => {
  const { can, signals } = createWarderBrowser()
  assert.deepEqual(
    [await can.passkeys(), await can.autofill(), await can.onThisDevice()],
    [false, false, false],
  )
  const signal = { rp_id: 'id.example', credential_id: 'gone' }
  assert.equal(await signals.unknownCredential(signal), false)
  restore = fakeBrowser({
    isConditionalMediationAvailable: () => Promise.resolve(true),
    isUserVerifyingPlatformAuthenticatorAvailable: () => Promise.reject(new Error('not here')),
    signalUnknownCredential: () => Promise.reject(new Error('not here')),
  })
  assert.deepEqual(
    [await can.passkeys(), await can.autofill(), await can.onThisDevice()],
    [true, true, false],
  )
  assert.equal(await signals.unknownCredential(signal), false)
})
