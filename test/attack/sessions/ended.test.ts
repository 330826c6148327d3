import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deviceCodeGrant } from '@warder/protocol'
import { oauthWorld, type OAuthWorld } from '../../support/oauth.ts'
import type { Browser } from '../../support/cookies.ts'
import { newKey } from '../../support/passkeys/authenticator.ts'
import { register, type AskedToMake } from '../../support/passkeys/people.ts'
import { addApp as addAppBeside, codeAt } from '../../support/people/authenticator.ts'
import { addPhone, textedCode, withTexts } from '../../support/people/phones.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { addApp } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

/** Another instance has ended a session, and this one remembers for a few seconds that it was open. */
describe('a session that has ended elsewhere', () => {
  let warder: TestWarder
  let world: OAuthWorld
  before(async () => {
    warder = await startWarder({ 'session.cache': '5', ...withTexts })
    await warder.user()
    world = oauthWorld(warder)
  })
  after(() => warder.close())

  const endElsewhere = async (browser: Browser) => {
    // Longer ago than what just changed is not remembered.
    warder.clock.now += 10
    assert.equal((await browser.send('/auth/me')).status, 200)
    await warder.app.db.updateTable('session').set({ revoked_at: warder.clock.now }).execute()
    assert.equal((await browser.send('/auth/me')).status, 200, 'this instance does not know it yet')
  }
  const send = async (browser: Browser, path: string, body: object, method = 'POST') => {
    const { csrf_token } = await json<{ csrf_token: string }>(await browser.send('/auth/csrf'))
    const text = JSON.stringify(body)
    const headers = {
      'x-csrf-token': csrf_token,
      'content-type': 'application/json',
      'content-length': String(text.length),
    }
    return browser.send(path, { method, headers, body: text })
  }
  const grants = async () => (await warder.app.db.selectFrom('oauth_grant').select('id').execute()).length

  test('makes no API key, and gives none another secret', async () => {
    const browser = await world.signedIn()
    const key = { name: 'Robot', scopes: ['profile:read'] }
    const made = await json<{ id: string }>(await send(browser, '/api/keys', key))
    await endElsewhere(browser)
    assert.equal((await send(browser, '/api/keys', key)).status, 401)
    assert.equal((await send(browser, `/api/keys/${made.id}/rotate`, {})).status, 401)
  })

  test('takes no factor away, and renames, adds and changes nothing', async () => {
    const email = 'carol@example.com'
    await warder.user(email)
    const own = await program(warder, email)
    const added = await json<{ id: string }>(await register(warder, own.headers(), newKey()))
    const app = await addAppBeside(warder, email, own)
    const other = 'carol@home.example'
    await own.post('/auth/me/emails', { email: other })
    const token = await linkTo(warder, other, '/confirm-email')
    await own.post('/auth/me/emails/confirm', { token })
    await own.post('/auth/me/emails', { email: 'carol@work.example' })
    const link = await linkTo(warder, 'carol@work.example', '/confirm-email')
    await addPhone(warder, own, '+41791234567')
    const [address] = (
      await json<{ items: { id: string; email: string }[] }>(await own.get('/auth/me/emails'))
    ).items.filter((one) => one.email === other)

    warder.clock.now += 90
    const browser = await world.signedIn(email)
    const choose = await browser.submit(await browser.open('/mfa'), '/mfa/send', { method: 'totp' })
    assert.equal((await browser.submit(choose, '/mfa', { code: app.code() })).path, '/account')
    await endElsewhere(browser)
    const everything = () => warder.app.db.selectFrom('credential').selectAll().orderBy('id').execute()
    const before = await everything()
    const people = warder.app.db.selectFrom('user').select('full_name').where('email', '=', email)
    const { full_name: full_name_before } = await people.executeTakeFirstOrThrow()
    // oxfmt-ignore
    for (const [method, path, body] of [
      ['PATCH',  `/auth/passkeys/${added.id}`,        { name: 'Mallory' }],
      ['DELETE', `/auth/passkeys/${added.id}`,        {}],
      ['PATCH',  `/auth/mfa/totp/${app.id}`,          { name: 'Mallory' }],
      ['DELETE', `/auth/mfa/totp/${app.id}`,          {}],
      ['DELETE', '/auth/mfa/totp',                    {}],
      ['PUT',    '/auth/me/phone',                    { phone: '+41791234567', sign_in: false }],
      ['PUT',    '/auth/me/phone',                    { phone: '+41791234568' }],
      ['DELETE', '/auth/me/phone',                    {}],
      ['PUT',    '/auth/me',                          { full_name: 'Mallory' }],
      ['POST',   '/auth/me/emails',                   { email: 'mallory@example.com' }],
      ['POST',   '/auth/me/emails/confirm',           { token: link }],
      ['POST',   `/auth/me/emails/${address?.id}/primary`, {}],
      ['DELETE', `/auth/me/emails/${address?.id}`,    {}],
      ['DELETE', '/auth/me/password',                 {}],
      ['POST',   '/auth/me/deactivate',               {}],
      ['DELETE', '/auth/me',                          {}],
    ] as const) {
      const answer = await send(browser, path, body, method)
      // The last ones refuse somebody with a second way in first, which is as good.
      assert.ok([401, 409].includes(answer.status), `${method} ${path}: ${answer.status}`)
    }
    assert.deepEqual(await everything(), before)
    const person = warder.app.db.selectFrom('user').selectAll().where('email', '=', email)
    const { full_name, deactivated_at } = await person.executeTakeFirstOrThrow()
    assert.deepEqual([full_name, deactivated_at], [full_name_before, null])
  })

  test('is not confirmed and gets nothing new, however late in the call it ended', async () => {
    const email = 'erin@example.com'
    await warder.user(email)
    const { passwords } = warder.app
    const { verify } = passwords
    const calls = [
      ['/auth/reauthenticate', { password: goodPassword }],
      ['/auth/change-password', { current_password: goodPassword, password: 'quite another pass phrase' }],
    ] as const
    for (const [path, body] of calls) {
      const own = await program(warder, email)
      const browser = await world.signedIn(email)
      for (const call of [() => own.post(path, body), () => send(browser, path, body)]) {
        await warder.app.db.updateTable('session').set({ revoked_at: null }).execute()
        passwords.verify = async (...given) => {
          await warder.app.db.updateTable('session').set({ revoked_at: warder.clock.now }).execute()
          return verify(...given)
        }
        const answer = await call()
        passwords.verify = verify
        assert.deepEqual([answer.status, answer.headers.getSetCookie()], [401, []], path)
        assert.equal('access_token' in (await json(answer)), false)
      }
    }
  })

  test('adds nothing to sign in with, also where it was begun before', async () => {
    const email = 'dave@example.com'
    await warder.user(email)
    const browser = await world.signedIn(email)
    const begin = async <T>(path: string, body: object, method?: string) =>
      json<T>(await send(browser, path, body, method))
    const { challenge_id, publicKey } = await begin<AskedToMake>('/auth/passkey/register-options', {})
    const credential = newKey().create(publicKey)
    const { secret } = await begin<{ secret: string }>('/auth/mfa/totp/enable', {})
    await send(browser, '/auth/me/phone', { phone: '+41791230000' }, 'PUT')
    const code = await textedCode(warder, '+41791230000')
    await endElsewhere(browser)
    const credentials = () =>
      warder.app.db
        .selectFrom('credential')
        .innerJoin('user', 'user.id', 'credential.user_id')
        .select('method')
        .where('email', '=', email)
        .execute()
    // oxfmt-ignore
    for (const [path, body] of [
      ['/auth/passkey/register',  { challenge_id, credential }],
      ['/auth/mfa/totp/confirm',  { code: codeAt(secret, warder.clock.now) }],
      ['/auth/me/phone/confirm',  { code }],
    ] as const) {
      assert.equal((await send(browser, path, body)).status, 401, path)
      assert.deepEqual(await credentials(), [{ method: 'password' }])
    }
    const dave = warder.app.db.selectFrom('user').select('id').where('email', '=', email)
    await warder.app.db.deleteFrom('credential').where('user_id', 'in', dave).execute()
    assert.equal((await send(browser, '/auth/me/password', { password: 'one more pass phrase' })).status, 401)
    assert.deepEqual(await credentials(), [])
  })

  test('takes no password away', async () => {
    const [email, number] = ['grace@example.com', '+41791230001']
    await warder.user(email)
    const browser = await world.signedIn(email)
    await send(browser, '/auth/me/phone', { phone: number }, 'PUT')
    await send(browser, '/auth/me/phone/confirm', { code: await textedCode(warder, number) })
    const proved = { passwordless_proved_at: warder.clock.now, passwordless_proved_by: 'mail' } as const
    await warder.app.db.updateTable('user').set(proved).where('email', '=', email).execute()
    const own = '/auth/me/password'
    assert.equal((await json(await browser.send(own)))['state'], 'ready')
    await endElsewhere(browser)
    assert.equal((await send(browser, own, {}, 'DELETE')).status, 401)
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 200)
  })

  test('makes no recovery codes', async () => {
    const email = 'bob@example.com'
    await warder.user(email)
    const app = await addApp(warder, email)
    const browser = await world.signedIn(email)
    await browser.submit(await browser.open('/mfa'), '/mfa', { code: app.code() })
    assert.equal((await send(browser, '/auth/mfa/backup-codes', {})).status, 200)
    await endElsewhere(browser)
    assert.equal((await send(browser, '/auth/mfa/backup-codes', {})).status, 401)
  })

  test('gives an application no code, by itself or by a press of a button', async () => {
    const client = await world.client()
    const browser = await world.signedIn()
    const offline = { scope: 'openid offline_access', prompt: 'consent' }
    const consent = await browser.open(world.address(client, offline))
    assert.match(consent.path, /^\/consent/)
    await endElsewhere(browser)
    const before = await grants()
    const answer = await browser.submit(consent, '/consent', { decision: 'allow' })
    assert.doesNotMatch(answer.path, /[?&]code=/)
    assert.equal(await grants(), before)

    const again = await world.signedIn()
    await world.code(client, {}, again)
    await endElsewhere(again)
    const known = await grants()
    const silent = await again.send(world.address(client, { prompt: 'none' }))
    assert.doesNotMatch(silent.headers.get('location') ?? '', /[?&]code=/)
    assert.equal(await grants(), known)
  })

  test('connects no device', async () => {
    const client = await world.client({ type: 'public', redirect_uris: [], grant_types: [deviceCodeGrant] })
    const browser = await world.signedIn()
    const begun = await json<{ user_code: string }>(
      await warder.form('/oauth/device_authorization', { client_id: client.client_id, scope: 'openid' }),
    )
    const { user_code } = begun
    const page = await browser.submit(await browser.open('/device'), '/device', { user_code })
    await endElsewhere(browser)
    const before = await grants()
    await browser.submit(page, '/device/answer', { decision: 'allow' })
    assert.equal(await grants(), before)
  })
})
