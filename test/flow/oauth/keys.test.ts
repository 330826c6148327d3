import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { makeFirstKeys } from '../../../packages/warder/src/signing-keys/first-keys.ts'
import { listKeys, rotateDue, rotateKeys } from '../../../packages/warder/src/signing-keys/rotate.ts'
import { createKeyRing } from '../../../packages/warder/src/signing-keys/ring.ts'
import { secretsFrom } from '../../../packages/warder/src/crypto/secrets.ts'
import { startOAuth, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { json } from '../../support/warder.ts'

const tenant_id = 'ten_default'

describe('signing keys', () => {
  let world: OAuthWorld
  let machine: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    machine = await world.client({ type: 'machine', redirect_uris: [], scope: 'read' })
  })
  after(() => world.warder.close())

  const token = async () =>
    (await json<Tokens>(await world.token(machine, { grant_type: 'client_credentials' }))).access_token
  const kidOf = (jwt: string) =>
    (JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid
  const published = async () => {
    const { keys } = await json<{ keys: { kid: string }[] }>(await world.warder.get('/.well-known/jwks.json'))
    return keys.map(({ kid }) => kid)
  }
  const introspect = async (jwt: string) => {
    const authorization = `Basic ${btoa(`${machine.client_id}:${machine.client_secret}`)}`
    return (await json(await world.warder.form('/oauth/introspect', { token: jwt }, { authorization })))[
      'active'
    ]
  }

  test('a rotation publishes first, signs when caches have expired, and removes last of all', async () => {
    const { app, clock } = world.warder
    const before = await token()
    const [rotated] = await rotateKeys(app, { tenant_id, alg: 'ES256' })
    assert.ok(rotated)
    assert.equal(rotated.active_at, clock.now + 360)
    assert.deepEqual(rotated.replaced, [kidOf(before)])
    assert.deepEqual(new Set(await published()), new Set([kidOf(before), rotated.kid]))

    clock.now += 359
    const last = await token()
    assert.equal(kidOf(last), kidOf(before))
    clock.now += 1
    assert.equal(kidOf(await token()), rotated.kid)
    assert.equal(await introspect(last), true)
    clock.now += 599
    assert.ok(
      (await published()).includes(kidOf(before)),
      'the last token of the old key can still be checked',
    )
    clock.now += 61
    assert.deepEqual(await published(), [rotated.kid])
    const states = (await listKeys(app, tenant_id)).map(({ kid, state }) => [kid, state])
    assert.deepEqual(Object.fromEntries(states), { [rotated.kid]: 'signing', [kidOf(before)]: 'removed' })
  })

  test('a key set is kept for five minutes once its first keys have been there as long', async () => {
    const fresh = await startOAuth()
    const { app, clock, get } = fresh.warder
    const cached = async () => (await get('/.well-known/jwks.json')).headers.get('cache-control')
    await makeFirstKeys(app, tenant_id).then(({ background }) => background)
    assert.deepEqual((await listKeys(app, tenant_id)).map(({ alg }) => alg).toSorted(), [
      'ES256',
      'ES384',
      'EdDSA',
      'PS256',
      'RS256',
    ])
    assert.equal(await cached(), 'public, max-age=5')
    clock.now += 299
    assert.equal(await cached(), 'public, max-age=5')
    clock.now += 6
    assert.equal(await cached(), 'public, max-age=300')
    await fresh.warder.close()
  })

  test('the first key of an algorithm is published before it signs, beside keys that verifiers keep', async () => {
    const fresh = await startOAuth()
    const { app, clock } = fresh.warder
    await app.keys.signer(tenant_id, 'ES256')
    clock.now += 300
    const [late] = await rotateKeys(app, { tenant_id, alg: 'EdDSA' })
    const [key] = await listKeys(app, tenant_id)
    assert.deepEqual([key?.kid, key?.state, key?.active_at], [late?.kid, 'published', clock.now + 360])
    assert.equal((await app.keys.signer(tenant_id, 'EdDSA')).kid, late?.kid, 'whoever insists gets it')
    await fresh.warder.close()
  })

  test('keys are replaced by themselves when they have signed for long enough, on one instance', async () => {
    const fresh = await startOAuth({ 'keys.rotate_after': '30d' })
    const { app, clock } = fresh.warder
    await makeFirstKeys(app, tenant_id).then(({ background }) => background)
    const first = await app.keys.signer(tenant_id, 'ES256')
    assert.equal(await rotateDue(app), 0)
    clock.now += 30 * 86_400
    const others = { ...app, keys: createKeyRing(app) }
    const counts = await Promise.all([rotateDue(app), rotateDue(others), rotateDue(app)])
    assert.equal(
      counts.reduce((sum, one) => sum + one),
      5,
    )
    assert.equal(await rotateDue(app), 0)
    assert.equal((await app.keys.signer(tenant_id, 'ES256')).kid, first.kid)
    clock.now += 360
    assert.notEqual((await app.keys.signer(tenant_id, 'ES256')).kid, first.kid)
    assert.equal(await rotateDue({ ...app, config: { ...app.config, keys_rotate_after: 0 } }), 0)
    await fresh.warder.close()
  })

  test('in an emergency the old key counts for nothing from this moment', async () => {
    const { app } = world.warder
    const stolen = await token()
    assert.equal(await introspect(stolen), true)
    const [rotated] = await rotateKeys(app, { tenant_id, alg: 'ES256', emergency: true })
    assert.ok(rotated)
    assert.deepEqual(await published(), [rotated.kid])
    assert.equal(await introspect(stolen), false, 'also where its signature was checked a moment ago')
    assert.equal(kidOf(await token()), rotated.kid)
    const events = await app.db
      .selectFrom('audit_event')
      .select('type')
      .where('type', 'like', 'signing_key.%')
      .execute()
    assert.deepEqual(
      events.map(({ type }) => type),
      ['signing_key.created', 'signing_key.rotated', 'signing_key.rotated'],
    )
    const { items } = await json<{ items: { kind: string }[] }>(await world.warder.get('/oauth/revocations'))
    assert.ok(items.some(({ kind }) => kind === 'key'))
  })

  test('a rotation by another process is seen within five seconds', async () => {
    const { app, clock } = world.warder
    await token()
    const { db, secrets, now, config } = app
    const elsewhere = createKeyRing({ db, secrets, now })
    const [rotated] = await rotateKeys(
      { db, secrets, now, config, keys: elsewhere },
      { tenant_id, alg: 'ES256', emergency: true },
    )
    clock.now += 5
    assert.equal(kidOf(await token()), rotated?.kid)
  })

  test('a slow reading of the keys does not undo what a later one saw', async () => {
    const fresh = await startOAuth()
    const { secrets, now, db: connection } = fresh.warder.app
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    let first = true
    const db = connection.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (first) {
          first = false
          begun.resolve()
          await held.promise
        }
        return result
      },
    })
    const ring = createKeyRing({ db, secrets, now })
    const slow = ring.verifiers(tenant_id)
    await begun.promise
    const { kid } = await ring.signer(tenant_id, 'ES384', connection)
    const knows = (keys: readonly { kid: string }[]) => keys.some((key) => key.kid === kid)
    held.resolve()
    assert.equal(knows(await slow), false, 'it began before the key was there')
    assert.equal(knows(await ring.verifiers(tenant_id)), true)
    await fresh.warder.close()
  })

  test('private keys are sealed, and what another secret sealed is not used', async () => {
    const { app } = world.warder
    const rows = await app.db.selectFrom('signing_key').selectAll().execute()
    for (const row of rows) {
      const bytes = Buffer.from(row.private_key.split('.').at(-1) ?? '', 'base64url')
      assert.equal(
        bytes.includes(Buffer.from('2a8648ce3d0201', 'hex')),
        false,
        'no object identifier of a key in clear',
      )
    }
    const { db, now } = app
    const stranger = createKeyRing({
      db,
      now,
      secrets: secretsFrom([{ id: 'other', key: Buffer.alloc(32, 7) }]),
    })
    assert.deepEqual(await stranger.verifiers(tenant_id), [])
    await assert.rejects(async () => stranger.signer(tenant_id, 'ES256'), /no usable ES256 key/)
  })

  test('a public key that was changed in the database is not published', async () => {
    const { app } = world.warder
    const [first] = await app.db
      .selectFrom('signing_key')
      .selectAll()
      .where('removed_at', 'is', null)
      .execute()
    assert.ok(first)
    const foreign = await startOAuth()
    await foreign.warder.app.keys.signer(tenant_id, 'ES256')
    const row = await foreign.warder.app.db.selectFrom('signing_key').selectAll().executeTakeFirstOrThrow()
    const changed = JSON.stringify({ ...(JSON.parse(row.public_jwk) as object), kid: first.kid })
    await app.db
      .updateTable('signing_key')
      .set({ public_jwk: changed })
      .where('kid', '=', first.kid)
      .execute()
    const { db, secrets, now } = app
    assert.deepEqual(await createKeyRing({ db, secrets, now }).verifiers(tenant_id), [])
    await app.db
      .updateTable('signing_key')
      .set({ public_jwk: first.public_jwk })
      .where('kid', '=', first.kid)
      .execute()
    await foreign.warder.close()
  })
})

describe('the revocation feed', () => {
  let world: OAuthWorld
  before(async () => {
    world = await startOAuth()
  })
  after(() => world.warder.close())

  type Feed = { cursor: string; items: { kind: string; hash: string; until: number }[] }
  const feed = async (after?: string) =>
    world.warder.get(`/oauth/revocations${after === undefined ? '' : `?after=${after}`}`)

  test('it names the digest of what was revoked, and the cursor moves on when nothing can come before it', async () => {
    const { clock } = world.warder
    const empty = await json<Feed>(await feed())
    assert.deepEqual(empty, { cursor: '0', items: [] })

    const client = await world.client({ skip_consent: true })
    const browser = await world.signedIn()
    await world.tokens(client, 'openid', browser)
    await browser.submit(await browser.open('/logout'), '/logout', {})
    const first = await json<Feed>(await feed('0'))
    assert.deepEqual(new Set(first.items.map(({ kind }) => kind)), new Set(['sid', 'jti']))
    for (const { hash } of first.items) assert.match(hash, /^[A-Za-z0-9_-]{43}$/)
    assert.equal(first.cursor, '0')

    clock.now += 30
    const settled = await json<Feed>(await feed('0'))
    assert.equal(settled.items.length, first.items.length)
    assert.notEqual(settled.cursor, '0')
    assert.deepEqual((await json<Feed>(await feed(settled.cursor))).items, [])
  })

  test('whoever has seen it gets 304, a cursor that is none 400, and one of another feed 410', async () => {
    const answer = await feed('0')
    const again = await world.warder.get('/oauth/revocations?after=0', {
      'if-none-match': answer.headers.get('etag') ?? '',
    })
    assert.equal(again.status, 304)
    for (const cursor of ['x', '-1', '1e9', '9'.repeat(16)])
      assert.equal((await feed(cursor)).status, 400, cursor)
    const beyond = await feed('999999')
    assert.equal(beyond.status, 410)
    assert.equal((await json(beyond))['code'], 'cursor_too_old')
  })
})
