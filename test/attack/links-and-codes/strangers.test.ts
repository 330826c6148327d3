import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser } from '../../support/cookies.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { personWithPhone, textedCode, textsTo, withTexts } from '../../support/people/phones.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

const minute = 60
const hour = 60 * minute

onEveryDatabase(
  'what strangers ask for',
  (warder) => {
    let count = 0
    const person = async () => {
      const email = `alice-${++count}@example.com`
      await warder.user(email)
      return email
    }
    const mailsTo = async (email: string) => (await warder.inbox()).filter(({ to }) => to === email)
    const askFor = async (browser: Browser, path: '/magic' | '/otp', email: string) =>
      browser.submit(await browser.open(path), `${path}/send`, path === '/otp' ? { to: email } : { email })
    /** A browser that its person signed in with before. */
    const known = async (email: string) => {
      const browser = warder.browser()
      const fields = { email, password: goodPassword }
      await browser.submit(await browser.open('/login'), '/login', fields)
      await browser.submit(await browser.open('/logout'), '/logout', {})
      return browser
    }

    test('DS-20 does not end the link that a person waits for', async () => {
      const email = await person()
      const [alice, mallory] = [warder.browser(), warder.browser()]
      await askFor(alice, '/magic', email)
      const token = await linkTo(warder, email, '/magic')
      await askFor(mallory, '/magic', email)
      await warder.post('/auth/magic/send', { email })
      const page = await alice.open(`/magic?token=${token}`)
      assert.match((await alice.submit(page, '/magic', {})).path, /^\/account/)
    })

    test('ML-03 the next link of the same browser ends the one before', async () => {
      const email = await person()
      const alice = warder.browser()
      await askFor(alice, '/magic', email)
      const first = await linkTo(warder, email, '/magic')
      warder.clock.now += 1
      await askFor(alice, '/magic', email)
      assert.doesNotMatch((await alice.open(`/magic?token=${first}`)).html, /action="\/magic"/)
    })

    test('DS-20 uses up no mail of a browser that its person signed in with before', async () => {
      const email = await person()
      const alice = await known(email)
      for (let at = 0; at < 5; at++) {
        await warder.post('/auth/magic/send', { email })
        await warder.post('/auth/otp/send', { channel: 'email', to: email })
        warder.clock.now += minute
      }
      await warder.post('/auth/otp/send', { channel: 'email', to: email })
      const before = (await mailsTo(email)).length
      await askFor(alice, '/magic', email)
      const page = await alice.open(`/magic?token=${await linkTo(warder, email, '/magic')}`)
      assert.match((await alice.submit(page, '/magic', {})).path, /^\/account/)
      await alice.submit(await alice.open('/logout'), '/logout', {})

      const asked = await askFor(alice, '/otp', email)
      assert.equal((await mailsTo(email)).length, before + 2)
      const [code = ''] = (await mailsTo(email)).flatMap(({ codes }) => codes)
      assert.match((await alice.submit(asked, '/otp', { code })).path, /^\/account/)
      // And no more than others have.
      await alice.submit(await alice.open('/logout'), '/logout', {})
      for (let at = 0; at < 5; at++) await askFor(alice, '/magic', email)
      assert.equal((await mailsTo(email)).length, before + 4)
      warder.clock.now += hour
    })

    test('DS-20 keeps no code of the second step from whoever has the password', async () => {
      const number = '+41791234567'
      const email = 'bob@example.com'
      await personWithPhone(warder, email, number, { sign_in: true, second_step: true })
      warder.clock.now += hour
      for (let at = 0; at < 12; at++) {
        await warder.post('/auth/otp/send', { channel: 'sms', to: number })
        warder.clock.now += 16 * minute
      }
      const before = (await textsTo(warder, number)).length
      const login = await warder.post('/auth/login', { email, password: goodPassword })
      const { temp_token } = await json<{ temp_token: string }>(login)
      assert.equal((await textsTo(warder, number)).length, before + 1)
      const code = await textedCode(warder, number)
      assert.equal((await warder.post('/auth/login/mfa', { temp_token, code })).status, 200)
    })

    test('is guessed at no more often where a person has many addresses', async () => {
      const email = await person()
      const alice = await program(warder, email)
      const all = [email]
      for (let at = 0; at < 3; at++) {
        const more = `alice-${count}-${at}@example.com`
        await alice.post('/auth/me/emails', { email: more })
        const token = await linkTo(warder, more, '/confirm-email')
        assert.equal((await alice.post('/auth/me/emails/confirm', { token })).status, 200)
        all.push(more)
      }
      const guess = async (to: string) => {
        const asked = await warder.post('/auth/otp/send', { channel: 'email', to })
        const { challenge_id } = await json<{ challenge_id: string }>(asked)
        return {
          challenge_id,
          status: (await warder.post('/auth/otp/verify', { challenge_id, code: 'x' })).status,
        }
      }
      for (let at = 0; at < 80; at++) {
        if (at % 20 === 0) warder.clock.now += 25 * hour
        warder.clock.now += minute
        if (at % 10 === 0) warder.clock.now += hour
        assert.equal((await guess(all[Math.floor(at / 20)] ?? '')).status, 401)
      }
      warder.clock.now += 25 * hour
      const last = all[0] ?? ''
      const { challenge_id, status } = await guess(last)
      assert.equal(status, 401, 'nothing tells that it is enough')
      const [code = ''] = (await mailsTo(last)).flatMap(({ codes }) => codes)
      assert.equal((await warder.post('/auth/otp/verify', { challenge_id, code })).status, 401)
    })
  },
  withTexts,
)
