import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import {
  askBySecret,
  basic,
  claimsOf,
  keeper,
  refusals,
  root,
  type Made,
  type Tokens,
} from '../../support/people/service-accounts.ts'
import { json, origin } from '../../support/warder.ts'

const hour = 3600
const day = 24 * hour

onEveryDatabase('the rotating secret of a service account', (warder) => {
  const ask = (id: string, secret: string | undefined, fields = {}) => askBySecret(warder, id, secret, fields)
  const works = async (id: string, secret: string | undefined) => (await ask(id, secret)).status === 200
  const token = async (id: string, secret: string | undefined) =>
    (await json<Tokens>(await ask(id, secret))).access_token
  const active = async (id: string, secret: string | undefined, asked: string) =>
    (await json(await warder.form('/oauth/introspect', { token: asked }, basic(id, secret))))['active']
  const rotateOwn = (id: string, made: Made, secret: string | undefined, input = {}) =>
    warder.post(`${root}/${id}/credentials/${made.id}/rotate`, input, basic(id, secret))
  const someone = async (input: Record<string, unknown> = {}) => {
    const ada = await keeper(warder)
    const { id } = await ada.account()
    const made = await ada.credential(id, { type: 'rotating_secret', ...input })
    return { ada, id, made }
  }

  test('gets tokens that name the account, its scopes and the version of the credential', async () => {
    const { id, made } = await someone()
    assert.match(made.secret ?? '', /^wss_[\w-]{43}$/)
    const answer = await ask(id, made.secret, { scope: 'reports:read' })
    assert.equal(answer.status, 200)
    const claims = claimsOf((await json<Tokens>(answer)).access_token)
    const { iss, sub, client_id, scope, aud, credential, credential_version, tenant_id } = claims
    assert.deepEqual(
      { iss, sub, client_id, scope, aud, credential, credential_version, tenant_id },
      {
        iss: origin,
        sub: id,
        client_id: id,
        scope: 'reports:read',
        aud: origin,
        credential: made.id,
        credential_version: 1,
        tenant_id: 'ten_default',
      },
    )
    assert.equal(claims['permissions'], undefined)
    const post = await warder.form('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: made.secret ?? '',
    })
    assert.equal(post.status, 200, 'by client_secret_post as well')
    assert.equal((await ask(id, made.secret, { scope: 'users:write' })).status, 400)
    const other = await warder.form(
      '/oauth/token',
      { grant_type: 'refresh_token', refresh_token: 'x' },
      basic(id, made.secret),
    )
    assert.equal(other.status, 400)
  })

  test('AK-04 AG-11 is told once: no list and no database has it', async () => {
    const { ada, id, made } = await someone()
    const secret = made.secret ?? ''
    for (const path of [root, `${root}/${id}`, `${root}/${id}/credentials`]) {
      const text = await (await ada.program.get(path)).text()
      assert.ok(!text.includes(secret) && !/secret_hash|replaced_hash/.test(text), path)
    }
    const rows = await warder.app.db.selectFrom('service_credential').selectAll().execute()
    assert.ok(!JSON.stringify(rows).includes(secret))
    assert.ok(!warder.lines.join('').includes(secret))
  })

  test('AG-02 rotated, the old one works for its grace and not after; the audit names the version', async () => {
    const { ada, id, made } = await someone()
    const next = await ada.rotate(id, made.id, { grace_period_seconds: 600 })
    assert.deepEqual([next.id, next.version], [made.id, 2])
    assert.deepEqual([await works(id, made.secret), await works(id, next.secret)], [true, true])
    warder.clock.now += 599
    assert.equal(await works(id, made.secret), true)
    warder.clock.now += 1
    assert.deepEqual([await works(id, made.secret), await works(id, next.secret)], [false, true])
    assert.deepEqual(await refusals(warder, id), [
      { method: 'client_secret_basic', reason: 'replaced', credential: made.id, version: 1 },
    ])
    const issued = await warder.app.db
      .selectFrom('audit_event')
      .select('detail')
      .where('type', '=', 'token.issued')
      .where('actor', '=', id)
      .execute()
    const versions = issued.map(({ detail }) => (JSON.parse(detail) as { version: number }).version)
    assert.deepEqual(versions, [1, 2, 1, 2])
  })

  test('AG-02 a program rotates its own by the present one: no person is needed', async () => {
    const { id, made } = await someone()
    warder.clock.now += day - 60
    const answer = await rotateOwn(id, made, made.secret)
    assert.equal(answer.status, 200)
    const next = await json<Made>(answer)
    assert.equal(Date.parse(next.expires_at ?? '') / 1000, warder.clock.now + day)
    assert.deepEqual([await works(id, made.secret), await works(id, next.secret)], [true, true])
    warder.clock.now += 60
    assert.deepEqual([await works(id, made.secret), await works(id, next.secret)], [false, true])
    warder.clock.now += day
    assert.equal(await works(id, next.secret), false, 'a day has passed without a rotation')
    assert.equal((await rotateOwn(id, made, next.secret)).status, 401)
    assert.deepEqual((await refusals(warder, id)).at(-1), {
      method: 'client_secret_basic',
      reason: 'expired',
      credential: made.id,
      version: 2,
    })
  })

  test('the old one rotates nothing, but for when the answer to its rotation was lost', async () => {
    const { id, made } = await someone()
    const lost = await json<Made>(await rotateOwn(id, made, made.secret))
    assert.equal((await rotateOwn(id, made, made.secret)).status, 409)
    warder.clock.now += 60
    const again = await rotateOwn(id, made, made.secret)
    assert.equal(again.status, 200)
    const next = await json<Made>(again)
    assert.equal(next.version, 3)
    assert.deepEqual(
      [await works(id, made.secret), await works(id, lost.secret), await works(id, next.secret)],
      [true, false, true],
    )
    warder.clock.now += 60
    assert.equal((await rotateOwn(id, made, made.secret)).status, 409, 'the new one has been used')
  })

  test('of twenty who rotate at once one does, and never three work', async () => {
    const { id, made } = await someone()
    const answers = await Promise.all(Array.from({ length: 20 }, () => rotateOwn(id, made, made.secret)))
    const secrets: (string | undefined)[] = []
    for (const answer of answers) {
      if (answer.status === 200) secrets.push((await json<Made>(answer)).secret)
      else assert.equal(answer.status, 409)
    }
    assert.equal(secrets.length, 1)
    assert.deepEqual([await works(id, made.secret), await works(id, secrets[0])], [true, true])
    const third = await json<Made>(await rotateOwn(id, made, secrets[0]))
    const all = [made.secret, secrets[0], third.secret].map((secret) => works(id, secret))
    assert.deepEqual(await Promise.all(all), [false, true, true])
  })

  test('of twenty managers who rotate it at once each gets a version of their own or none, and the last two work', async () => {
    const { ada, id, made } = await someone()
    const path = `${root}/${id}/credentials/${made.id}/rotate`
    const answers = await Promise.all(Array.from({ length: 20 }, () => ada.program.post(path, {})))
    const told: Made[] = [made]
    for (const answer of answers) {
      if (answer.status === 200) told.push(await json<Made>(answer))
      else assert.equal(answer.status, 409)
    }
    // Whoever comes when another is done rotates what that one was told.
    const versions = told.map(({ version }) => version).toSorted((a, b) => a - b)
    assert.ok(versions.length > 1)
    assert.deepEqual(
      versions,
      versions.map((_, at) => made.version + at),
      'each version is told once',
    )
    const newest = told.filter(({ version }) => versions.slice(-2).includes(version))
    for (const { secret } of newest) assert.equal(await works(id, secret), true)
  })

  test('is no public key: rotated with one it is refused, and goes on as it is', async () => {
    const { ada, id, made } = await someone()
    const path = `${root}/${id}/credentials/${made.id}/rotate`
    for (const input of [{ jwks: { keys: [] } }, { jwks_uri: 'https://robot.example/jwks' }])
      for (const answer of [
        await ada.program.post(path, input),
        await rotateOwn(id, made, made.secret, input),
      ]) {
        assert.equal(answer.status, 400)
        const { errors } = await json<{ errors: { pointer: string }[] }>(answer)
        assert.deepEqual(
          errors.map(({ pointer }) => pointer),
          Object.keys(input).map((name) => `/${name}`),
        )
      }
    assert.equal(await works(id, made.secret), true)
  })

  test('AK-07 rotated without grace, or revoked, it is dead at once with the tokens it got', async () => {
    const { ada, id, made } = await someone()
    const second = await ada.credential(id, { type: 'rotating_secret' })
    const old = await token(id, made.secret)
    const other = await token(id, second.secret)
    const next = await ada.rotate(id, made.id, { grace_period_seconds: 0 })
    const mine = await token(id, next.secret)
    const seen = (one: string) => active(id, second.secret, one)
    assert.deepEqual([await works(id, made.secret), await seen(old), await seen(mine)], [false, false, true])

    const path = `${root}/${id}/credentials/${made.id}`
    assert.equal((await ada.program.remove(path)).status, 204)
    assert.equal((await ada.program.remove(path)).status, 404)
    assert.deepEqual(
      [await works(id, next.secret), await seen(mine), await seen(other)],
      [false, false, true],
    )
  })

  test('AK-07 what was got by a version ends with it, also the one in its grace', async () => {
    const { ada, id, made } = await someone()
    const witness = await ada.credential(id, { type: 'rotating_secret' })
    const first = await token(id, made.secret)
    const next = await ada.rotate(id, made.id)
    const second = await token(id, next.secret)
    assert.equal((await ada.program.remove(`${root}/${id}/credentials/${made.id}`)).status, 204)
    const seen = [first, second].map((one) => active(id, witness.secret, one))
    assert.deepEqual(await Promise.all(seen), [false, false])
  })

  test('AK-10 a secret of one account, wrong ones, and none open no other', async () => {
    const { id, made } = await someone()
    const other = await someone()
    const secret = made.secret ?? ''
    for (const wrong of [
      other.made.secret,
      `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`,
      `${secret} `,
      secret.toLowerCase(),
      'x',
    ])
      assert.equal(await works(id, wrong), false, wrong)
    assert.equal(await works('svc_nobody', secret), false)
    const none = await warder.form('/oauth/token', { grant_type: 'client_credentials', client_id: id })
    assert.equal(none.status, 401)
    assert.equal((await rotateOwn(id, other.made, secret)).status, 404, 'it rotates nobody else’s')
    const another = await other.ada.credential(other.id, { type: 'rotating_secret' })
    assert.equal((await rotateOwn(other.id, another, other.made.secret)).status, 404)
  })

  test('AK-02 asks about the keys of others only with the scope for it', async () => {
    const ada = await keeper(warder)
    const status = async (scopes: string[]) => {
      const { id } = await ada.account({ scopes })
      const { secret } = await ada.credential(id, { type: 'rotating_secret' })
      return (await warder.form('/api/keys/verify', { key: 'wdr_live_x' }, basic(id, secret))).status
    }
    assert.equal(await status(['reports:read']), 400)
    assert.equal(await status(['keys:verify']), 200)
  })
})
