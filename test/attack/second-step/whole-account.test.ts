import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { addApp } from '../../support/people/authenticator.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { json } from '../../support/warder.ts'

/** ASVS 7.5.1: whoever has the password, in a browser that is trusted or a session from before, has one factor of two. */
onEveryDatabase('what decides whose an account is, of somebody with a second factor', (warder) => {
  const email = 'ada@example.com'

  test('ASVS 7.5.1 is not changed with the password alone: addresses lead to it, and an end is one', async () => {
    await warder.user(email)
    const ada = await program(warder, email)
    await ada.post('/auth/me/emails', { email: 'second@example.com' })
    const token = await linkTo(warder, 'second@example.com', '/confirm-email')
    assert.equal((await ada.post('/auth/me/emails/confirm', { token })).status, 200)
    const thief = await program(warder, email)
    const app = await addApp(warder, email, ada)
    const { items } = await json<{ items: { id: string; primary: boolean }[] }>(
      await ada.get('/auth/me/emails'),
    )
    const second = items.find(({ primary }) => !primary)?.id ?? ''

    const attempts: [what: string, call: () => Promise<Response>][] = [
      ['another address', () => thief.post('/auth/me/emails', { email: 'mallory@evil.example' })],
      ['another main address', () => thief.post('/auth/me/email', { email: 'mallory@evil.example' })],
      ['the other one as the main address', () => thief.post(`/auth/me/emails/${second}/primary`)],
      ['an address less', () => thief.remove(`/auth/me/emails/${second}`)],
      ['no account at all', () => thief.remove('/auth/me')],
    ]
    for (const [what, call] of attempts) {
      const answer = await call()
      assert.equal(answer.status, 401, what)
      assert.match(answer.headers.get('www-authenticate') ?? '', /acr_values="urn:warder:aal2"/, what)
    }
    assert.equal((await thief.get('/auth/me')).status, 200, 'the session itself goes on')

    warder.clock.now += 60
    assert.equal((await thief.post('/auth/reauthenticate', { code: app.code() })).status, 200)
    assert.equal((await thief.remove(`/auth/me/emails/${second}`)).status, 204)
  })
})
