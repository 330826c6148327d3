import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from '../../support/cookies.ts'
import { linkTo, program, type Program } from '../../support/people/programs.ts'
import { assertEquallyLong } from '../../support/timing/pairs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

type Item = { id: string; email: string; created_at: string }

describe('what asking for an address tells', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder()
    await warder.user('victim@example.com')
  })
  after(() => warder.close())

  async function person(email: string): Promise<Program> {
    await warder.user(email)
    return program(warder, email)
  }
  const listed = async (who: Program) => {
    const { items } = await json<{ items: Item[] }>(await who.get('/auth/me/emails'))
    return items.map(({ id, email, ...rest }) => ({ ...rest, id: id.length, email: email.length }))
  }

  for (const path of ['/auth/me/emails', '/auth/me/email']) {
    test(`POST ${path} answers and lists the same whether or not the address leads to somebody`, async () => {
      const seen = []
      for (const email of ['victim@example.com', 'nobody@example.com']) {
        const who = await person(`asks-${email.slice(0, 6)}-${path.length}@example.com`)
        const answer = await who.post(path, { email })
        const headers = [...answer.headers.keys()].sort()
        seen.push({ status: answer.status, headers, body: await answer.text(), listed: await listed(who) })
      }
      assert.equal(seen[0]?.status, 202)
      assert.equal(seen[0].listed.length, 2)
      assert.deepEqual(seen[0], seen[1])
    })
  }

  test('the owner of an address is told that somebody wanted it, and gets no link that gives it away', async () => {
    warder.clock.now += 900
    const mallory = await person('mallory@example.com')
    const before = (await warder.inbox()).length
    await mallory.post('/auth/me/emails', { email: 'victim@example.com' })
    const inbox = await warder.inbox()
    assert.equal(inbox.length, before + 1)
    const [mail] = inbox
    assert.equal(mail?.to, 'victim@example.com')
    assert.match(mail.subject, /wanted to add your address/)
    assert.doesNotMatch(mail.text, /token=|mallory/)
  })

  test('a name that was chosen to mislead is not mailed to an address that nobody has proved', async () => {
    await warder.user('sly@example.com', { full_name: 'Urgent Security Notice' })
    const sly = await program(warder, 'sly@example.com')
    await sly.post('/auth/me/emails', { email: 'somebody@example.com' })
    const [mail] = await warder.inbox()
    assert.equal(mail?.to, 'somebody@example.com')
    assert.doesNotMatch(JSON.stringify(mail), /Urgent|sly@/)
    const token = await linkTo(warder, 'somebody@example.com', '/confirm-email')
    assert.doesNotMatch(await (await warder.get(`/confirm-email?token=${token}`)).text(), /Urgent|sly@/)
  })

  test('asking takes as long for an address that leads to somebody as for one that does not', async () => {
    const pair = async (at: number) => {
      const who = await person(`timer${at}@example.com`)
      warder.clock.now += 400
      const ask = (email: string) => async () =>
        assert.equal((await who.post('/auth/me/emails', { email })).status, 202)
      return [ask('victim@example.com'), ask(`nobody${at}@example.com`)] as const
    }
    await assertEquallyLong(
      30,
      pair,
      (known, unknown) => Math.abs(known - unknown) >= Math.max(2, unknown * 0.25),
    )
  })
})

describe('PW-20 what is not exactly one address', () => {
  let warder: TestWarder
  let mallory: Program
  let browser: Browser
  before(async () => {
    warder = await startWarder()
    await warder.user('mallory@example.com')
    mallory = await program(warder, 'mallory@example.com')
    browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', {
      email: 'mallory@example.com',
      password: goodPassword,
    })
  })
  after(() => warder.close())

  const hostile = [
    '"a@evil"@victim.com',
    'a@v.com,b@e.com',
    'a@v.com%0d%0aBcc:x@e',
    'a@v.com\r\nBcc:x@e.com',
    'a@e@v.com',
    '<a@v.com>',
    'a@[127.0.0.1]',
    'a@v.com.',
    'аdmin@v.com',
    'a\u200b@v.com',
  ]
  for (const email of hostile) {
    test(`PW-20 ${JSON.stringify(email)} is refused by every new field, and mailed nothing`, async () => {
      const before = (await warder.inbox()).length
      for (const path of ['/auth/me/emails', '/auth/me/email']) {
        const answer = await mallory.post(path, { email })
        assert.deepEqual([answer.status, (await json(answer))['code']], [400, 'invalid_input'], path)
      }
      const page = await browser.submit(await browser.open('/account/emails'), '/account/emails', { email })
      assert.equal(page.status, 400)
      assert.equal((await warder.inbox()).length, before)
    })
  }

  for (const email of [['a@v.com', 'b@e.com'], { a: 1 }, null, 7, 'x'.repeat(400)]) {
    test(`PW-20 ${JSON.stringify(email).slice(0, 30)} is no address either`, async () => {
      assert.equal((await mallory.post('/auth/me/emails', { email })).status, 400)
    })
  }
})
