import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newKey, type Algorithm } from '../../support/passkeys/authenticator.ts'
import { ask, authenticate, personWithKey, signInBy } from '../../support/passkeys/people.ts'
import { claimsOf } from '../../support/people/second-step.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { json, origin } from '../../support/warder.ts'

onEveryDatabase('signing in with a passkey', (warder) => {
  const sessions = async () => (await warder.app.db.selectFrom('session').select('id').execute()).length

  for (const [alg, name] of [
    [-7, 'ES256'],
    [-8, 'EdDSA'],
    [-257, 'RS256'],
  ] as [Algorithm, string][])
    test(`a passkey with ${name} is added and signs in by itself, as two factors`, async () => {
      const email = `alg${alg}@example.com`
      const { key, program } = await personWithKey(warder, email, { alg })
      assert.equal((await json(await program.get('/auth/me')))['mfa_enabled'], true)
      const done = await signInBy(warder, key)
      assert.equal(done.status, 200, await done.clone().text())
      const { access_token } = await json<{ access_token: string }>(done)
      const { amr, acr } = claimsOf(access_token)
      assert.deepEqual(amr, ['swk', 'user', 'mfa'])
      assert.equal(acr, 'urn:warder:aal2')
      const me = await json(await warder.get('/auth/me', { authorization: `Bearer ${access_token}` }))
      assert.equal(me['email'], email)
    })

  test('a passkey that cannot be copied is hardware', async () => {
    const { key } = await personWithKey(warder, 'hwk@example.com', { synced: false, counts: true })
    const { access_token } = await json<{ access_token: string }>(await signInBy(warder, key))
    assert.deepEqual(claimsOf(access_token).amr, ['hwk', 'user', 'mfa'])
  })

  test('what is asked names nobody, and is new each time', async () => {
    await personWithKey(warder, 'named@example.com')
    const [one, two] = [await ask(warder), await ask(warder)]
    assert.notEqual(one.publicKey.challenge, two.publicKey.challenge)
    assert.deepEqual(Object.keys(one.publicKey).toSorted(), [
      'challenge',
      'rpId',
      'timeout',
      'userVerification',
    ])
    assert.equal(one.publicKey.userVerification, 'required')
    assert.equal(one.publicKey.rpId, 'id.example')
    const named = await json(await warder.post('/auth/passkey/auth-options', { email: 'named@example.com' }))
    assert.deepEqual(
      Object.keys(named['publicKey'] as object).toSorted(),
      Object.keys(one.publicKey).toSorted(),
    )
  })

  test('with session=1 it gives the cookie to the browser that asked, and to no other', async () => {
    const { key } = await personWithKey(warder, 'cookie@example.com')
    const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
    const [browser, other] = [warder.browser(), warder.browser()]
    const begin = async () => {
      const answer = await browser.send('/auth/passkey/auth-options', { method: 'POST', headers, body: '{}' })
      const asked = await json<Awaited<ReturnType<typeof ask>>>(answer)
      return JSON.stringify({ challenge_id: asked.challenge_id, credential: key.get(asked.publicKey) })
    }
    const path = '/auth/passkey/authenticate?session=1'
    await other.open('/login')
    const body = await begin()
    assert.equal((await other.send(path, { method: 'POST', headers, body })).status, 401)
    assert.equal(
      (await warder.request('/auth/passkey/authenticate', { method: 'POST', headers, body })).status,
      401,
    )
    const done = await browser.send(path, { method: 'POST', headers, body })
    assert.equal(done.status, 200)
    assert.ok(browser.cookies.has('__Host-warder_session'))
    assert.equal((await json<{ user: { email: string } }>(done)).user.email, 'cookie@example.com')
    const foreign = { ...headers, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    assert.equal(
      (await browser.send(path, { method: 'POST', headers: foreign, body: await begin() })).status,
      403,
    )
  })

  test('a cookie is given to nobody by what a program began', async () => {
    const { key } = await personWithKey(warder, 'planted@example.com')
    const { challenge_id, publicKey } = await ask(warder)
    const answer = await warder.post('/auth/passkey/authenticate?session=1', {
      challenge_id,
      credential: key.get(publicKey),
    })
    assert.equal(answer.status, 401)
    assert.deepEqual(answer.headers.getSetCookie(), [])
  })

  test('a passkey that nobody has is named, so that the browser forgets it', async () => {
    const key = newKey()
    const { challenge_id, publicKey } = await ask(warder)
    const answer = await authenticate(warder, challenge_id, key.get(publicKey, { user_handle: 'AAAA' }))
    assert.equal(answer.status, 401)
    const problem = await json(answer)
    assert.equal(problem['code'], 'invalid_credentials')
    assert.deepEqual(problem['signal'], { unknown_credential_id: key.id, rp_id: 'id.example' })
  })

  test('PK-01 F-33 of twenty at once with one answer, one is let in', async () => {
    const { key } = await personWithKey(warder, 'twenty@example.com')
    const { challenge_id, publicKey } = await ask(warder)
    const credential = key.get(publicKey)
    const before = await sessions()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => authenticate(warder, challenge_id, credential)),
    )
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, ...Array<number>(19).fill(401)],
    )
    assert.equal(await sessions(), before + 1)
  })
})
