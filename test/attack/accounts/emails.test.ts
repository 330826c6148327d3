import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo, program, type Program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

type Item = { id: string; email: string; primary: boolean; held_until?: string }

const day = 24 * 60 * 60
const itemsOf = async (person: Program) =>
  (await json<{ items: Item[] }>(await person.get('/auth/me/emails'))).items
const codeOf = async (answer: Response) => (await json(answer))['code']

onEveryDatabase('taking an account by its addresses', (warder) => {
  const login = (email: string) => warder.post('/auth/login', { email, password: goodPassword })
  const confirmed = async (person: Program, email: string) =>
    person.post('/auth/me/emails/confirm', { token: await linkTo(warder, email, '/confirm-email') })
  const add = async (person: Program, email: string) => {
    assert.equal((await person.post('/auth/me/emails', { email })).status, 202)
    assert.equal((await confirmed(person, email)).status, 200)
    return (await itemsOf(person)).find((item) => item.email === email)?.id ?? ''
  }
  const makeMain = (person: Program, id: string) => person.post(`/auth/me/emails/${id}/primary`)
  const undo = async (to: string) =>
    warder.post('/auth/undo-email', { token: await linkTo(warder, to, '/undo-email') })
  const addressesOf = async (user_id: string) => {
    const rows = warder.app.db.selectFrom('user_email').select('email').where('user_id', '=', user_id)
    return (await rows.orderBy('email').execute()).map(({ email }) => email)
  }

  test('PW-28 the address before undoes the change, although the other side has session and password', async () => {
    const alice = await warder.user('alice@example.com')
    const mallory = await program(warder, 'alice@example.com')
    await mallory.post('/auth/me/email', { email: 'mallory@evil.example' })
    await confirmed(mallory, 'mallory@evil.example')
    const held = (await itemsOf(mallory)).find(({ email }) => email === 'alice@example.com')
    assert.ok(held?.held_until)
    // Whatever the session can do, it cannot take the way back from the owner of the old address.
    assert.equal(await codeOf(await mallory.remove(`/auth/me/emails/${held.id}`)), 'conflict')
    await mallory.post('/auth/me/emails', { email: 'second@evil.example' })
    warder.clock.now += 6 * day

    assert.equal((await undo('alice@example.com')).status, 200)
    assert.deepEqual(await addressesOf(alice.id), ['alice@example.com'])
    assert.equal((await mallory.get('/auth/me')).status, 401)
    assert.notEqual((await login('alice@example.com')).status, 200)
    assert.equal((await login('mallory@evil.example')).status, 401)
    const waiting = { token: await linkTo(warder, 'second@evil.example', '/confirm-email') }
    const token = await linkTo(warder, 'alice@example.com', '/reset-password')
    const password = 'alice has another pass phrase'
    assert.equal((await warder.post('/auth/reset-password', { token, password })).status, 200)
    const back = await warder.post('/auth/login', { email: 'alice@example.com', password })
    const { access_token } = await json<{ access_token: string }>(back)
    const late = await warder.post('/auth/me/emails/confirm', waiting, {
      authorization: `Bearer ${access_token}`,
    })
    assert.equal(await codeOf(late), 'token_invalid')
  })

  test('PW-28 an undo works one time, of twenty at once too, and not after a week', async () => {
    await warder.user('bob@example.com')
    const bob = await program(warder, 'bob@example.com')
    await makeMain(bob, await add(bob, 'bob@new.example'))
    const token = await linkTo(warder, 'bob@example.com', '/undo-email')
    const tried = await Promise.all(
      Array.from({ length: 20 }, () => warder.post('/auth/undo-email', { token })),
    )
    assert.equal(tried.filter(({ status }) => status === 200).length, 1)

    await warder.user('late@example.com')
    const late = await program(warder, 'late@example.com')
    await makeMain(late, await add(late, 'late@new.example'))
    const old = (await itemsOf(late)).find(({ email }) => email === 'late@example.com')
    warder.clock.now += 7 * day
    assert.equal(await codeOf(await undo('late@example.com')), 'token_invalid')
    const again = await program(warder, 'late@new.example')
    assert.equal((await again.remove(`/auth/me/emails/${old?.id}`)).status, 204)
  })

  test('PW-28 an undo of the other side’s own does not drop the address that was replaced first', async () => {
    const carol = await warder.user('carol@example.com')
    const mallory = await program(warder, 'carol@example.com')
    const own = (await itemsOf(mallory))[0]?.id ?? ''
    const evil = await add(mallory, 'm@evil.example')
    for (const id of [evil, own, evil]) assert.equal((await makeMain(mallory, id)).status, 200)
    assert.equal((await undo('m@evil.example')).status, 200)
    assert.deepEqual(await addressesOf(carol.id), ['carol@example.com', 'm@evil.example'])
    assert.equal((await undo('carol@example.com')).status, 200)
    assert.deepEqual(await addressesOf(carol.id), ['carol@example.com'])
    assert.equal(await codeOf(await undo('m@evil.example')), 'token_invalid')
  })

  test('a link that another account asked for adds the address to nobody who follows it', async () => {
    await warder.user('dora@example.com')
    await warder.user('mallory@example.com')
    const mallory = await program(warder, 'mallory@example.com')
    const dora = await program(warder, 'dora@example.com')
    await mallory.post('/auth/me/emails', { email: 'dora@work.example' })
    const token = await linkTo(warder, 'dora@work.example', '/confirm-email')
    assert.equal(await codeOf(await dora.post('/auth/me/emails/confirm', { token })), 'forbidden')
    assert.equal((await warder.post('/auth/me/emails/confirm', { token })).status, 401)
    assert.equal((await warder.get(`/confirm-email?token=${token}`)).status, 200)
    assert.equal((await login('dora@work.example')).status, 401)
  })

  test('of twenty confirmations of one address by two accounts at once one adds it', async () => {
    const people: { person: Program; token: string }[] = []
    for (const email of ['eve@example.com', 'fay@example.com']) {
      await warder.user(email)
      const person = await program(warder, email)
      await person.post('/auth/me/emails', { email: 'both@example.com' })
      people.push({ person, token: await linkTo(warder, 'both@example.com', '/confirm-email') })
    }
    const tried = await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const { person, token } = people[i % 2]!
        return person.post('/auth/me/emails/confirm', { token })
      }),
    )
    const codes = await Promise.all(tried.map(async (answer) => (await json(answer))['code'] ?? 'added'))
    assert.equal(codes.filter((code) => code === 'added').length, 1)
    const lost = new Set(codes.filter((code) => code !== 'added'))
    assert.deepEqual(lost, new Set(['conflict', 'token_invalid']))
    const rows = warder.app.db.selectFrom('user_email').where('email_key', '=', 'both@example.com')
    assert.equal((await rows.selectAll().execute()).length, 1)
  })

  test('of twenty who ask at once no account gets more than ten addresses', async () => {
    await warder.user('gil@example.com')
    const gil = await program(warder, 'gil@example.com')
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => gil.post('/auth/me/emails', { email: `gil@g${i}.example` })),
    )
    assert.equal((await itemsOf(gil)).length, 10)
  })

  test('ML-07 an account sends no more than ten messages an hour to addresses that it types', async () => {
    await warder.user('hal@example.com')
    const hal = await program(warder, 'hal@example.com')
    for (let i = 0; i < 10; i++) {
      assert.equal((await hal.post('/auth/me/emails', { email: `hal@h${i % 2}.example` })).status, 202)
    }
    const more = await hal.post('/auth/me/emails', { email: 'hal@other.example' })
    assert.deepEqual([more.status, await codeOf(more)], [429, 'too_many_requests'])
  })

  test('a reset link that was mailed to an address is dead once the address is removed', async () => {
    await warder.user('ida@example.com')
    const ida = await program(warder, 'ida@example.com')
    const id = await add(ida, 'ida@shared.example')
    await warder.post('/auth/forgot-password', { email: 'ida@shared.example' })
    const token = await linkTo(warder, 'ida@shared.example', '/reset-password')
    assert.equal((await warder.get(`/reset-password?token=${token}`)).status, 200)
    assert.equal((await ida.remove(`/auth/me/emails/${id}`)).status, 204)
    assert.equal((await warder.get(`/reset-password?token=${token}`)).status, 410)
    const reset = await warder.post('/auth/reset-password', {
      token,
      password: 'mallory reads that mailbox',
    })
    assert.equal(await codeOf(reset), 'token_invalid')
  })

  test('the addresses of somebody else can be neither made main nor removed', async () => {
    await warder.user('jan@example.com')
    await warder.user('kim@example.com')
    const jan = await program(warder, 'jan@example.com')
    const kim = await program(warder, 'kim@example.com')
    const id = await add(jan, 'jan@work.example')
    assert.equal((await makeMain(kim, id)).status, 404)
    assert.equal((await kim.remove(`/auth/me/emails/${id}`)).status, 404)
    assert.equal((await itemsOf(jan)).length, 2)
  })

  test('SE-04 what changes addresses needs a sign-in of a moment ago', async () => {
    await warder.user('lee@example.com')
    const lee = await program(warder, 'lee@example.com')
    const id = await add(lee, 'lee@work.example')
    const { refresh_token } = await warder.tokens('lee@example.com')
    warder.clock.now += 10 * 60 + 1
    const refreshed = await json<{ access_token: string }>(
      await warder.post('/auth/refresh', { refresh_token }),
    )
    const stale = { authorization: `Bearer ${refreshed.access_token}` }
    const calls = [
      warder.post('/auth/me/emails', { email: 'lee@evil.example' }, stale),
      warder.post('/auth/me/email', { email: 'lee@evil.example' }, stale),
      warder.post(`/auth/me/emails/${id}/primary`, {}, stale),
      warder.request(`/auth/me/emails/${id}`, { method: 'DELETE', headers: stale }),
    ]
    for (const answer of await Promise.all(calls))
      assert.equal(await codeOf(answer), 'insufficient_user_authentication')
  })
})
