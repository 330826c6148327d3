import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { digest } from '../../../packages/warder/src/crypto/tokens.ts'
import { invite } from '../../../packages/warder/src/users/invite/invite.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { newYork, startTravellers, type Travellers } from '../../support/travellers.ts'
import { goodPassword, json } from '../../support/warder.ts'

/** Makes something that ends, and uses it; `token` is what the database knows by its digest. */
type Ending = (
  ada: Travellers,
  who: string,
) => Promise<{ token: string; use: () => Promise<{ status: number }> }>

const good = { password: goodPassword, full_name: 'Ada' }

// Nothing here starts the background work: whatever is refused is refused where it is used.
const endings: Record<string, Ending> = {
  'a registration': async ({ warder }, who) => {
    await warder.post('/auth/register', { email: who, ...good })
    const token = await linkTo(warder, who, '/verify-email')
    return { token, use: () => warder.post('/auth/verify-email', { token }) }
  },
  'a link to a new password': async ({ warder }, who) => {
    await warder.user(who)
    await warder.post('/auth/forgot-password', { email: who })
    const token = await linkTo(warder, who, '/reset-password')
    return { token, use: () => warder.post('/auth/reset-password', { token, password: goodPassword }) }
  },
  'the link of the first administrator': async ({ warder }) => {
    const link = await warder.setupLink()
    const token = new URL(link ?? '').searchParams.get('token') ?? ''
    return { token, use: () => warder.browser().open(`/setup?token=${token}`) }
  },
  'an invitation': async ({ warder }, who) => {
    await invite(warder.operator, { email: who, roles: [] })
    const token = await linkTo(warder, who, '/invite')
    return { token, use: () => warder.post('/auth/invite', { token, ...good }) }
  },
  'an authorization code': async ({ warder }) => {
    const world = oauthWorld(warder)
    const client = await world.client()
    const code = await world.code(client)
    return { token: code, use: () => world.redeem(client, code) }
  },
  'a sign-in that waits for its code': async (ada) => {
    const { temp_token } = await ada.wait(newYork)
    const code = await ada.code()
    return { token: temp_token, use: () => ada.post(newYork, '/auth/login/mfa', { temp_token, code }) }
  },
  'a new address': async ({ warder }, who) => {
    await warder.user(who)
    const before = await program(warder, who)
    await before.post('/auth/me/emails', { email: `new-${who}` })
    const token = await linkTo(warder, `new-${who}`, '/confirm-email')
    return {
      token,
      use: async () => (await program(warder, who)).post('/auth/me/emails/confirm', { token }),
    }
  },
  'a link that signs in': async ({ warder }, who) => {
    await warder.user(who)
    await warder.post('/auth/magic/send', { email: who })
    const token = await linkTo(warder, who, '/magic')
    return { token, use: () => warder.post('/auth/magic/verify', { token }) }
  },
  'a code that signs in': async ({ warder }, who) => {
    await warder.user(who)
    const sent = await warder.post('/auth/otp/send', { channel: 'email', to: who })
    const { challenge_id } = await json<{ challenge_id: string }>(sent)
    const [code] = (await warder.inbox()).filter(({ to }) => to === who).flatMap(({ codes }) => codes)
    return { token: challenge_id, use: () => warder.post('/auth/otp/verify', { challenge_id, code }) }
  },
  'the way back from a changed address': async ({ warder }, who) => {
    await warder.user(who)
    const person = await program(warder, who)
    await person.post('/auth/me/email', { email: `new-${who}`, current_password: goodPassword })
    await person.post('/auth/me/emails/confirm', {
      token: await linkTo(warder, `new-${who}`, '/confirm-email'),
    })
    const token = await linkTo(warder, who, '/undo-email')
    return { token, use: () => warder.post('/auth/undo-email', { token }) }
  },
}

describe('F-49 what has had its time is refused where it is used, with nothing cleaned up', () => {
  let ada: Travellers
  before(async () => (ada = await startTravellers()))
  after(() => ada.stop())

  const endOf = async (token: string) => {
    const row = ada.warder.app.db.selectFrom('one_time_token').select('expires_at')
    return (await row.where('token_hash', '=', digest(token)).executeTakeFirstOrThrow()).expires_at
  }

  for (const [number, [what, make]] of Object.entries(endings).entries()) {
    test(`F-49 ${what} works in its last second, and not in the next`, async () => {
      const late = await make(ada, `late${number}@example.com`)
      ada.warder.clock.now = await endOf(late.token)
      const refused = await late.use()
      assert.ok([400, 401, 404, 410].includes(refused.status), String(refused.status))

      ada.warder.clock.now += 7200
      const good = await make(ada, `good${number}@example.com`)
      ada.warder.clock.now = (await endOf(good.token)) - 1
      const { status } = await good.use()
      assert.ok(status === 200 || status === 204, String(status))
      ada.warder.clock.now += 7200
    })
  }

  test('F-49 sessions, access tokens and refresh tokens end by themselves', async () => {
    const { warder } = ada
    const { idle } = warder.app.config.session
    await warder.user('bob@example.com')
    const tokens = await warder.tokens('bob@example.com')
    const me = () => warder.get('/auth/me', { authorization: `Bearer ${tokens.access_token}` })
    assert.equal((await me()).status, 200)
    const signedIn = await warder.post('/auth/login/session', {
      email: 'bob@example.com',
      password: goodPassword,
    })
    const [cookie = ''] = signedIn.headers.getSetCookie().map((text) => text.split(';')[0] ?? '')
    const session = warder.app.db.selectFrom('session').selectAll().orderBy('created_at', 'desc').limit(1)
    const { idle_expires_at } = await session.executeTakeFirstOrThrow()
    assert.equal((await warder.get('/auth/me', { cookie })).status, 200)

    warder.clock.now += tokens.expires_in
    assert.equal((await me()).status, 401, 'the access token')
    warder.clock.now = Math.max(warder.clock.now, idle_expires_at)
    assert.equal((await warder.get('/auth/me', { cookie })).status, 401, 'the session')
    warder.clock.now += idle
    const refreshed = await warder.post('/auth/refresh', { refresh_token: tokens.refresh_token })
    assert.equal(refreshed.status, 401, JSON.stringify(await json(refreshed)))
    // All of it is still there: it was refused by its time alone.
    assert.ok(
      (await warder.app.db.selectFrom('session').select('id').where('revoked_at', 'is', null).execute())
        .length >= 2,
    )
    assert.ok((await warder.app.db.selectFrom('refresh_token').select('token_hash').execute()).length >= 1)
  })
})
