import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { addApp, type WithApp } from '../../support/people/authenticator.ts'
import { addPhone, textedCode, withTexts } from '../../support/people/phones.ts'
import { linkTo, program, type Program } from '../../support/people/programs.ts'
import { json } from '../../support/warder.ts'

const settings = {
  ...withTexts,
  'limits.costly': '100000',
  'limits.mailing': '100000',
}

/** What began with something waits for a second step; its person takes that away meanwhile. */
onEveryDatabase(
  'a sign-in that began with what is its person’s no longer',
  (warder) => {
    let count = 0

    /** By a code that was sent there, so far that it waits for the code of the app. */
    async function waiting(channel: 'email' | 'sms', to: string): Promise<string> {
      warder.clock.now += 90
      const sent = await warder.post('/auth/otp/send', { channel, to })
      const { challenge_id } = await json<{ challenge_id: string }>(sent)
      const mails = (await warder.inbox()).filter((mail) => mail.to === to)
      const code = channel === 'sms' ? await textedCode(warder, to) : (mails[0]?.codes[0] ?? '')
      const answer = await warder.post('/auth/otp/verify', { challenge_id, code })
      const { temp_token } = await json<{ temp_token: string }>(answer)
      assert.match(temp_token, /^wot_/)
      return temp_token
    }

    type Person = { ada: Program; app: WithApp; phone: string; second: string; second_id: string }
    async function person(): Promise<Person> {
      const email = `ada-${++count}@example.com`
      await warder.user(email)
      const ada = await program(warder, email)
      const phone = `+4179${String(5_000_000 + count * 12_345)}`
      await addPhone(warder, ada, phone, { sign_in: true })
      const second = `second-${count}@example.com`
      await ada.post('/auth/me/emails', { email: second })
      await ada.post('/auth/me/emails/confirm', { token: await linkTo(warder, second, '/confirm-email') })
      const { items } = await json<{ items: { id: string; email: string }[] }>(
        await ada.get('/auth/me/emails'),
      )
      const app = await addApp(warder, email, ada)
      return { ada, app, phone, second, second_id: items.find((one) => one.email === second)?.id ?? '' }
    }

    const finish = async (temp_token: string, { app }: Person) =>
      json<{ code?: string; access_token?: string }>(
        await warder.post('/auth/login/mfa', { temp_token, code: app.code() }),
      )

    test('goes on while nothing is taken away', async () => {
      const one = await person()
      assert.ok((await finish(await waiting('sms', one.phone), one)).access_token)
      assert.ok((await finish(await waiting('email', one.second), one)).access_token)
    })

    // oxfmt-ignore
    const removals: [what: string, channel: 'email' | 'sms', remove: (one: Person) => Promise<Response>][] = [
      ['with a phone, once that is removed',               'sms',   ({ ada }) => ada.remove('/auth/me/phone')],
      ['with a phone, once that signs in no more',         'sms',   ({ ada, phone }) => ada.put('/auth/me/phone', { phone, sign_in: false, second_step: true })],
      ['with an address, once that is removed',            'email', ({ ada, second_id }) => ada.remove(`/auth/me/emails/${second_id}`)],
      ['anyhow, once its person signs out everywhere',     'email', ({ ada }) => ada.remove('/auth/sessions')],
    ]
    for (const [what, channel, remove] of removals)
      test(`${what}, is over`, async () => {
        const one = await person()
        const temp_token = await waiting(channel, channel === 'sms' ? one.phone : one.second)
        const removed = await remove(one)
        assert.ok(removed.ok, await removed.clone().text())
        assert.equal((await finish(temp_token, one)).code, 'sign_in_over')
      })

    test('with one of two apps, once that is removed, is over: whoever has it may have begun it', async () => {
      const one = await person()
      const more = await addApp(warder, one.app.email, one.ada)
      const temp_token = await waiting('email', one.second)
      assert.equal((await one.ada.remove(`/auth/mfa/totp/${more.id}`)).status, 204)
      assert.equal((await finish(temp_token, one)).code, 'sign_in_over')
    })
  },
  settings,
)
