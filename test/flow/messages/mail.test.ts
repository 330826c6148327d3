import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sendDue, type Sender } from '../../../packages/warder/src/mail/sender.ts'
import { unsentCounts } from '../../../packages/warder/src/store/operations/outbox.ts'
import { senders } from '../../../packages/warder/src/operations/senders.ts'
import { smtpServer, type Smtp } from '../../support/messages/smtp.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

describe('mail', () => {
  let warder: TestWarder
  let server: Smtp
  let mail: Sender
  before(async () => {
    server = await smtpServer()
    warder = await startWarder({ smtp_url: server.url })
    const [sender] = senders(warder.app)
    assert.ok(sender)
    mail = sender
  })
  after(async () => {
    server.close()
    await warder.close()
  })
  const send = (stop?: () => boolean) => sendDue(warder.app, mail, stop)

  test('PW-20 goes to exactly the one address that was meant, and what it said is forgotten then', async () => {
    await warder.post('/auth/register', {
      email: "o'brien+x@example.com",
      password: goodPassword,
      full_name: 'O’Brien <evil@example.com>,',
    })
    assert.equal(await send(), 1)
    assert.deepEqual(server.recipients(), ["RCPT TO:<o'brien+x@example.com>"])
    assert.equal(await send(), 0, 'once')
    const row = await warder.app.db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual([row.sealed, row.sent_at], [null, warder.clock.now])
  })

  test('F-26 is tried again later when the server refuses, with growing pauses, and arrives once', async () => {
    server.lines.length = 0
    server.play({ RCPT: '451 not now' })
    await warder.user('bob@example.com')
    const answer = await warder.post('/auth/forgot-password', { email: 'bob@example.com' })
    assert.equal(answer.status, 202, 'the answer does not tell how mail is doing')
    assert.equal(await send(), 0)
    assert.equal(await send(), 0, 'not before its time')
    assert.equal(server.recipients().length, 1)
    warder.clock.now += 60
    assert.equal(await send(), 0)
    server.play({})
    warder.clock.now += 60
    assert.equal(await send(), 0, 'the second pause is longer')
    warder.clock.now += 240
    assert.equal(await send(), 1)
    assert.equal(server.recipients().length, 3)
  })

  test('what stands for a message to nobody waits like one, and goes nowhere', async () => {
    server.lines.length = 0
    await warder.post('/auth/forgot-password', { email: 'nobody@example.com' })
    const waits = () =>
      warder.app.db.selectFrom('outbox').select('recipient').where('sent_at', 'is', null).execute()
    assert.deepEqual(await waits(), [{ recipient: '' }])
    assert.deepEqual(await unsentCounts(warder.app.db), [])
    assert.equal(await send(), 0)
    assert.deepEqual([await waits(), server.lines], [[], []])
  })

  test('two senders at once send a message once', async () => {
    server.lines.length = 0
    await warder.post('/auth/forgot-password', { email: 'bob@example.com' })
    const sent = await Promise.all([send(), send()])
    assert.deepEqual(sent.toSorted(), [0, 1])
    assert.equal(server.recipients().length, 1)
  })

  test('a message whose key is gone is given up and said, and once stopping nothing is begun', async () => {
    await warder.user('alice@example.com')
    await warder.post('/auth/forgot-password', { email: 'alice@example.com' })
    assert.equal(await send(() => true), 0)
    await warder.app.db
      .updateTable('outbox')
      .set({ sealed: 'dk9.gone' })
      .where('sent_at', 'is', null)
      .execute()
    assert.equal(await send(), 0)
    const [row] = await warder.app.db.selectFrom('outbox').selectAll().where('sent_at', 'is', null).execute()
    assert.deepEqual([row?.failed_at, row?.last_error], [warder.clock.now, 'the key that sealed it is gone'])
    assert.match(warder.lines.at(-1) ?? '', /a message was given up/)
  })

  test('a decoy for an unknown address is written and never sent', async () => {
    server.lines.length = 0
    await warder.post('/auth/forgot-password', { email: 'nobody@example.com' })
    assert.equal(await send(), 0)
    assert.deepEqual(server.lines, [])
  })

  // oxfmt-ignore
  const languages: [who: string, locale: string | null | undefined, browser: string, subject: RegExp][] = [
    ['somebody new whose browser is French',      undefined, 'fr-CA, en;q=0.5', /^Confirme ton adresse/],
    ['somebody new whose browser is Japanese',    undefined, 'ja',              /^Confirm your address/],
    ['a German, whatever the asking browser is',  'de',      'fr',              /^Neues Passwort/],
    ['a person without a language, likewise',     null,      'fr',              /^Set a new password/],
  ]
  for (const [at, [who, locale, browser, subject]] of languages.entries()) {
    test(`${who}, reads mail in their own language`, async () => {
      const email = `reader${at}@example.com`
      if (locale === undefined) {
        const form = { email, password: goodPassword, full_name: 'Reader' }
        await warder.post('/auth/register', form, { 'accept-language': browser })
      } else {
        const { id } = await warder.user(email)
        await warder.app.db.updateTable('user').set({ locale }).where('id', '=', id).execute()
        await warder.post('/auth/forgot-password', { email }, { 'accept-language': browser })
      }
      const [item] = (await warder.inbox()).filter(({ to }) => to === email)
      assert.match(item?.subject ?? '', subject)
    })
  }
})
