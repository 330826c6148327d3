import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startIssuer, type Claims, type Issuer } from '../../support/upstream/issuer.ts'
import { at, lastReason, offer, withLocalIssuers } from '../../support/upstream/world.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

let people = 0
const somebody = () => ({ sub: `n-${++people}`, email: `n-${people}@acme.example`, email_verified: true })

describe('POST /auth/oauth/{provider}/token', () => {
  let warder: TestWarder
  let issuer: Issuer
  before(async () => {
    issuer = await startIssuer(() => warder.clock.now)
    warder = await startWarder(withLocalIssuers)
    offer(warder, [at(issuer, 'acme', { native_client_ids: ['warder-ios'] })])
  })
  after(async () => {
    await warder.close()
    await issuer.close()
  })

  const exchange = (id_token: string, nonce?: string) =>
    warder.post('/auth/oauth/acme/token', { id_token, ...(nonce !== undefined && { nonce }) })
  const refused = async (claims: Claims, reason: string, nonce?: string) => {
    const answer = await exchange(issuer.token({ ...somebody(), ...claims }), nonce)
    assert.deepEqual([answer.status, (await json(answer))['code']], [401, 'invalid_credentials'])
    assert.equal(await lastReason(warder), reason)
  }

  test('an ID token becomes tokens of ours, which say how', async () => {
    const person = somebody()
    const answer = await exchange(issuer.token(person))
    assert.equal(answer.status, 200)
    const { access_token } = await json<{ access_token: string }>(answer)
    const me = await json(await warder.get('/auth/me', { authorization: `Bearer ${access_token}` }))
    assert.equal(me['email'], person.email)
    const claims = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as Claims
    assert.deepEqual([claims['amr'], claims['acr']], [['fed'], 'urn:warder:aal1'])
  })

  test('of a program of ours too, and of nobody else', async () => {
    assert.equal((await exchange(issuer.token({ ...somebody(), aud: 'warder-ios' }))).status, 200)
    await refused({ aud: 'somebody else' }, 'audience')
    await refused({ azp: 'somebody else' }, 'azp')
  })

  test('it is good one time, of twenty at once too, and under another signature of the same', async () => {
    const once = issuer.token(somebody())
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await exchange(once)).status))
    assert.equal(statuses.filter((status) => status === 200).length, 1)
    assert.equal((await exchange(once)).status, 401)
    // An elliptic signature (r, s) has a twin, (r, n - s), which is as good.
    const [head = '', body = '', signature = ''] = once.split('.')
    const bytes = Buffer.from(signature, 'base64url')
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const twin = (order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)).toString(16).padStart(64, '0')
    const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(twin, 'hex')]).toString('base64url')
    assert.equal((await exchange(`${head}.${body}.${other}`)).status, 401)
    assert.equal(await lastReason(warder), 'used before')
  })

  test('what the program sent as nonce must be in it, and what it did not send must not', async () => {
    assert.equal((await exchange(issuer.token({ ...somebody(), nonce: 'n-1' }), 'n-1')).status, 200)
    await refused({ nonce: 'n-1' }, 'nonce', 'n-2')
    await refused({ nonce: 'n-1' }, 'nonce')
    await refused({}, 'nonce', 'n-1')
  })

  test('the token of a sign-in in a browser is none for a program', async () => {
    await refused({ nonce: 'of the browser' }, 'nonce')
    await refused({ exp: warder.clock.now - 31 }, 'expired')
    await refused({ iss: 'https://evil.example' }, 'issuer')
  })

  test('UP-07 an address that has an account opens nothing', async () => {
    const person = somebody()
    await warder.user(person.email)
    const answer = await exchange(issuer.token(person))
    assert.deepEqual([answer.status, (await json(answer))['code']], [409, 'conflict'])
    await refused({ email_verified: false }, 'address')
  })

  test('MF-02 whoever must have a second step is asked for it', async () => {
    const person = somebody()
    await exchange(issuer.token(person))
    await warder.app.db
      .updateTable('user')
      .set({ second_factor_required_at: 1 })
      .where('email', '=', person.email)
      .execute()
    const answer = await exchange(issuer.token({ ...person, jti: 'the next one' }))
    assert.deepEqual(Object.keys(await json(answer)).toSorted(), [
      'enrol',
      'mfa_required',
      'mfa_types',
      'temp_token',
    ])
  })

  test('GitHub gives no such tokens', async () => {
    const github = { name: 'github', title: 'GitHub', kind: 'github', origin: 'https://github.com' } as const
    offer(warder, [{ ...github, client_id: 'w', client_secret: 's', native_client_ids: [] }])
    assert.equal((await warder.post('/auth/oauth/github/token', { id_token: 'x' })).status, 404)
  })
})
