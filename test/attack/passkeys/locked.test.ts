import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../../packages/warder/src/time.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { newKey } from '../../support/passkeys/authenticator.ts'
import { personWithKey, register, signInBy } from '../../support/passkeys/people.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'

const newPassword = 'quite another pass phrase'

/** Ada has a passkey for long; Mallory got in, added one, and two days later another. She reads the last of the mails only. */
async function begin(warder: TestWarder, email: string) {
  const ada = await personWithKey(warder, email)
  warder.clock.now += 30 * day
  const theirs = [newKey(), newKey()]
  const in_ = await json<{ access_token: string }>(await signInBy(warder, ada.key))
  const mallory = { authorization: `Bearer ${in_.access_token}` }
  assert.equal((await register(warder, mallory, theirs[0]!)).status, 200)
  warder.clock.now += 2 * day
  const again = await json<{ access_token: string }>(await signInBy(warder, theirs[0]!))
  assert.equal(
    (await register(warder, { authorization: `Bearer ${again.access_token}` }, theirs[1]!)).status,
    200,
  )
  return { ...ada, theirs, link: await linkTo(warder, email, '/not-me') }
}

async function press(warder: TestWarder, token: string) {
  const browser = warder.browser()
  const page = await browser.open(`/not-me?token=${token}`)
  return browser.submit(page, '/not-me', {})
}

onEveryDatabase('a passkey of whoever got in', (warder) => {
  test('PK-18 goes with “This wasn’t me”, also the one whose mail nobody read', async () => {
    const { key, theirs, link } = await begin(warder, 'ada@example.com')
    const done = await press(warder, link)
    assert.match(done.html, /Your account is locked/)
    for (const gone of theirs) assert.equal((await signInBy(warder, gone)).status, 401)

    const [mail] = (await warder.inbox()).filter(({ to }) => to === 'ada@example.com')
    assert.match(mail?.text ?? '', /What was added since/)
    assert.match(mail?.text ?? '', /Passkeys from before work again/)

    const token = await linkTo(warder, 'ada@example.com', '/reset-password')
    const reset = await warder.post('/auth/reset-password', { token, password: newPassword })
    assert.equal(reset.status, 200, await reset.clone().text())
    assert.equal((await signInBy(warder, key)).status, 200, 'her own is as good as before')
  })

  test('PK-18 one from before opens nothing, and no new password, while the account is locked', async () => {
    const { key, link } = await begin(warder, 'bob@example.com')
    await press(warder, link)
    const refused = await signInBy(warder, key)
    assert.equal(refused.status, 403)
    const { code, reset_token, detail } = await json<Record<string, string>>(refused)
    assert.deepEqual([code, reset_token], ['forbidden', undefined])
    assert.match(detail ?? '', /needs a new password first/)
    const sessions = await warder.app.db
      .selectFrom('session')
      .innerJoin('user', 'user.id', 'session.user_id')
      .select('session.id')
      .where('user.email', '=', 'bob@example.com')
      .where('revoked_at', 'is', null)
      .execute()
    assert.deepEqual(sessions, [])
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select('outcome')
      .where('type', '=', 'sign_in.password_change')
      .execute()
    assert.deepEqual(events, [{ outcome: 'refused' }])
  })

  test('nothing is said of passkeys to somebody who has none', async () => {
    await warder.user('eve@example.com')
    const eve = await program(warder, 'eve@example.com')
    const change = { current_password: goodPassword, password: newPassword }
    const changed = await eve.post('/auth/change-password', change)
    assert.equal(changed.status, 200, await changed.clone().text())
    await press(warder, await linkTo(warder, 'eve@example.com', '/not-me'))
    const [mail] = (await warder.inbox()).filter(({ to }) => to === 'eve@example.com')
    assert.match(mail?.subject ?? '', /locked/)
    assert.doesNotMatch(mail?.text ?? '', /asskey|What was added/)
  })
})
