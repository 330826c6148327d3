import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { invite } from '../../../packages/warder/src/users/invite/invite.ts'
import { requirePasswordChange } from '../../../packages/warder/src/users/lifecycle/forced-change.ts'
import { basicOf, oauthWorld, type Tokens } from '../../support/oauth.ts'
import { personWithApp, waiting as waitingFor } from '../../support/people/authenticator.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'
import { away, chrome, withCookie } from '../sessions/support.ts'

const next = 'quite another pass phrase'
const ada = 'ada@example.com'

/** Does all that hands out a secret, the wrong way as well, and gives every secret there was by its name. */
async function everySecret(warder: TestWarder): Promise<Record<string, string>> {
  const found: Record<string, string> = { password: goodPassword, 'new password': next }
  const link = async (path: string, to = ada) => (found[`link to ${path}`] = await linkTo(warder, to, path))
  const tokens = await program(warder, ada)
  found['access token'] = tokens.headers().authorization.slice('Bearer '.length)

  await warder.post('/auth/register', { email: 'bob@example.com', password: goodPassword, full_name: 'Bob' })
  const verify = await link('/verify-email', 'bob@example.com')
  await warder.get(`/verify-email?token=${verify}`)
  await warder.post('/auth/verify-email', { token: `${verify}x` })
  await warder.post('/auth/verify-email', { token: verify })

  await invite(warder.operator, { email: 'carol@example.com' })
  const token = await link('/invite', 'carol@example.com')
  await warder.get(`/invite?token=${token}`)
  await warder.post('/auth/invite', { token, full_name: 'Carol', password: 'password' })
  await warder.post('/auth/invite', { token, full_name: 'Carol', password: next })

  await tokens.post('/auth/me/email', { email: 'ada@example.net' })
  const confirm = await link('/confirm-email', 'ada@example.net')
  await warder.get(`/confirm-email?token=${confirm}`)
  await tokens.post('/auth/me/emails/confirm', { token: confirm })
  const undo = await link('/undo-email')
  await warder.get(`/undo-email?token=${undo}`)
  await tokens.post('/auth/reauthenticate', { password: `${goodPassword}!` })
  await tokens.post('/auth/reauthenticate', { password: goodPassword })
  found['renewed access token'] = tokens.headers().authorization.slice('Bearer '.length)
  const undone = await warder.post('/auth/undo-email', { token: undo })
  assert.equal(undone.status, 200)
  await warder.post('/auth/forgot-password', { email: ada })
  const reset = await link('/reset-password')
  const was = await warder.post('/auth/reset-password', { token: reset, password: next })
  assert.equal(was.status, 200, await was.text())

  const body = { email: ada, password: next }
  const thief = { agent: chrome, address: away, method: 'POST' }
  const waiting = await withCookie(warder, '/auth/login', '', { ...thief, body })
  const begun = await json<{ temp_token?: string }>(waiting)
  const { temp_token } = begun
  assert.ok(temp_token, JSON.stringify(begun))
  found['handle of a waiting sign-in'] = temp_token
  const code = (await warder.inbox()).flatMap(({ codes }) => codes)[0] ?? ''
  found['mailed code'] = code
  const step = (guess: string) =>
    withCookie(warder, '/auth/login/mfa', '', { ...thief, body: { temp_token, code: guess } })
  await step(code === '000000' ? '000001' : '000000')
  const done = await json<{ refresh_token: string }>(await step(code))
  found['refresh token'] = done.refresh_token
  const notMe = await link('/not-me')
  await warder.get(`/not-me?token=${notMe}`)

  const world = oauthWorld(warder)
  await warder.user('eve@example.com')
  const [client, browser] = [await world.client(), await world.signedIn('eve@example.com')]
  for (const [name, value] of browser.cookies) found[`cookie ${name}`] = value
  found['client secret'] = client.client_secret ?? ''
  found['authorization code'] = await world.code(client, { scope: 'openid offline_access' }, browser)
  const redeemed = await json<Tokens>(await world.redeem(client, found['authorization code']))
  for (const name of ['access_token', 'refresh_token', 'id_token'] as const)
    found[`${name} of an application`] = redeemed[name] ?? ''
  await world.redeem(client, found['authorization code'])
  await warder.form('/oauth/introspect', { token: redeemed.access_token }, basicOf(client))
  await warder.form(
    '/oauth/token',
    { grant_type: 'refresh_token', refresh_token: 'x' },
    {
      authorization: `Basic ${Buffer.from(`${client.client_id}:wrong client secret`).toString('base64')}`,
    },
  )
  found['wrong client secret'] = 'wrong client secret'
  const csrf = await json<{ csrf_token: string }>(await browser.send('/auth/csrf'))
  found['CSRF token'] = csrf.csrf_token

  await warder.user('grace@example.com')
  await requirePasswordChange(warder.operator, 'grace@example.com')
  const forced = await json<{ reset_token: string }>(
    await warder.post('/auth/login', { email: 'grace@example.com', password: goodPassword }),
  )
  found['token of a forced change'] = forced.reset_token

  const heidi = await personWithApp(warder, 'heidi@example.com')
  found['key of an authenticator app'] = heidi.secret
  const [used = '', unused = ''] = heidi.recovery
  found['recovery code'] = unused
  found['used recovery code'] = used
  for (const guess of ['000000', used]) {
    const { temp_token: handle } = await waitingFor(warder, heidi.email)
    await warder.post('/auth/login/mfa', { temp_token: handle, code: guess })
  }

  // Whoever puts a secret where none belongs: in a path, in a query, in a header that is not for it.
  for (const secret of Object.values(found)) {
    const text = encodeURIComponent(secret)
    await warder.get(`/nowhere/${text}?token=${text}`, { referer: `https://id.example/?${text}` })
    const bearer = { authorization: `Bearer ${text}` }
    await warder.request(`/auth/sessions/${text}`, { method: 'DELETE', headers: bearer })
  }
  return found
}

test('LP-01 no secret stands in the log at debug level, in the numbers, in the audit or in any table', async () => {
  const warder = await startWarder({
    dev: 'true',
    issuer: 'https://id.example',
    'risk.new_device': 'step-up',
    'limits.costly': '1000',
    'limits.mailing': '1000',
  })
  // A setup link is a secret as well, and the only one that is logged, when nobody can administer yet.
  await warder.user(ada)
  const secrets = await everySecret(warder)
  for (const [name, secret] of Object.entries(secrets)) assert.ok(secret, `there is no ${name}`)
  const { db } = warder.app
  const tables = (await db.introspection.getTables()).map(({ name }) => name)
  const stored: string[] = []
  for (const name of tables) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db)
    stored.push(
      JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    )
  }
  // oxfmt-ignore
  const places: Record<string, string> = {
    'the log':     warder.lines.join(''),
    'the numbers': await (await warder.request('/metrics', {}, '127.0.0.1')).text(),
    'the store':   stored.join('\n'),
  }
  for (const [place, text] of Object.entries(places)) {
    assert.ok(text.length > 100, `${place} is looked at`)
    for (const [name, secret] of Object.entries(secrets)) {
      // Six digits stand in many a number; what would give them away is a field of their own.
      const found = name === 'mailed code' ? text.includes(`"${secret}"`) : text.includes(secret)
      assert.ok(!found, `${name} is in ${place}`)
      if (/^w\w\w_/.test(secret))
        assert.ok(!text.includes(secret.slice(4)), `${name} is in ${place}, without its prefix`)
    }
  }
  await warder.close()
})
