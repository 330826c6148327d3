import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  setSecondFactorRequired,
  setTenantSecondFactor,
} from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { invite } from '../../../packages/warder/src/users/invite/invite.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { linkTo } from '../../support/people/programs.ts'
import { addApp, addAppAs, claimsOf, signIn, type App, type Asked } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

describe('a person who set up a second factor', () => {
  let warder: TestWarder
  let app: App
  before(async () => {
    warder = await startWarder({ 'limits.costly': '100000', 'limits.mailing': '100000' })
    await warder.user()
    app = await addApp(warder)
  })
  after(() => warder.close())

  test('MF-02 is asked for it at every sign-in with a password, and told what they have', async () => {
    const asked = await signIn(warder)
    assert.equal(asked.mfa_required, true)
    assert.deepEqual(asked.mfa_types, ['totp', 'backup_code'])
    assert.equal('access_token' in asked, false)
  })

  test('is in with the code, and the tokens say that it was two factors', async () => {
    const { temp_token } = await signIn(warder)
    const done = await warder.post('/auth/login/mfa', { temp_token, code: app.code() })
    const { access_token } = await json<{ access_token: string }>(done)
    const { amr, acr } = claimsOf(access_token)
    assert.deepEqual([amr, acr], [['pwd', 'otp', 'mfa'], 'urn:warder:aal2'])
  })

  test('MF-02 after a link or a code by mail all the same, and both together are two factors', async () => {
    const email = 'ada@example.com'
    await warder.post('/auth/magic/send', { email })
    const token = await linkTo(warder, email, '/magic')
    const linked = await json<Asked>(await warder.post('/auth/magic/verify', { token }))
    const sent = await warder.post('/auth/otp/send', { channel: 'email', to: email })
    const { challenge_id } = await json<{ challenge_id: string }>(sent)
    const [code] = (await warder.inbox()).flatMap(({ codes }) => codes)
    const coded = await json<Asked>(await warder.post('/auth/otp/verify', { challenge_id, code }))
    for (const { mfa_types, temp_token } of [linked, coded]) {
      assert.deepEqual(mfa_types, ['totp', 'backup_code'])
      const done = await warder.post('/auth/login/mfa', { temp_token, code: app.code() })
      const { access_token } = await json<{ access_token: string }>(done)
      assert.equal(claimsOf(access_token).acr, 'urn:warder:aal2')
    }
  })

  test('may send the code along with the password', async () => {
    for (const path of ['/auth/login', '/auth/login/session']) {
      const body = { email: 'ada@example.com', password: goodPassword, mfa_code: app.code() }
      const done = await warder.post(path, body)
      assert.equal(done.status, 200)
      assert.equal('mfa_required' in (await json(done)), false, path)
    }
  })

  test('a wrong code along with the right password is refused, and counts like every other', async () => {
    const right = app.code()
    const wrong = right === '000000' ? '000001' : '000000'
    const refused = await warder.post('/auth/login', {
      email: 'ada@example.com',
      password: goodPassword,
      mfa_code: wrong,
    })
    assert.equal(refused.status, 401)
    assert.equal((await json(refused))['attempts_left'], 4)
  })

  test('a recovery code is known by its form, with dashes or without, and works once', async () => {
    const [code = ''] = app.codes
    const first = await signIn(warder)
    const typed = code.toUpperCase().replaceAll('-', ' ')
    assert.equal(
      (await warder.post('/auth/login/mfa', { temp_token: first.temp_token, code: typed })).status,
      200,
    )
    const again = await signIn(warder)
    assert.equal((await warder.post('/auth/login/mfa', { temp_token: again.temp_token, code })).status, 401)
  })

  test('the mail is no way round it: a code by mail cannot be asked for', async () => {
    const mailed = async () => (await warder.inbox()).filter(({ codes }) => codes.length > 0).length
    const before = await mailed()
    const { temp_token } = await signIn(warder)
    const refused = await warder.post('/auth/login/mfa/send', { temp_token, method: 'email' })
    assert.equal(refused.status, 400)
    assert.equal(await mailed(), before)
    const answer = await warder.post('/auth/login/mfa', { temp_token, method: 'email', code: '000000' })
    assert.equal(answer.status, 401)
  })

  test('a code of another kind than it is called is none', async () => {
    const { temp_token } = await signIn(warder)
    const body = { temp_token, method: 'backup_code', code: app.code() }
    assert.equal((await warder.post('/auth/login/mfa', body)).status, 401)
    const credential = { id: 'x', type: 'public-key' }
    assert.equal((await warder.post('/auth/login/mfa', { temp_token, credential })).status, 401)
  })

  test('MF-06 five wrong codes of any kinds end the sign-in', async () => {
    const { temp_token } = await signIn(warder)
    const answers = ['000000', '000001', 'aaaa-bbbb-cccc-dddd', 'zzzz-bbbb-cccc-dddd', '000002']
    for (const code of answers)
      assert.equal((await warder.post('/auth/login/mfa', { temp_token, code })).status, 401)
    assert.equal((await warder.post('/auth/login/mfa', { temp_token, code: app.code() })).status, 400)
    warder.clock.now += 3600
  })

  test('MF-02 a reset password signs nobody in, and the next sign-in asks for the factor all the same', async () => {
    await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
    const link = (await warder.inbox()).flatMap(({ links }) => links).find((url) => url.includes('reset'))
    const token = new URL(link ?? '').searchParams.get('token')
    const reset = await warder.post('/auth/reset-password', { token, password: goodPassword })
    assert.equal(reset.status, 200)
    assert.deepEqual(reset.headers.getSetCookie(), [])
    assert.equal('access_token' in (await json(reset)), false)
    assert.equal((await signIn(warder)).mfa_required, true)
  })
})

describe('where a second factor is required', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({
      'second_factor.roles': 'admin',
      'limits.costly': '100000',
      'limits.mailing': '100000',
    })
    await warder.user()
    await warder.user('bob@example.com', { roles: ['admin'] })
  })
  after(() => warder.close())

  const isLed = (asked: Awaited<ReturnType<typeof signIn>>) => {
    assert.equal(asked.mfa_required, true)
    assert.deepEqual([asked.mfa_types, asked.enrol], [[], ['totp', 'passkey']])
  }

  test('a role leads its holder to set one up, and nobody else', async () => {
    isLed(await signIn(warder, 'bob@example.com'))
    assert.equal('access_token' in (await signIn(warder)), true)
  })

  test('MF-01 what waits for it opens its own calls and nothing else', async () => {
    const { temp_token } = await signIn(warder, 'bob@example.com')
    const bearer = { authorization: `Bearer ${temp_token}` }
    for (const path of ['/auth/me', '/auth/sessions', '/auth/mfa/totp', '/oauth/userinfo'])
      assert.equal((await warder.get(path, bearer)).status, 401, path)
    for (const path of ['/auth/mfa/backup-codes', '/auth/reauthenticate', '/auth/me/emails'])
      assert.equal((await warder.post(path, {}, bearer)).status, 401, path)
    assert.equal((await warder.post('/auth/login/mfa', { temp_token, code: '000000' })).status, 400)
    assert.equal((await warder.post('/auth/login/mfa/send', { temp_token })).status, 400)
  })

  test('MF-01 a sign-in that waits for a code adds no factor of its own', async () => {
    const ada = await warder.user('carol@example.com')
    await addApp(warder, 'carol@example.com')
    const { temp_token } = await signIn(warder, 'carol@example.com')
    const bearer = { authorization: `Bearer ${temp_token}` }
    assert.equal((await warder.post('/auth/mfa/totp/enable', {}, bearer)).status, 401)
    assert.ok(ada.id)
  })

  test('once it is set up the person is in, and is asked for it the next time', async () => {
    const { temp_token } = await signIn(warder, 'bob@example.com')
    const app = await addAppAs(warder, { authorization: `Bearer ${temp_token}` })
    const { amr, acr } = claimsOf(app.answer['access_token'] as string)
    assert.deepEqual([amr, acr], [['pwd', 'otp', 'mfa'], 'urn:warder:aal2'])
    assert.equal(app.codes.length, 10)
    assert.deepEqual((await signIn(warder, 'bob@example.com')).mfa_types, ['totp', 'backup_code'])
    // It is spent with that.
    const again = await warder.post('/auth/mfa/totp/enable', {}, { authorization: `Bearer ${temp_token}` })
    assert.equal(again.status, 401)
  })

  test('MF-01 a new password ends what waits: whoever knew the old one adds no factor of their own', async () => {
    const email = 'grace@example.com'
    await warder.user(email, { roles: ['admin'] })
    for (const change of ['by mail', 'in a session'] as const) {
      const { temp_token } = await signIn(warder, email)
      const headers = { authorization: `Bearer ${temp_token}` }
      const begun = await json<{ id: string; secret: string }>(
        await warder.post('/auth/mfa/totp/enable', {}, headers),
      )
      if (change === 'by mail') {
        await warder.post('/auth/forgot-password', { email })
        const token = await linkTo(warder, email, '/reset-password')
        await warder.post('/auth/reset-password', { token, password: goodPassword })
      } else {
        const other = await signIn(warder, email)
        const { answer } = await addAppAs(warder, { authorization: `Bearer ${other.temp_token}` })
        await warder.post(
          '/auth/change-password',
          { current_password: goodPassword, password: goodPassword },
          { authorization: `Bearer ${answer['access_token'] as string}` },
        )
      }
      const code = codeAt(begun.secret, warder.clock.now)
      const refused = await warder.post('/auth/mfa/totp/confirm', { id: begun.id, code }, headers)
      assert.equal(refused.status, 401, change)
    }
  })

  test('MF-19 the last one cannot be taken away', async () => {
    const { temp_token } = await signIn(warder, 'dora@example.com').catch(() => ({ temp_token: '' }))
    assert.equal(temp_token, undefined)
    await warder.user('eve@example.com', { roles: ['admin'] })
    const begun = await signIn(warder, 'eve@example.com')
    const app = await addAppAs(warder, { authorization: `Bearer ${begun.temp_token}` })
    const bearer = { authorization: `Bearer ${app.answer['access_token'] as string}` }
    const refused = await warder.request(`/auth/mfa/totp/${app.id}`, { method: 'DELETE', headers: bearer })
    assert.equal(refused.status, 409)
    assert.equal((await json(await warder.get('/auth/me', bearer)))['mfa_enabled'], true)
    const other = await addAppAs(warder, bearer)
    for (const [id, status] of [
      [app.id, 204],
      [other.id, 409],
    ] as const) {
      const answer = await warder.request(`/auth/mfa/totp/${id}`, { method: 'DELETE', headers: bearer })
      assert.equal(answer.status, status)
    }
    assert.equal((await warder.request('/auth/mfa/totp', { method: 'DELETE', headers: bearer })).status, 409)
  })

  test('a person, and a whole tenant, may be required to have one', async () => {
    const { id } = await warder.user('frank@example.com')
    await setSecondFactorRequired(warder.operator, 'frank@example.com', true)
    isLed(await signIn(warder, 'frank@example.com'))
    await setSecondFactorRequired(warder.operator, id, false)
    assert.equal('access_token' in (await signIn(warder, 'frank@example.com')), true)

    await setTenantSecondFactor(warder.operator, true)
    isLed(await signIn(warder, 'frank@example.com'))
    await setTenantSecondFactor(warder.operator, false)
  })
})

describe('MF-02 where everybody must have one, no way in opens anything without', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ 'second_factor.policy': 'required' })
    await warder.user()
  })
  after(() => warder.close())

  const nothing = async () => {
    const { app } = warder
    assert.deepEqual(await app.db.selectFrom('session').select('id').execute(), [])
    assert.deepEqual(await app.db.selectFrom('oauth_grant').select('id').execute(), [])
  }
  const person = { full_name: 'Bob Babbage', password: goodPassword }

  test('a password, for programs and browsers', async () => {
    for (const path of ['/auth/login', '/auth/login/session']) {
      const asked = await json<{ enrol: string[] }>(
        await warder.post(path, { email: 'ada@example.com', password: goodPassword }),
      )
      assert.deepEqual(asked.enrol, ['totp', 'passkey'], path)
    }
    const browser = warder.browser()
    const fields = { email: 'ada@example.com', password: goodPassword }
    const page = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.equal(page.path, '/mfa/set-up')
    await nothing()
  })

  test('a link and a code by mail', async () => {
    const email = 'ada@example.com'
    assert.equal((await warder.post('/auth/magic/send', { email })).status, 202)
    const token = await linkTo(warder, email, '/magic')
    const linked = await json<{ enrol: string[] }>(await warder.post('/auth/magic/verify', { token }))
    assert.deepEqual(linked.enrol, ['totp', 'passkey'])
    const sent = await warder.post('/auth/otp/send', { channel: 'email', to: email })
    const { challenge_id } = await json<{ challenge_id: string }>(sent)
    const [code] = (await warder.inbox()).flatMap(({ codes }) => codes)
    const coded = await json<{ enrol: string[] }>(
      await warder.post('/auth/otp/verify', { challenge_id, code }),
    )
    assert.deepEqual(coded.enrol, ['totp', 'passkey'])
    await nothing()
  })

  test('an invitation, by a program and on its page', async () => {
    for (const email of ['bob@example.com', 'carol@example.com']) await invite(warder.operator, { email })
    const token = await linkTo(warder, 'bob@example.com', '/invite')
    const asked = await json<{ enrol: string[] }>(await warder.post('/auth/invite', { token, ...person }))
    assert.deepEqual(asked.enrol, ['totp', 'passkey'])
    const browser = warder.browser()
    const page = await browser.open(`/invite?token=${await linkTo(warder, 'carol@example.com', '/invite')}`)
    assert.equal((await browser.submit(page, '/invite', person)).path, '/mfa/set-up')
    await nothing()
  })

  test('setting up the first administrator', async () => {
    const browser = warder.browser()
    const link = new URL((await warder.setupLink()) ?? '')
    const page = await browser.open(link.pathname + link.search)
    const done = await browser.submit(page, '/setup', { email: 'root@example.com', ...person })
    assert.equal(done.path, '/mfa/set-up')
    await nothing()
  })

  test('a registration that is confirmed, and a password that is set by mail, sign nobody in', async () => {
    await warder.post('/auth/register', { email: 'dora@example.com', ...person })
    const token = await linkTo(warder, 'dora@example.com', '/verify-email')
    assert.equal((await warder.post('/auth/verify-email', { token })).status, 200)
    await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
    const reset = await linkTo(warder, 'ada@example.com', '/reset-password')
    await warder.post('/auth/reset-password', { token: reset, password: goodPassword })
    await nothing()
  })

  test('an application, with a sign-in that waits', async () => {
    const world = oauthWorld(warder)
    const client = await world.client({ skip_consent: true })
    const browser = warder.browser()
    const fields = { email: 'ada@example.com', password: goodPassword }
    const login = await browser.open(world.address(client))
    const page = await browser.submit(login, '/login', fields)
    assert.ok(page.path.startsWith('/mfa/set-up?interaction='))
    const silent = await browser.open(world.address(client, { prompt: 'none' }))
    assert.equal(new URL(silent.path).searchParams.get('error'), 'login_required')
    await nothing()
  })
})

test('LP-04 who changed the policy, and for whom, is in the audit', async () => {
  const warder = await startWarder()
  try {
    const { id } = await warder.user()
    await setSecondFactorRequired(warder.operator, id, true)
    await setTenantSecondFactor(warder.operator, true)
    const rows = await warder.app.db
      .selectFrom('audit_event')
      .select(['type', 'subject', 'detail'])
      .where('type', 'in', ['user.second_factor_required', 'tenant.second_factor_required'])
      .orderBy('seq')
      .execute()
    assert.deepEqual(
      rows.map(({ type, subject, detail }) => [type, subject, detail]),
      [
        ['user.second_factor_required', id, '{"required":"yes"}'],
        ['tenant.second_factor_required', null, '{"required":"yes"}'],
      ],
    )
  } finally {
    await warder.close()
  }
})
