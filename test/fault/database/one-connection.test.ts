import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStore } from '../../../packages/warder/src/store/open.ts'
import { checkInvariants } from '../../support/faults/invariants.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { freshPostgres, freshSqlite } from '../../support/services.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

/** One connection, or the one writer of a file: whoever asks for a second while holding the first waits for ever. */
const stores = [
  ['postgres', freshPostgres],
  ['sqlite', freshSqlite],
] as const

for (const [name, fresh] of stores) {
  test(`F-16 with one connection to ${name} no flow waits for itself, five people at once`, async () => {
    const store = await fresh()
    const db = openStore(store.url, { connections: 1 })
    const warder = await startWarder({ database_url: store.url }, {}, db)
    try {
      await warder.user('client@example.com')
      const world = oauthWorld(warder)
      const client = await world.client({ skip_consent: true })
      const began = performance.now()
      const people = Array.from({ length: 5 }, async (_, i) => {
        const email = `u${i}@example.com`
        await life(warder, email)
        const browser = await world.signedIn(email)
        const tokens = await world.tokens(client, 'openid offline_access', browser)
        assert.equal((await world.refresh(client, tokens.refresh_token ?? '')).status, 200)
        const old = await program(warder, email)
        assert.equal((await old.post('/auth/me/emails', { email: `new-${email}` })).status, 202)
        const token = await linkTo(warder, `new-${email}`, '/confirm-email')
        assert.equal((await old.post('/auth/me/emails/confirm', { token })).status, 200)
        assert.equal((await old.post('/auth/logout')).status, 204)
      })
      await Promise.all(people)
      assert.ok(performance.now() - began < 20_000)
      // A pool that waits for itself says so after two seconds.
      assert.deepEqual(
        warder.lines.filter((line) => /no connection became free|is over/.test(line)),
        [],
      )
      await checkInvariants(warder.app.db)
    } finally {
      await warder.close()
      await store.drop()
    }
  })
}

/** Registers, confirms, signs in, refreshes, forgets the password and chooses a new one. */
async function life(warder: TestWarder, email: string): Promise<void> {
  const made = await warder.post('/auth/register', { email, password: goodPassword, full_name: 'Ada' })
  assert.equal(made.status, 201, await made.text())
  const confirmed = await warder.post('/auth/verify-email', {
    token: await linkTo(warder, email, '/verify-email'),
  })
  assert.equal(confirmed.status, 200)
  const { refresh_token } = await warder.tokens(email)
  const refreshed = await warder.post('/auth/refresh', { refresh_token })
  assert.equal(refreshed.status, 200)
  await json(refreshed)
  assert.equal((await warder.post('/auth/forgot-password', { email })).status, 202)
  const token = await linkTo(warder, email, '/reset-password')
  const reset = await warder.post('/auth/reset-password', { token, password: goodPassword })
  assert.ok(reset.ok, await reset.text())
}
