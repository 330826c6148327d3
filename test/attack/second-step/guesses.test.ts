import assert from 'node:assert/strict'
import { test } from 'node:test'
import { personWithApp, waiting, type WithApp } from '../../support/people/authenticator.ts'
import { linkTo } from '../../support/people/programs.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'

const hour = 3600
const day = 24 * hour

/** Mallory has the password, and tries codes for some hours. Says how many were looked at. */
async function guess(warder: TestWarder, email: string, hours: number): Promise<number> {
  let looked = 0
  for (let at = 0; at < hours; at++) {
    for (let round = 0; round < 5; round++) {
      const { temp_token } = await waiting(warder, email)
      for (let tries = 0; tries < 5; tries++) {
        const { status } = await warder.post('/auth/login/mfa', { temp_token, code: 'wrong' })
        if (status === 401) looked++
      }
    }
    warder.clock.now += hour
  }
  return looked
}

/** Forty a day, eighty in a row: what is spent from then on stays spent. */
async function spendAll(warder: TestWarder, ada: WithApp): Promise<void> {
  for (let days = 0; days < 2; days++) {
    await guess(warder, ada.email, 2)
    warder.clock.now += day
  }
}

onEveryDatabase(
  'codes of the second step, for whoever has the password',
  (warder) => {
    let count = 0
    const person = () => personWithApp(warder, `ada-${++count}@example.com`)
    const answer = async (ada: WithApp, code: string) => {
      const { temp_token } = await waiting(warder, ada.email)
      return (await warder.post('/auth/login/mfa', { temp_token, code })).status
    }

    test('MF-06 twenty wrong ones are looked at in an hour, forty in a day and eighty in a row', async () => {
      const ada = await person()
      const looked: number[] = []
      for (let days = 0; days < 3; days++) {
        looked.push(await guess(warder, ada.email, 3))
        warder.clock.now += day
      }
      assert.deepEqual(looked, [40, 40, 0])
      assert.equal(await answer(ada, ada.code()), 429)
      warder.clock.now += 30 * day
      assert.equal(await answer(ada, ada.code()), 200)
    })

    test('DS-20 they keep its person out nowhere that she signed in before', async () => {
      const ada = await person()
      const browser = warder.browser()
      const signIn = async () => {
        const page = await browser.submit(await browser.open('/login'), '/login', {
          email: ada.email,
          password: goodPassword,
        })
        assert.equal(page.path, '/mfa')
        return (await browser.submit(page, '/mfa', { code: ada.code() })).path
      }
      assert.match(await signIn(), /^\/account/)
      await browser.submit(await browser.open('/logout'), '/logout', {})
      await spendAll(warder, ada)
      assert.equal(await answer(ada, ada.code()), 429)
      assert.match(await signIn(), /^\/account/)
      assert.equal(await answer(ada, 'wrong'), 401, 'a right one ends the row')
    })

    test('nor by what nobody finds by trying: a recovery code', async () => {
      const ada = await person()
      await spendAll(warder, ada)
      assert.equal(await answer(ada, ada.code()), 429)
      assert.equal(await answer(ada, ada.recovery[0] ?? ''), 200)
    })

    test('a new password by mail, which Mallory does not have, begins anew', async () => {
      const ada = await person()
      await spendAll(warder, ada)
      const { email } = ada
      await warder.post('/auth/forgot-password', { email })
      const token = await linkTo(warder, email, '/reset-password')
      const reset = { token, password: 'ada has another pass phrase' }
      assert.equal((await warder.post('/auth/reset-password', reset)).status, 200)
      warder.clock.now += 60
      const login = await warder.post('/auth/login', { email, password: reset.password })
      const { temp_token } = await json<{ temp_token: string }>(login)
      const done = await warder.post('/auth/login/mfa', { temp_token, code: ada.code() })
      assert.equal(done.status, 200)
    })

    test('of a stolen browser there are twenty, and a hundred in all', async () => {
      const ada = await person()
      const browser = warder.browser()
      const step = async () =>
        browser.submit(await browser.open('/login'), '/login', { email: ada.email, password: goodPassword })
      await browser.submit(await step(), '/mfa', { code: ada.code() })
      await browser.submit(await browser.open('/logout'), '/logout', {})
      let looked = 0
      for (let at = 0; at < 10; at++) {
        const page = await step()
        for (let tries = 0; tries < 5; tries++)
          if ((await browser.submit(page, '/mfa', { code: 'wrong' })).status === 401) looked++
        warder.clock.now += hour
      }
      assert.equal(looked, 20)
    })
  },
  { 'limits.costly': '100000', 'limits.mailing': '100000' },
)
