import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { withTexts } from '../../support/people/phones.ts'
import { askBySecret, keeper, type Tokens } from '../../support/people/service-accounts.ts'
import { json, origin } from '../../support/warder.ts'

/** What whoever owns the address reads, as everybody does who has no account. */
const nothing = {
  subject: 'There is no Warder account with this address',
  links: [`${origin}/register`],
  codes: [],
}

onEveryDatabase(
  'AG-04 a service account is no person',
  (warder) => {
    const made = async () => {
      const ada = await keeper(warder)
      // Named as somebody else's address is, and as its own would have to be.
      const account = await ada.account({ name: 'bob@example.com' })
      const { secret = '' } = await ada.credential(account.id, { type: 'rotating_secret' })
      return { id: account.id, secret, names: [account.id, `${account.id}@example.com`, 'bob@example.com'] }
    }

    test('its name and its secret sign in nowhere, and no link or code is sent to it', async () => {
      const { secret, names } = await made()
      for (const email of names) {
        for (const path of ['/auth/login', '/auth/login/session']) {
          const { status } = await warder.post(path, { email, password: secret })
          assert.ok(status === 401 || status === 422, `${path} for ${email}: ${status}`)
        }
        for (const path of ['/auth/magic/send', '/auth/forgot-password', '/auth/verify-email/resend'])
          await warder.post(path, { email })
        await warder.post('/auth/otp/send', { channel: 'email', to: email })
      }
      for (const { to, subject, links, codes } of await warder.inbox())
        if (names.includes(to)) assert.deepEqual({ subject, links, codes }, nothing)
    })

    test('its token opens nothing of a person: no profile, no session, no factor, no passkey, no other sign-in', async () => {
      const { id, secret } = await made()
      const { access_token } = await json<Tokens>(await askBySecret(warder, id, secret))
      const headers = { authorization: `Bearer ${access_token}` }
      for (const path of ['/auth/me', '/auth/sessions', '/auth/me/events', '/auth/passkeys'])
        assert.ok([401, 403].includes((await warder.get(path, headers)).status), path)
      for (const [path, body] of [
        ['/auth/passkey/register-options', {}],
        ['/auth/mfa/totp/enable', {}],
        ['/auth/mfa/backup-codes', {}],
        ['/auth/change-password', { current_password: secret, password: 'quite another pass phrase' }],
        ['/auth/reauthenticate', { password: secret }],
        ['/auth/me/email', { email: 'mallory@example.com' }],
      ] as const)
        assert.ok([401, 403].includes((await warder.post(path, body, headers)).status), path)
    })
  },
  withTexts,
)
