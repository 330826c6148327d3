import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import type { AddClaims } from '../../../packages/warder/src/index.ts'
import { claimsOf, oauthWorld, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { json, startWarder } from '../../support/warder.ts'

describe('a program that Warder is part of adds claims to tokens', () => {
  let world: OAuthWorld
  async function adding(claims: AddClaims): Promise<OAuthWorld> {
    const warder = await startWarder({}, {}, undefined, { claims })
    await warder.user()
    return (world = oauthWorld(warder))
  }
  afterEach(() => world.warder.close())

  const scope = 'openid offline_access'
  const allowed = { scope, access_token_claims: [] }

  test('by who it is about and what it is for, in what an application gets at first and later', async () => {
    const asked: object[] = []
    const { client, tokens, refresh, warder } = await adding((subject, { client_id }) => {
      asked.push({ ...subject, client_id })
      return Promise.resolve({ plan: 'gold', 'https://shop.example/limits': { orders: 5 } })
    })
    const notes = await client({ ...allowed, grant_types: ['authorization_code', 'refresh_token'] })
    const first = await tokens(notes, scope)
    const again = await json<Tokens>(await refresh(notes, first.refresh_token ?? ''))
    for (const token of [first.access_token, first.id_token, again.access_token, again.id_token]) {
      const claims = claimsOf(token ?? '')
      assert.equal(claims['plan'], 'gold')
      assert.deepEqual(claims['https://shop.example/limits'], { orders: 5 })
    }
    const sub = claimsOf(first.access_token)['sub']
    assert.deepEqual(asked, Array(2).fill({ id: sub, tenant_id: 'ten_default', client_id: notes.client_id }))
    const own = await warder.tokens()
    assert.equal(
      claimsOf(own.access_token)['plan'],
      undefined,
      'what people sign in to Warder with is its own',
    )
    assert.equal((await warder.post('/auth/refresh', own)).status, 200)
    assert.equal(asked.length, 2)
  })

  // oxfmt-ignore
  const refused: [what: string, claims: AddClaims][] = [
    ...['iss', 'sub', 'aud', 'exp', 'iat', 'jti', 'client_id', 'scope', 'sid', 'acr', 'amr', 'auth_time', 'cnf', 'act', 'nonce', 'at_hash',
      'roles', 'permissions', 'tenant_id', 'dies_with', 'authorization_details', 'email', 'email_verified', 'phone_number', 'name', '']
      .map((name): [string, AddClaims] => [`says ${name || 'nothing by its name'}`, () => ({ [name]: 'mine' })]),
    ['throws',                      () => { throw new Error('no') }],
    ['rejects',                     () => Promise.reject(new Error('no'))],
    ['gives no object',             () => 'admin' as never],
    ['gives a list',                () => ['admin'] as never],
    ['gives more than 4,096 bytes', () => ({ long: 'x'.repeat(5000) })],
    ['gives what JSON has not',     () => ({ big: 1n })],
    ['gives a circle',              () => { const self: Record<string, unknown> = {}; self['self'] = self; return self }],
    ['hangs',                       () => new Promise<never>(() => undefined)],
  ]
  for (const [what, claims] of refused) {
    test(`no token is given out where it ${what}, and the code is good for another attempt`, async () => {
      let broken = true
      const { client, code, redeem } = await adding((...asked) => (broken ? claims(...asked) : {}))
      const notes = await client()
      const handle = await code(notes)
      const answer = await redeem(notes, handle)
      assert.equal(answer.status, 500)
      const said = await json(answer)
      assert.equal(said['error'], 'server_error')
      assert.ok(!JSON.stringify(said).includes('claims()'), 'why is for the log alone')
      broken = false
      assert.equal((await redeem(notes, handle)).status, 200)
    })
  }
})
