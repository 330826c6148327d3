import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signJwt } from '@warder/protocol'
import { assertion_type, clientKey } from '../../support/oauth-clients/keys.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import {
  askBySecret,
  basic,
  claimsOf,
  keeper,
  patch,
  root,
  type Keeper,
  type Made,
  type Tokens,
} from '../../support/people/service-accounts.ts'
import { json, origin } from '../../support/warder.ts'

const api = 'https://reports.example'
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

onEveryDatabase('the life of a service account', (warder) => {
  /** An account with a secret, and an API that asks about its tokens. */
  const someone = async () => {
    const ada = await keeper(warder)
    const { id } = await ada.account({ resources: [api] })
    const made = await ada.credential(id, { type: 'rotating_secret' })
    const witness = await ada.account({ name: 'API', scopes: [], resources: [api] })
    const { secret } = await ada.credential(witness.id, { type: 'rotating_secret' })
    const seen = async (token: string) =>
      json(await warder.form('/oauth/introspect', { token }, basic(witness.id, secret)))
    return { ada, id, made, active: async (token: string) => (await seen(token))['active'], seen }
  }
  const token = async (id: string, { secret }: Made) => {
    const answer = await askBySecret(warder, id, secret)
    assert.equal(answer.status, 200, await answer.clone().text())
    return (await json<Tokens>(answer)).access_token
  }
  const signed = async (ada: Keeper, id: string) => {
    const made = await ada.credential(id, { type: 'jwt' })
    return { made, text: made.token ?? '' }
  }
  const rotateOwn = (id: string, made: Made, text: string) =>
    warder.post(`${root}/${id}/credentials/${made.id}/rotate`, { grace_period_seconds: 60 }, bearer(text))

  test('AK-07 disabled it has no tokens any more, of whatever kind; enabled it gets new ones', async () => {
    const { ada, id, made, active } = await someone()
    const [got, { text }] = [await token(id, made), await signed(ada, id)]
    assert.deepEqual([await active(got), await active(text)], [true, true])
    assert.equal((await ada.patch(id, { disabled: true })).status, 200)
    assert.deepEqual([await active(got), await active(text)], [false, false])
    assert.equal((await askBySecret(warder, id, made.secret)).status, 401)
    assert.equal((await ada.patch(id, { disabled: false })).status, 200)
    assert.deepEqual([await active(got), await active(text)], [false, false])
    warder.clock.now += 6
    assert.equal(await active(await token(id, made)), true)
    assert.equal(await active(got), false)
  })

  test('AK-07 with a scope less it loses the tokens that say it, and with another name none', async () => {
    const { ada, id, made, active } = await someone()
    const got = await token(id, made)
    assert.equal((await ada.patch(id, { name: 'Other' })).status, 200)
    assert.equal(await active(got), true)
    assert.equal((await ada.patch(id, { scopes: ['reports:read'] })).status, 200)
    assert.equal(await active(got), false)
    warder.clock.now += 6
    assert.equal(claimsOf(await token(id, made))['scope'], 'reports:read')
  })

  test('AK-07 deleted it is gone, with its tokens, credentials and trust', async () => {
    const { ada, id, made, active } = await someone()
    const [got, { text }] = [await token(id, made), await signed(ada, id)]
    await ada.trust(id, { issuer: 'https://cluster.example', subject: 'system:serviceaccount:a:b' })
    assert.equal((await ada.program.remove(`${root}/${id}`)).status, 204)
    assert.deepEqual([await active(got), await active(text)], [false, false])
    assert.equal((await askBySecret(warder, id, made.secret)).status, 401)
    for (const path of ['', '/credentials', '/federation'])
      assert.equal((await ada.program.get(`${root}/${id}${path}`)).status, 404, path)
    const { db } = warder.app
    for (const table of ['service_credential', 'workload_trust'] as const) {
      const rows = await db.selectFrom(table).select('id').where('account_id', '=', id).execute()
      assert.deepEqual(rows, [], table)
    }
  })

  test('a change of what was changed since is refused with If-Match, and changes nothing', async () => {
    const { ada, id } = await someone()
    const read = await ada.program.get(`${root}/${id}`)
    const state = read.headers.get('etag') ?? ''
    assert.match(state, /^"\d+"$/)
    const first = await ada.patch(id, { name: 'First' }, { 'if-match': state })
    assert.equal(first.status, 200)
    assert.notEqual(first.headers.get('etag'), state)
    for (const stale of [state, `W/${first.headers.get('etag')}`, '"999"', 'x', ''])
      assert.equal((await ada.patch(id, { name: 'Second' }, { 'if-match': stale })).status, 412, stale)
    assert.equal((await json<{ name: string }>(await ada.program.get(`${root}/${id}`))).name, 'First')
    const listed = `${state}, ${first.headers.get('etag')}`
    assert.equal((await ada.patch(id, { name: 'Second' }, { 'if-match': listed })).status, 200)
    assert.equal((await ada.patch(id, { name: 'Third' }, { 'if-match': '*' })).status, 200)
  })

  test('a signed credential is a token, which says whose it is and works as it is', async () => {
    const { ada, id, seen } = await someone()
    const { made, text } = await signed(ada, id)
    assert.equal(made.secret, undefined)
    const { active, sub, scope, client_id } = await seen(text)
    assert.deepEqual([active, sub, client_id, scope], [true, id, id, 'reports:read reports:write'])
    const { credential, credential_version, credential_type, aud, exp, iat } = claimsOf(text)
    assert.deepEqual([credential, credential_version, credential_type], [made.id, 1, 'jwt'])
    assert.deepEqual([aud, Number(exp) - Number(iat)], [[api, origin], 3600])
    assert.equal((await warder.get('/auth/me', bearer(text))).status, 403, 'it is no person')
    assert.equal((await warder.get(root, bearer(text))).status, 403, 'it looks after no accounts')
    warder.clock.now += 3600
    assert.deepEqual(await seen(text), { active: false })
  })

  test('AG-02 a signed credential renews itself as a bearer token, and the old one ends with its grace', async () => {
    const { ada, id, made: secret, active } = await someone()
    const { made, text } = await signed(ada, id)
    const answer = await rotateOwn(id, made, text)
    assert.equal(answer.status, 200, await answer.clone().text())
    const next = await json<Made>(answer)
    assert.equal(claimsOf(next.token ?? '')['credential_version'], 2)
    assert.equal((await rotateOwn(id, made, text)).status, 409, 'the old one renews nothing')
    const got = await token(id, secret)
    assert.notEqual((await rotateOwn(id, made, got)).status, 200, 'what a secret got renews nothing')
    const other = await signed(ada, id)
    assert.equal((await rotateOwn(id, made, other.text)).status, 404, 'it renews no other')
    assert.deepEqual([await active(text), await active(next.token ?? '')], [true, true])
    assert.equal((await ada.program.remove(`${root}/${id}/credentials/${made.id}`)).status, 204)
    assert.deepEqual([await active(text), await active(next.token ?? '')], [false, false])
    assert.equal((await rotateOwn(id, made, next.token ?? '')).status, 401)
  })

  test('AK-10 an account of another tenant is not there, whatever is asked of it', async () => {
    const { ada, id, made } = await someone()
    const pod = { issuer: 'https://cluster.example', subject: 'system:pod' }
    const key = clientKey('ES256', 'one')
    const trust = await ada.trust(id, { ...pod, jwks: { keys: [key.jwk] } })
    const now = warder.clock.now
    const claims = { iss: pod.issuer, sub: pod.subject, aud: origin, iat: now, exp: now + 300 }
    const client_assertion = signJwt(key, 'JWT', claims)
    const byWorkload = { client_id: id, client_assertion, client_assertion_type: assertion_type }
    const ask = () => warder.form('/oauth/token', { grant_type: 'client_credentials', ...byWorkload })
    const { db } = warder.app
    const move = (tenant_id: string) =>
      db.updateTable('service_account').set({ tenant_id }).where('id', '=', id).execute()
    await db
      .insertInto('tenant')
      .values({
        id: 'ten_other',
        directory_id: 'dir_common',
        slug: 'other',
        name: 'Other',
        issuer: null,
        second_factor_required_at: null,
        suspended_at: null,
        created_at: 1,
      })
      .execute()
    await move('ten_other')
    const one = `${root}/${id}`
    const credential = `${one}/credentials/${made.id}`
    for (const path of [one, `${one}/credentials`, `${one}/federation`, `${one}/federation/${trust.id}`])
      assert.equal((await ada.program.get(path)).status, 404, path)
    for (const path of [one, credential, `${one}/federation/${trust.id}`])
      assert.equal((await ada.program.remove(path)).status, 404, path)
    assert.equal((await ada.patch(id, { name: 'Mine' })).status, 404)
    assert.equal((await patch(warder, id, {}, { ...ada.program.headers(), 'if-match': '*' })).status, 404)
    assert.equal((await ada.program.post(`${one}/federation`, pod)).status, 404)
    assert.equal((await ada.program.post(`${one}/credentials`, { type: 'jwt' })).status, 404)
    assert.equal((await ada.program.post(`${credential}/rotate`, {})).status, 404)
    assert.equal((await askBySecret(warder, id, made.secret)).status, 401)
    const { items } = await json<{ items: { id: string }[] }>(await ada.program.get(root))
    assert.ok(!items.some((account) => account.id === id))

    assert.equal((await ask()).status, 401)
    await move('ten_default')
    assert.equal((await ask()).status, 200, 'what works once was not used up elsewhere')
  })
})
