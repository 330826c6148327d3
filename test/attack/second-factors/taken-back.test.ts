import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { addApp, personWithApp } from '../../support/people/authenticator.ts'
import { linkTo } from '../../support/people/programs.ts'

onEveryDatabase('a main address that is taken back', (warder) => {
  test('PW-28 loses the second factors that were added since, and keeps those from before', async () => {
    const ada = await personWithApp(warder, 'ada@example.com')
    // Whoever has her session does all this.
    await ada.program.post('/auth/me/email', { email: 'mallory@evil.example' })
    const token = await linkTo(warder, 'mallory@evil.example', '/confirm-email')
    assert.equal((await ada.program.post('/auth/me/emails/confirm', { token })).status, 200)
    warder.clock.now += 30
    await addApp(warder, 'mallory@evil.example', ada.program)
    assert.equal((await ada.program.post('/auth/mfa/backup-codes')).status, 200)

    const undo = await linkTo(warder, 'ada@example.com', '/undo-email')
    assert.equal((await warder.post('/auth/undo-email', { token: undo })).status, 200)
    const left = await warder.app.db
      .selectFrom('credential')
      .innerJoin('user', 'user.id', 'credential.user_id')
      .select(['credential.id', 'method', 'mfa_enabled_at'])
      .where('method', '!=', 'password')
      .execute()
    assert.deepEqual(
      left.map(({ id, method }) => [id, method]),
      [[ada.id, 'totp']],
    )
    assert.notEqual(left[0]?.mfa_enabled_at, null)
  })
})
