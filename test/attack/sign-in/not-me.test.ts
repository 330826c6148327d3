import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as emails from '../../../packages/warder/src/store/people/emails.ts'
import { day } from '../../../packages/warder/src/time.ts'
import { stores } from '../../support/services.ts'
import { email, france, newYork, startTravellers, zurich, type Travellers } from '../../support/travellers.ts'
import { goodPassword, json } from '../../support/warder.ts'

type Tokens = { access_token: string; refresh_token: string }
const newPassword = 'quite another pass phrase'

/** Presses the button of the page that a link leads to. */
async function press(ada: Travellers, link: string, action = '/not-me') {
  const browser = ada.browser(zurich)
  return browser.submit(await browser.open(link), action, {})
}

async function reset(ada: Travellers, password: string, path = '/reset-password') {
  const token = new URLSearchParams((await ada.link(path)).split('?')[1]).get('token')
  return ada.post(zurich, '/auth/reset-password', { token, password })
}

for (const [kind] of stores()) {
  describe(`“This wasn’t me” on ${kind}`, () => {
    let ada: Travellers
    before(async () => (ada = await startTravellers({}, kind)))
    after(() => ada.stop())

    test('shuts everybody out, the one in it too, until a new password is set by mail', async () => {
      const mine = await ada.warder.tokens()
      const theirs = await json<Tokens>(await ada.signIn(zurich, { 'user-agent': 'curl/8' }))
      const waiting = await ada.wait(newYork)
      const code = await ada.code()
      const done = await press(ada, await ada.link('/not-me'))
      assert.match(done.html, /Your account is locked/)

      for (const { access_token, refresh_token } of [mine, theirs]) {
        const me = await ada.warder.get('/auth/me', { authorization: `Bearer ${access_token}` })
        assert.equal(me.status, 401)
        assert.equal((await ada.post(zurich, '/auth/refresh', { refresh_token })).status, 401)
      }
      const late = await ada.post(newYork, '/auth/login/mfa', { temp_token: waiting.temp_token, code })
      assert.equal(late.status, 400, 'a sign-in that had begun is over')
      for (const address of [zurich, france]) assert.equal((await ada.signIn(address)).status, 401)
      assert.deepEqual(await ada.warder.app.db.selectFrom('known_device').selectAll().execute(), [])
      assert.deepEqual(await ada.warder.app.db.selectFrom('known_country').selectAll().execute(), [])
      assert.deepEqual(
        (await ada.events('account.locked_down')).map(({ detail }) => detail),
        [{ sessions: 3, addresses: 0, factors: 0, connections: 0, programs: 0 }],
      )
      assert.ok(
        ada.warder.lines.some((line) => line.includes('their account is locked') && line.includes('warn')),
      )
    })

    test('the old password cannot be set again, and another one opens the account', async () => {
      const same = await reset(ada, goodPassword)
      assert.equal(same.status, 400)
      assert.equal((await json(same))['code'], 'password_refused')
      assert.equal((await reset(ada, newPassword)).status, 200)
      assert.equal((await ada.signIn(zurich)).status, 401)
      const own = await ada.post(zurich, '/auth/login', { email, password: newPassword })
      assert.equal(own.status, 200)
    })

    test('of twenty presses at once one counts', async () => {
      await ada.post(france, '/auth/login', { email, password: newPassword })
      const browser = ada.browser(zurich)
      const page = await browser.open(await ada.link('/not-me'))
      const pages = await Promise.all(Array.from({ length: 20 }, () => browser.submit(page, '/not-me', {})))
      assert.equal(pages.filter(({ status }) => status === 200).length, 1)
      assert.equal((await ada.events('account.locked_down')).length, 2)
    })
  })
}

test('opening the link changes nothing, however often a mail scanner does it', async () => {
  const ada = await startTravellers()
  await ada.signIn(france)
  const link = await ada.link('/not-me')
  for (let at = 0; at < 3; at++) assert.equal((await ada.warder.get(link)).status, 200)
  assert.equal((await ada.warder.request(link, { method: 'HEAD' })).status, 200)
  const bare = await ada.warder.form('/not-me', { token: link.split('token=')[1] ?? '' })
  assert.equal(bare.status, 403, 'a post that no page of ours made')
  assert.equal((await ada.signIn(zurich)).status, 200)
  await ada.stop()
})

test('the link works for seven days and once, and says so afterwards', async () => {
  const ada = await startTravellers()
  await ada.signIn(france)
  const link = await ada.link('/not-me')
  ada.warder.clock.now += 7 * day - 60
  assert.equal((await ada.warder.get(link)).status, 200)
  ada.warder.clock.now += 60
  assert.equal((await ada.warder.get(link)).status, 410)
  assert.equal((await ada.warder.get('/not-me?token=wot_nothing')).status, 410)
  await ada.stop()
})

test('an address that somebody added since goes, and the new password is mailed where the alert was', async () => {
  const ada = await startTravellers()
  await ada.signIn(france)
  const { db } = ada.warder.app
  const user = await db.selectFrom('user').select(['id', 'directory_id']).executeTakeFirstOrThrow()
  // Seven days count: an earlier sign-in may have been theirs, and nobody noticed it.
  const older = { verified_at: ada.warder.clock.now - 7 * day - 1, email: 'ada@home.example' }
  const newer = { verified_at: ada.warder.clock.now - 6 * day, email: 'mallory@example.com' }
  for (const { verified_at, email: added } of [older, newer])
    await emails.insert(db, {
      user_id: user.id,
      directory_id: user.directory_id,
      email: added,
      email_key: added,
      verified_at,
      created_at: verified_at,
    })
  await press(ada, await ada.link('/not-me'))
  const left = (await emails.listOf(db, user.id)).map((row) => row.email)
  assert.deepEqual(left.toSorted(), [email, 'ada@home.example'])
  assert.equal((await ada.warder.inbox())[0]?.to, email)
  await ada.stop()
})

test('a changed password can be reported the same way', async () => {
  const ada = await startTravellers()
  const { access_token } = await ada.warder.tokens()
  const change = { current_password: goodPassword, password: newPassword }
  const bearer = { authorization: `Bearer ${access_token}` }
  assert.equal((await ada.post(zurich, '/auth/change-password', change, bearer)).status, 200)
  await press(ada, await ada.link('/not-me'))
  assert.equal((await ada.post(zurich, '/auth/login', { email, password: newPassword })).status, 401)
  assert.match((await ada.warder.inbox())[0]?.subject ?? '', /locked/)
  await ada.stop()
})

test('changing the password forgets the other devices, and setting it by mail all of them', async () => {
  const ada = await startTravellers()
  const browser = ada.browser(zurich)
  await ada.signInAt(browser)
  const known = async () =>
    (await ada.warder.app.db.selectFrom('known_device').select('browser_hash').execute()).length
  assert.equal(await known(), 2)
  const page = await browser.open('/account/security')
  const change = { current_password: goodPassword, password: newPassword }
  assert.equal((await browser.submit(page, '/account/password', change)).status, 200)
  assert.equal(await known(), 1)

  await ada.post(zurich, '/auth/forgot-password', { email })
  assert.equal((await reset(ada, 'a third good pass phrase')).status, 200)
  assert.equal(await known(), 0)
  await ada.stop()
})
