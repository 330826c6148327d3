import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accessTokens from '../../packages/warder/src/store/oauth/access-tokens.ts'
import * as consents from '../../packages/warder/src/store/oauth/consents.ts'
import * as grants from '../../packages/warder/src/store/oauth/grants.ts'
import * as refreshTokens from '../../packages/warder/src/store/oauth/refresh-tokens.ts'
import * as clients from '../../packages/warder/src/store/oauth/clients.ts'
import * as revocations from '../../packages/warder/src/store/oauth/revocations.ts'
import type { RevocationKind } from '../../packages/warder/src/store/oauth/revocations.ts'
import { findHolder, isAnyRevoked, isRevoked } from '../../packages/warder/src/store/oauth/token-holders.ts'
import { revokeAllOfUser } from '../../packages/warder/src/oauth-server/revoke.ts'
import { digest } from '../../packages/warder/src/crypto/tokens.ts'
import type { Db } from '../../packages/warder/src/store/open.ts'
import { onEveryStore } from './open-stores.ts'

const user_id = 'usr_ada'
const key = { user_id, client_id: 'cli_notes', tenant_id: 'ten_default' }

async function person(db: Db): Promise<void> {
  const never = {
    disabled_at: null,
    deactivated_at: null,
    password_change_required_at: null,
    second_factor_required_at: null,
    mfa_enabled_at: null,
    passkey_offered_at: null,
    passwordless_proved_at: null,
    passwordless_proved_by: null,
    password_kept_at: null,
    last_login_at: null,
  }
  const times = { ...never, email_verified_at: 1, created_at: 1, updated_at: 1 }
  const row = {
    id: user_id,
    directory_id: 'dir_common',
    email: 'ada@example.com',
    full_name: 'Ada',
    locale: null,
    ...times,
  }
  await db
    .insertInto('user')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function grant(
  db: Db,
  id: string,
  session_id = 'ses_1',
  offline_at: number | null = null,
  client_id = 'cli_notes',
): Promise<void> {
  const facts = {
    tenant_id: 'ten_default',
    client_id,
    user_id,
    scope: 'a b',
    resource: '',
    amr: 'pwd',
    auth_time: 1,
  }
  await grants.insert(db, { id, session_id, offline_at, created_at: 1, revoked_at: null, ...facts })
}

onEveryStore('the tables of the OAuth server', (store) => {
  test('of fifty who spend a refresh token one does', async () => {
    const { db } = store
    await person(db)
    await grant(db, 'gra_race')
    await refreshTokens.insert(db, {
      token_hash: 'race',
      grant_id: 'gra_race',
      client_id: 'cli_notes',
      created_at: 1,
      expires_at: 100,
    })
    const spend = () => refreshTokens.spend(db, 'race', { hash: 'next', sealed: null }, 10)
    const spent = await Promise.all(Array.from({ length: 50 }, spend))
    assert.equal(spent.filter(Boolean).length, 1)
  })

  test('a refresh token that has expired cannot be spent', async () => {
    const { db } = store
    await grant(db, 'gra_old')
    await refreshTokens.insert(db, {
      token_hash: 'old',
      grant_id: 'gra_old',
      client_id: 'cli_notes',
      created_at: 1,
      expires_at: 100,
    })
    assert.equal(await refreshTokens.spend(db, 'old', { hash: 'next', sealed: null }, 100), false)
  })

  test('a revocation waits for the transaction that holds the grant, and then sees its tokens', async () => {
    const { db } = store
    await grant(db, 'gra_held')
    const held = Promise.withResolvers<undefined>()
    const issuing = db.transaction().execute(async (tx) => {
      assert.equal(await grants.hold(tx, 'gra_held'), true)
      held.resolve(undefined)
      await accessTokens.insert(tx, { jti: 'jti_held', grant_id: 'gra_held', expires_at: 100 })
    })
    await held.promise
    const live = await db.transaction().execute(async (tx) => {
      return accessTokens.liveOf(tx, await grants.revoke(tx, ['gra_held'], 10), 10)
    })
    await issuing
    assert.deepEqual(live, [{ jti: 'jti_held', expires_at: 100 }])
    assert.equal(await grants.hold(db, 'gra_held'), false)
    assert.deepEqual(await grants.revoke(db, ['gra_held'], 11), [], 'it ends once')
  })

  test('ending sessions ends what was granted in them, unless it was to outlive them', async () => {
    const { db } = store
    await grant(db, 'gra_bound', 'ses_a')
    await grant(db, 'gra_offline', 'ses_a', 5)
    await grant(db, 'gra_elsewhere', 'ses_b')
    assert.deepEqual(await grants.revokeOfSessions(db, ['ses_a'], 10), ['gra_bound'])
    assert.deepEqual(
      await grants.revokeOfUser(db, user_id, 10, { client: { ...key, client_id: 'cli_other' } }),
      [],
    )
  })

  test('everything a person granted ends, also what was to outlive the session', async () => {
    const { db } = store
    await grant(db, 'gra_application', 'ses_used')
    await grant(db, 'gra_own', 'ses_used', null, 'cli_warder')
    await grant(db, 'gra_own_offline', 'ses_used', 5, 'cli_warder')
    await revokeAllOfUser(db, user_id, 10)
    for (const id of ['gra_application', 'gra_own', 'gra_own_offline'])
      assert.equal(await grants.hold(db, id), false, id)
  })

  test('consent grows by union, and begins anew after it was taken back', async () => {
    const { db } = store
    const client = {
      client_name: 'Notes',
      type: 'public',
      client_secret_hash: null,
      token_endpoint_auth_method: 'none',
      redirect_uris: '[]',
    }
    const lists = {
      post_logout_redirect_uris: '[]',
      grant_types: '',
      response_types: '',
      scope: '',
      application_type: 'web',
      resources: '[]',
    }
    const algs = {
      id_token_signed_response_alg: 'RS256',
      access_token_signed_response_alg: 'ES256',
      access_token_claims: '',
      default_resource: null,
    }
    const times = {
      require_pkce_at: 1,
      skip_consent_at: null,
      disabled_at: null,
      created_at: 1,
      updated_at: 1,
    }
    await db
      .insertInto('client')
      .values({ client_id: key.client_id, tenant_id: key.tenant_id, ...client, ...lists, ...algs, ...times })
      .execute()

    await consents.grant(db, key, { scope: ['openid'], resource: ['https://a.example'] }, 10)
    await consents.grant(db, key, { scope: ['openid', 'email'], resource: ['urn:b'] }, 20)
    const found = await consents.find(db, key)
    assert.ok(found)
    assert.deepEqual(
      [found.scope, found.resource],
      [
        ['openid', 'email'],
        ['https://a.example', 'urn:b'],
      ],
    )
    assert.equal(found.granted_at, 20)
    // oxfmt-ignore
    const places: [resource: string[], scope: string[]][] = [
      [['https://a.example'], ['openid']], [['urn:b'], ['openid', 'email']],
      [['urn:b', 'https://a.example'], ['openid']], [['urn:c'], []], [[], []],
    ]
    for (const [resource, scope] of places) assert.deepEqual(consents.scopeAt(found, resource), scope)
    await consents.grant(db, key, { scope: ['#odd'], resource: [] }, 21)
    const more = (await consents.find(db, key)) ?? assert.fail()
    assert.deepEqual(consents.scopeAt(more, []), ['#odd'])
    assert.deepEqual(consents.scopeAt(more, ['urn:b']), ['openid', 'email'])
    assert.deepEqual(more.resource, ['https://a.example', 'urn:b'])
    assert.equal(await consents.withdraw(db, key, 30), true)
    assert.equal(await consents.withdraw(db, key, 31), false)
    assert.equal(await consents.find(db, key), undefined)
    await consents.grant(db, key, { scope: ['openid'], resource: [] }, 40)
    const anew = (await consents.find(db, key)) ?? assert.fail()
    assert.deepEqual([anew.scope, anew.resource, anew.granted_at], [['openid'], [], 40])
    assert.deepEqual(consents.scopeAt(anew, []), ['openid'])

    assert.equal(await clients.remove(db, key.tenant_id, key.client_id), true)
    assert.deepEqual(await db.selectFrom('consent').selectAll().execute(), [], 'it goes with its client')
  })

  test('a revocation counts from its moment until its end, for what was issued before it', async () => {
    const { db } = store
    const digests = (jti: string) =>
      [digest(jti), digest('s'), digest('u'), digest('c'), digest('t')] as const
    await revocations.insert(
      db,
      [
        { kind: 'jti', value: 'whole', until: 100 },
        { kind: 'sub', value: 'early', until: 100, not_before: 50 },
      ],
      10,
    )
    assert.equal(await isRevoked(db, digests('whole'), 5, 99), true)
    assert.equal(await isRevoked(db, digests('whole'), 5, 100), false)
    assert.equal(await isRevoked(db, digests('early'), 49, 60), true)
    assert.equal(await isRevoked(db, digests('early'), 50, 60), false)
    assert.equal(await isRevoked(db, digests('another'), 5, 60), false)
  })

  test('a token is dead by each of its names, however it is asked', async () => {
    const { db } = store
    await person(db)
    const names = ['jti', 'sid', 'sub', 'client', 'tenant']
    /** Digests of a token of which one name, or none, stands in the feed. */
    const token = (dead?: string) => {
      const [jti = '', sid = '', sub = '', client = '', tenant = ''] = names.map((name) =>
        digest(name === dead ? `the dead ${name}` : `a living ${name}`),
      )
      return [jti, sid, sub, client, tenant] as const
    }
    const alive = async (digests: ReturnType<typeof token>, now = 60) => ({
      alone: !(await isRevoked(db, digests, 5, now)),
      with_others: !(await isAnyRevoked(db, digests, 5, now)),
      by_holder: (await findHolder(db, user_id, digests, 5, now))?.id === user_id,
    })
    const all = { alone: true, with_others: true, by_holder: true }
    const none = { alone: false, with_others: false, by_holder: false }

    const revoked = names.map((kind) => ({
      kind: kind as RevocationKind,
      value: `the dead ${kind}`,
      until: 100,
    }))
    await revocations.insert(db, revoked, 10)
    assert.deepEqual(await alive(token()), all)
    for (const name of names) assert.deepEqual(await alive(token(name)), none, name)
    assert.deepEqual(await alive(token('sid'), 100), all, 'past its end')
  })
})
