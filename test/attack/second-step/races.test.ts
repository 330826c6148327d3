import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { addApp, signIn } from '../../support/people/second-step.ts'
import { newKey } from '../../support/passkeys/authenticator.ts'
import { askToMake } from '../../support/passkeys/people.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { goodPassword, json } from '../../support/warder.ts'

const twenty = <T>(run: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: 20 }, (_, at) => run(at)))
const count = (statuses: readonly number[], status: number) => statuses.filter((one) => one === status).length

onEveryDatabase('twenty at the same moment', (warder) => {
  before(() => {
    Object.assign(warder.app.config.limits, { costly: 1_000_000, mailing: 1_000_000 })
  })
  const sessionsOf = async (user_id: string) =>
    (await warder.app.db.selectFrom('session').select('id').where('user_id', '=', user_id).execute()).length

  test('F-33 MF-01 a sign-in that sets a factor up ends in one factor and one session', async () => {
    const { id } = await warder.user('bob@example.com')
    await setSecondFactorRequired(warder.operator, id, true)
    const { temp_token } = await signIn(warder, 'bob@example.com')
    const headers = { authorization: `Bearer ${temp_token}` }
    const begun = await json<{ id: string; secret: string }>(
      await warder.post('/auth/mfa/totp/enable', {}, headers),
    )
    const code = codeAt(begun.secret, warder.clock.now)
    const done = await twenty(() =>
      warder.post('/auth/mfa/totp/confirm', { id: begun.id, code }, headers).then(({ status }) => status),
    )
    assert.equal(count(done, 200), 1, done.join(' '))
    assert.equal(await sessionsOf(id), 1)
    const factors = warder.app.db.selectFrom('credential').select('id').where('user_id', '=', id)
    assert.equal((await factors.where('method', '=', 'totp').execute()).length, 1)
    assert.equal((await factors.where('method', '=', 'backup_code').execute()).length, 10)
  })

  test('F-33 MF-19 of two factors, removed at once where one must stay, one stays', async () => {
    const email = 'carol@example.com'
    const { id } = await warder.user(email)
    const first = await addApp(warder, email)
    const { temp_token } = await signIn(warder, email)
    const { access_token } = await json<{ access_token: string }>(
      await warder.post('/auth/login/mfa', { temp_token, code: first.code() }),
    )
    const headers = { authorization: `Bearer ${access_token}` }
    const begun = await json<{ id: string; secret: string }>(
      await warder.post('/auth/mfa/totp/enable', {}, headers),
    )
    const code = codeAt(begun.secret, warder.clock.now)
    await warder.post('/auth/mfa/totp/confirm', { id: begun.id, code }, headers)
    await setSecondFactorRequired(warder.operator, id, true)
    const ids = [first.id, begun.id]
    const done = await Promise.all(
      ids.map((factor) =>
        warder
          .request(`/auth/mfa/totp/${factor}`, { method: 'DELETE', headers })
          .then(({ status }) => status),
      ),
    )
    assert.deepEqual(
      done.toSorted((a, b) => a - b),
      [204, 409],
    )
  })

  test('of two factors that are added at once the session says both', async () => {
    const email = 'erin@example.com'
    const { id } = await warder.user(email)
    for (let round = 0; round < 5; round++) {
      const own = await program(warder, email)
      const { id: app, secret } = await json<{ id: string; secret: string }>(
        await own.post('/auth/mfa/totp/enable'),
      )
      const key = newKey()
      const { challenge_id, publicKey } = await askToMake(warder, own.headers())
      const made = { challenge_id, credential: key.create(publicKey) }
      const done = await Promise.all([
        own.post('/auth/mfa/totp/confirm', { id: app, code: codeAt(secret, warder.clock.now) }),
        own.post('/auth/passkey/register', made),
      ])
      assert.deepEqual(
        done.map(({ status }) => status),
        [200, 200],
      )
      const { amr } = await warder.app.db
        .selectFrom('session')
        .select('amr')
        .where('user_id', '=', id)
        .executeTakeFirstOrThrow()
      for (const proved of ['pwd', 'otp', 'swk', 'mfa']) assert.ok(amr.split(' ').includes(proved), amr)
      // Without them again, so that the next round begins with the password alone.
      await warder.app.db.deleteFrom('credential').where('method', '!=', 'password').execute()
      await warder.app.db.updateTable('user').set({ mfa_enabled_at: null }).execute()
      await warder.app.db.deleteFrom('session').execute()
    }
  })

  test('F-33 a step-up that waits is completed once, and a code of it is worth one try', async () => {
    const email = 'dora@example.com'
    await warder.user(email)
    const app = await addApp(warder, email)
    const { temp_token } = await signIn(warder, email)
    const { access_token } = await json<{ access_token: string }>(
      await warder.post('/auth/login/mfa', { temp_token, code: app.code() }),
    )
    const headers = { authorization: `Bearer ${access_token}` }
    const begun = await warder.post('/auth/reauthenticate/begin', { method: 'totp' }, headers)
    const { challenge_id } = await json<{ challenge_id: string }>(begun)
    const code = app.code()
    const done = await twenty(() =>
      warder.post('/auth/reauthenticate', { challenge_id, code }, headers).then(({ status }) => status),
    )
    assert.equal(count(done, 200), 1, done.join(' '))
  })

  test('F-33 MF-03 a code that confirms without a question counts once', async () => {
    const email = 'grace@example.com'
    await warder.user(email)
    const app = await addApp(warder, email)
    const { temp_token } = await signIn(warder, email)
    const { access_token } = await json<{ access_token: string }>(
      await warder.post('/auth/login/mfa', { temp_token, code: app.code() }),
    )
    const headers = { authorization: `Bearer ${access_token}` }
    const code = app.code()
    const done = await twenty(() =>
      warder.post('/auth/reauthenticate', { code }, headers).then(({ status }) => status),
    )
    assert.equal(count(done, 200), 1, done.join(' '))
  })

  test('F-33 a trusted device: a change of the password at the same moment leaves none that is trusted', async () => {
    const email = 'eve@example.com'
    const { id } = await warder.user(email)
    const app = await addApp(warder, email)
    const browser = warder.browser()
    const page = await browser.submit(await browser.open('/login'), '/login', {
      email,
      password: goodPassword,
    })
    const { temp_token } = await signIn(warder, email)
    const { access_token } = await json<{ access_token: string }>(
      await warder.post('/auth/login/mfa', { temp_token, code: app.code() }),
    )
    const headers = { authorization: `Bearer ${access_token}` }
    const change = { current_password: goodPassword, password: 'quite another pass phrase' }
    await Promise.all([
      browser.submit(page, '/mfa', { code: app.code(), trust_device: 'on' }).catch(() => undefined),
      warder.post('/auth/change-password', change, headers),
    ])
    const trusted = await warder.app.db
      .selectFrom('known_device')
      .select('browser_hash')
      .where('user_id', '=', id)
      .where('trusted_until', 'is not', null)
      .execute()
    assert.deepEqual(trusted, [])
  })

  test('F-33 a factor that is added, and a new password at the same moment: both, or the password alone', async () => {
    const email = 'frank@example.com'
    const { id } = await warder.user(email)
    await setSecondFactorRequired(warder.operator, id, true)
    for (let round = 0; round < 5; round++) {
      await warder.app.db
        .deleteFrom('credential')
        .where('method', '=', 'totp')
        .where('user_id', '=', id)
        .execute()
      await warder.app.db.updateTable('user').set({ mfa_enabled_at: null }).where('id', '=', id).execute()
      const { temp_token } = await signIn(warder, email)
      const headers = { authorization: `Bearer ${temp_token}` }
      const begun = await json<{ id: string; secret: string }>(
        await warder.post('/auth/mfa/totp/enable', {}, headers),
      )
      await warder.post('/auth/forgot-password', { email })
      const token = await linkTo(warder, email, '/reset-password')
      const code = codeAt(begun.secret, warder.clock.now)
      const [added, reset] = await Promise.all([
        warder.post('/auth/mfa/totp/confirm', { id: begun.id, code }, headers),
        warder.post('/auth/reset-password', { token, password: goodPassword }),
      ])
      assert.equal(reset.status, 200)
      const rows = await warder.app.db
        .selectFrom('credential')
        .select('id')
        .where('user_id', '=', id)
        .where('method', '=', 'totp')
        .execute()
      if (rows.length === 0) assert.notEqual(added.status, 200)
      assert.ok([200, 400, 401].includes(added.status), String(added.status))
      assert.equal(
        (
          await warder.app.db
            .selectFrom('session')
            .select('id')
            .where('user_id', '=', id)
            .where('revoked_at', 'is', null)
            .execute()
        ).length <= 1,
        true,
      )
      warder.clock.now += 3600
    }
  })
})
