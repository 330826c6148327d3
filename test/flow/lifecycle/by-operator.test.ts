import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '@warder/protocol'
import { createUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { sendResetLink, setPassword } from '../../../packages/warder/src/users/operator/password.ts'
import { updateUser } from '../../../packages/warder/src/users/operator/update.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

const another = 'an entirely new pass phrase'
const problem = (code: string) => (error: unknown) => error instanceof Problem && error.code === code

onEveryDatabase('what an operator changes of a person', (warder) => {
  const login = async (email: string, password = goodPassword) =>
    (await warder.post('/auth/login', { email, password })).status
  const subjects = async (to: string) =>
    (await warder.inbox()).filter((mail) => mail.to === to).map(({ subject }) => subject)
  const sentences = async (email: string, password = goodPassword) => {
    const { access_token } = await json<{ access_token: string }>(
      await warder.post('/auth/login', { email, password }),
    )
    const events = await warder.get('/auth/me/events', { authorization: `Bearer ${access_token}` })
    return (await json<{ items: { sentence: string }[] }>(events)).items.map(({ sentence }) => sentence)
  }

  test('a name is judged as in the profile, and ends nothing', async () => {
    const { id } = await warder.user('ada@example.com')
    const me = await program(warder, 'ada@example.com')
    assert.equal(
      (await updateUser(warder.operator, id, { full_name: '  Ada   King ' })).full_name,
      'Ada King',
    )
    assert.equal((await json(await me.get('/auth/me')))['full_name'], 'Ada King')
    for (const full_name of ['', 'x'.repeat(201), 'Ada\u202eKing'])
      await assert.rejects(updateUser(warder.operator, id, { full_name }), problem('invalid_input'))
    assert.ok((await sentences('ada@example.com')).includes('The profile was changed'))
  })

  test('PW-28 a new address that the operator vouches for counts at once, ends what was open, and the old one can undo it', async () => {
    const { id } = await warder.user('bea@example.com')
    const me = await program(warder, 'bea@example.com')
    const done = await updateUser(warder.operator, id, { email: 'Bea@new.example', verified: true })
    assert.deepEqual(
      [done.email, done.email_verified, 'confirmation_sent_to' in done],
      ['Bea@new.example', true, false],
    )
    assert.equal((await me.get('/auth/me')).status, 401)
    assert.equal(await login('bea@new.example'), 200)
    assert.deepEqual(await subjects('bea@example.com'), [
      'The main address of your Warder account was changed',
    ])

    const token = await linkTo(warder, 'bea@example.com', '/undo-email')
    assert.equal((await warder.post('/auth/undo-email', { token })).status, 200)
    assert.equal(await login('bea@new.example'), 401)
    await assert.rejects(updateUser(warder.operator, 'bea@new.example', {}), problem('not_found'))
  })

  test('a new address that nobody vouches for counts once its owner has confirmed it, signed in as that person', async () => {
    const { id } = await warder.user('cleo@example.com')
    await warder.user('mallory@example.com')
    const asked = await updateUser(warder.operator, id, { email: 'cleo@new.example' })
    assert.deepEqual([asked.email, asked.confirmation_sent_to], ['cleo@example.com', 'cleo@new.example'])
    const first = await linkTo(warder, 'cleo@new.example', '/confirm-email')
    await updateUser(warder.operator, id, { email: 'cleo@new.example' })
    const token = await linkTo(warder, 'cleo@new.example', '/confirm-email')
    assert.equal(await login('cleo@new.example'), 401)

    const confirm = async (email: string, link: string) =>
      (await (await program(warder, email)).post('/auth/me/emails/confirm', { token: link })).status
    assert.equal(await confirm('mallory@example.com', token), 403)
    assert.equal(await confirm('cleo@example.com', first), 400, 'the link before the last one is dead')
    assert.equal(await confirm('cleo@example.com', token), 200)
    assert.equal((await updateUser(warder.operator, id, {})).email, 'cleo@new.example')
    assert.ok((await subjects('cleo@example.com')).some((subject) => subject.includes('main address')))
  })

  test('an address that waits is vouched for later, and its link is dead then', async () => {
    const { id } = await warder.user('dora@example.com')
    await updateUser(warder.operator, id, { email: 'dora@new.example' })
    const token = await linkTo(warder, 'dora@new.example', '/confirm-email')
    await updateUser(warder.operator, id, { email: 'dora@new.example', verified: true })
    const me = await program(warder, 'dora@new.example')
    assert.equal((await me.post('/auth/me/emails/confirm', { token })).status, 400)
    // One of theirs needs no second proof.
    assert.equal(
      (await updateUser(warder.operator, id, { email: 'dora@example.com' })).email,
      'dora@example.com',
    )
    assert.equal(
      (await updateUser(warder.operator, id, { email: 'DORA@example.com' })).email,
      'dora@example.com',
    )
  })

  test('an address of somebody else is refused either way, and changes nothing', async () => {
    const { id } = await warder.user('eve@example.com')
    await warder.user('owner@example.com')
    for (const verified of [true, false]) {
      const change = { full_name: 'Not Eve', email: 'Owner@example.com', verified }
      await assert.rejects(updateUser(warder.operator, id, change), problem('conflict'))
    }
    await assert.rejects(updateUser(warder.operator, id, { email: 'no address' }), problem('invalid_input'))
    const { email, full_name } = await updateUser(warder.operator, id, {})
    assert.deepEqual([email, full_name], ['eve@example.com', 'Ada Lovelace'])
  })

  test('a link to a new password changes nothing before it is used', async () => {
    const { id } = await warder.user('fay@example.com')
    const { link_sent_to } = await sendResetLink(warder.operator, 'fay@example.com')
    assert.equal(link_sent_to, 'fay@example.com')
    assert.equal(await login('fay@example.com'), 200)
    const token = await linkTo(warder, 'fay@example.com', '/reset-password')
    assert.equal((await warder.post('/auth/reset-password', { token, password: another })).status, 200)
    assert.deepEqual([await login('fay@example.com'), await login('fay@example.com', another)], [401, 200])

    const told = await sentences('fay@example.com', another)
    assert.ok(told.includes('An administrator sent a link to set a new password'))
    await setUserDisabled(warder.operator, id, true)
    await assert.rejects(sendResetLink(warder.operator, id), problem('conflict'))
    await assert.rejects(setPassword(warder.operator, id, another), problem('conflict'))
  })

  test('whoever has no password is not given one in silence', async () => {
    const { id } = await createUser(warder.operator, { email: 'gia@example.com' })
    await sendResetLink(warder.operator, id)
    assert.deepEqual(await subjects('gia@example.com'), ['Set a password for Warder?'])
    await setPassword(warder.operator, id, another)
    assert.equal(await login('gia@example.com', another), 200)
    assert.equal((await subjects('gia@example.com')).length, 2)
  })

  test('SE-04 a password that is set ends every session, token, link and wait, and its person is told', async () => {
    const { id } = await warder.user('hana@example.com')
    const me = await program(warder, 'hana@example.com')
    await warder.post('/auth/forgot-password', { email: 'hana@example.com' })
    const token = await linkTo(warder, 'hana@example.com', '/reset-password')
    for (let at = 0; at < 6; at++) await login('hana@example.com', 'not the right one at all')
    assert.equal(await login('hana@example.com'), 429)

    await assert.rejects(setPassword(warder.operator, id, 'short'), problem('password_refused'))
    assert.equal((await me.get('/auth/me')).status, 200)
    await setPassword(warder.operator, id, another)
    assert.equal((await me.get('/auth/me')).status, 401)
    assert.equal((await warder.post('/auth/reset-password', { token, password: goodPassword })).status, 400)
    assert.equal(await login('hana@example.com', another), 200)
    assert.ok((await subjects('hana@example.com')).includes('Your Warder password was changed'))
    assert.ok(await linkTo(warder, 'hana@example.com', '/not-me'))
    assert.ok((await sentences('hana@example.com', another)).includes('An administrator set a new password'))
  })
})
