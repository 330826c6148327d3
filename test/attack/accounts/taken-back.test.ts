import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import * as emails from '../../../packages/warder/src/store/people/emails.ts'
import * as sessions from '../../../packages/warder/src/store/people/sessions.ts'
import { day } from '../../../packages/warder/src/time.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { linkTo, program, type Program } from '../../support/people/programs.ts'
import { eventually } from '../../support/eventually.ts'
import { stores } from '../../support/services.ts'
import { email, france, newYork, startTravellers, zurich, type Travellers } from '../../support/travellers.ts'
import { goodPassword, json } from '../../support/warder.ts'

const evil = 'mallory@evil.example'
const newPassword = 'quite another pass phrase'

/** Adds an address with a session of the account, as whoever has stolen one does. */
async function add({ warder }: Travellers, person: Program, address: string, becomes: 'email' | 'emails') {
  assert.equal((await person.post(`/auth/me/${becomes}`, { email: address })).status, 202)
  const token = await linkTo(warder, address, '/confirm-email')
  assert.equal((await person.post('/auth/me/emails/confirm', { token })).status, 200)
}

async function press(ada: Travellers, path: string) {
  const browser = ada.browser(zurich)
  const page = await browser.open(path)
  return page.status === 200 ? browser.submit(page, path.split('?')[0] ?? '', {}) : page
}

const linkOf = async ({ warder }: Travellers, to: string, path: string) =>
  `${path}?token=${await linkTo(warder, to, path)}`

/** Asks for a link to a new password at an address, and uses the newest one that came there. */
async function reset({ warder }: Travellers, address: string, password: string) {
  const before = (await warder.inbox()).length
  await warder.post('/auth/forgot-password', { email: address })
  if ((await warder.inbox()).length === before) return 0
  const token = await linkTo(warder, address, '/reset-password')
  return (await warder.post('/auth/reset-password', { token, password })).status
}

async function addressesOf({ warder }: Travellers): Promise<string[]> {
  const { db } = warder.app
  const { id } = await db.selectFrom('user').select('id').executeTakeFirstOrThrow()
  return (await emails.listOf(db, id)).map((row) => row.email)
}

for (const [kind] of stores()) {
  describe(`an account that was taken, on ${kind}`, () => {
    test('PW-28 “This wasn’t me” also takes back a main address that came after the alert', async () => {
      const ada = await startTravellers({}, kind)
      await ada.signIn(france)
      const alert = await linkOf(ada, email, '/not-me')
      const mallory = await program(ada.warder, email)
      await add(ada, mallory, evil, 'email')
      await add(ada, mallory, 'second@evil.example', 'email')
      assert.match((await press(ada, alert)).html, /Your account is locked/)

      assert.deepEqual(await addressesOf(ada), [email])
      assert.equal(await reset(ada, evil, newPassword), 0, 'no link goes to the other side')
      const token = await linkTo(ada.warder, email, '/reset-password')
      const own = await ada.post(zurich, '/auth/reset-password', { token, password: newPassword })
      assert.equal(own.status, 200)
      assert.equal((await ada.post(zurich, '/auth/login', { email, password: newPassword })).status, 200)
      await ada.stop()
    })

    test('PW-28 an alert of the other side’s own does not drop the address that was replaced first', async () => {
      const ada = await startTravellers({}, kind)
      const mallory = await program(ada.warder, email)
      await add(ada, mallory, evil, 'email')
      const change = { current_password: goodPassword, password: newPassword }
      assert.equal((await mallory.post('/auth/change-password', change)).status, 200)
      await press(ada, await linkOf(ada, evil, '/not-me'))
      assert.deepEqual(await addressesOf(ada), [email, evil])
      assert.equal((await press(ada, await linkOf(ada, email, '/undo-email'))).status, 200)
      assert.deepEqual(await addressesOf(ada), [email])
      await ada.stop()
    })
  })
}

test('SE-04 a change that waited for its turn while its session was ended changes nothing and gets no tokens', async () => {
  const ada = await startTravellers({}, 'postgres')
  const { db } = ada.warder.app
  const mallory = await program(ada.warder, email)
  await add(ada, mallory, evil, 'emails')
  const { id, user_id } = await db
    .selectFrom('user_email')
    .select(['id', 'user_id'])
    .where('email', '=', evil)
    .executeTakeFirstOrThrow()
  const waits = async () => {
    const locks = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    return (await locks.execute(db)).rows.length > 0
  }
  const late = await db.transaction().execute(async (tx) => {
    await emails.holdPerson(tx, user_id, ada.warder.clock.now)
    const answer = mallory.post(`/auth/me/emails/${id}/primary`)
    await eventually('the change waits for the person', waits)
    await sessions.revokeAllOf(tx, user_id, { now: ada.warder.clock.now })
    return { answer }
  })
  assert.equal((await late.answer).status, 401)
  const main = await db.selectFrom('user').select('email').executeTakeFirstOrThrow()
  assert.equal(main.email, email)
  await ada.stop()
})

test('SE-04 a password that was set through an address of the other side is reported, and the address goes', async () => {
  const ada = await startTravellers()
  await add(ada, await program(ada.warder, email), 'ada@home.example', 'emails')
  ada.warder.clock.now += 30 * day
  const mallory = await program(ada.warder, email)
  for (const address of [evil, 'second@evil.example']) await add(ada, mallory, address, 'emails')
  ada.warder.clock.now += 2 * day
  assert.equal(await reset(ada, evil, newPassword), 200)
  await press(ada, await linkOf(ada, email, '/not-me'))
  assert.deepEqual(await addressesOf(ada), [email, 'ada@home.example'])
  assert.equal(await reset(ada, evil, 'mallory once more, please'), 0)
  await ada.stop()
})

test('SE-04 so does an old one that somebody else reads by now', async () => {
  const ada = await startTravellers()
  const person = await program(ada.warder, email)
  for (const address of ['ada@old.example', 'ada@home.example']) await add(ada, person, address, 'emails')
  ada.warder.clock.now += 100 * day
  assert.equal(await reset(ada, 'ada@old.example', newPassword), 200)
  await press(ada, await linkOf(ada, email, '/not-me'))
  assert.deepEqual((await addressesOf(ada)).toSorted(), [email, 'ada@home.example'])
  await ada.stop()
})

test('PW-28 whoever had the main address for a while can lock nobody out afterwards, and let no device in', async () => {
  const ada = await startTravellers({ 'risk.new_country': 'block' })
  const mallory = await program(ada.warder, email)
  await add(ada, mallory, evil, 'email')
  assert.equal((await ada.signIn(zurich)).status, 200)
  assert.equal((await ada.signIn(newYork)).status, 401)
  const change = { current_password: goodPassword, password: newPassword }
  assert.equal((await mallory.post('/auth/change-password', change)).status, 200)
  const links = [await linkOf(ada, evil, '/not-me'), await linkOf(ada, evil, '/was-it-me')]
  assert.equal((await press(ada, await linkOf(ada, email, '/undo-email'))).status, 200)
  const locked = async () => (await ada.events('account.locked_down')).length
  const before = await locked()
  for (const link of links) {
    assert.equal((await ada.warder.get(link)).status, 410)
    assert.equal((await press(ada, link)).status, 410)
  }
  assert.equal(await locked(), before)
  await ada.stop()
})

test('SE-05 a link to a new password and a sign-in that waited end with a disabling, also once it is lifted', async () => {
  const ada = await startTravellers()
  const { temp_token } = await ada.wait()
  const code = await ada.code()
  await ada.post(zurich, '/auth/forgot-password', { email })
  const token = await linkTo(ada.warder, email, '/reset-password')
  for (const disabled of [true, false]) await setUserDisabled(ada.warder.operator, email, disabled)
  const late = await ada.post(newYork, '/auth/login/mfa', { temp_token, code })
  assert.equal((await json(late))['code'], 'sign_in_over')
  const reset = await ada.post(zurich, '/auth/reset-password', { token, password: newPassword })
  assert.equal((await json(reset))['code'], 'token_invalid')
  await ada.stop()
})

test('MF-01 a code that went to the main address before opens nothing after the change', async () => {
  const ada = await startTravellers()
  const person = await program(ada.warder, email)
  const { temp_token } = await ada.wait()
  const code = await ada.code()
  await add(ada, person, 'ada@new.example', 'email')
  const late = await ada.post(newYork, '/auth/login/mfa', { temp_token, code })
  assert.equal((await json(late))['code'], 'sign_in_over')
  await ada.stop()
})
