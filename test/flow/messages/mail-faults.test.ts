import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { NotDelivered } from '../../../packages/warder/src/mail/not-delivered.ts'
import { queueMail, type Message } from '../../../packages/warder/src/mail/outbox.ts'
import { sendDue, type Transport } from '../../../packages/warder/src/mail/sender.ts'
import { smtpTransport } from '../../../packages/warder/src/mail/smtp.ts'
import * as outbox from '../../../packages/warder/src/store/operations/outbox.ts'
import { smtpServer, type Script, type Smtp } from '../../support/messages/smtp.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

/** Milliseconds: of a sender that waits for nothing, and of one that a slow machine does not hurry. */
const impatient = 300
const patient = 10_000

/** What the server does, what becomes of the message, and how often it was tried by then. */
// oxfmt-ignore
const faults: [what: string, script: Script, state: 'waits' | 'given up', attempts: number][] = [
  ['is busy before its greeting',            { greeting: '421 too busy' },         'waits',    0],
  ['does not greet',                         { greeting: 'hang' },                 'waits',    0],
  ['drops the connection at once',           { greeting: 'drop' },                 'waits',    1],
  ['refuses the sender',                     { MAIL: '550 not you' },              'waits',    0],
  ['greylists the recipient',                { RCPT: '450 try again later' },      'waits',    1],
  ['answers the recipient with 451',         { RCPT: '451 not now' },              'waits',    1],
  ['answers the recipient with 550',         { RCPT: '550 no such mailbox' },      'given up', 1],
  ['drops the connection after the recipient', { RCPT: 'drop' },                   'waits',    1],
  ['says nothing after the message',         { end: 'hang' },                      'waits',    1],
  ['answers the message with 451',           { end: '451 local error' },           'waits',    1],
  ['answers the message with 554',           { end: '554 looks like spam' },       'given up', 1],
]

describe('F-26 when the mail server', () => {
  let warder: TestWarder
  let server: Smtp
  let transport: Transport<Message>
  before(async () => {
    server = await smtpServer()
    warder = await startWarder({ smtp_url: server.url, internal_port: '3999' })
    transport = mailOnly(server.url, patient)
    await warder.user()
  })
  after(async () => {
    server.close()
    await warder.close()
  })
  const send = (by = transport) => sendDue(warder.app, { channel: 'email', transport: by })
  const ask = async () => {
    // The number of mails to one address is limited.
    await warder.app.db.deleteFrom('counter').execute()
    await warder.app.db.deleteFrom('outbox').execute()
    const start = performance.now()
    const answer = await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
    return { status: answer.status, body: await answer.text(), took: performance.now() - start }
  }
  const row = () => warder.app.db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow()

  for (const [what, script, state, attempts] of faults) {
    test(`${what}, the message ${state}, and arrives later under the same Message-ID`, async () => {
      server.messages.length = 0
      server.play(script)
      await ask()
      const hangs = Object.values(script).includes('hang')
      assert.equal(await send(mailOnly(server.url, hangs ? impatient : patient)), 0)
      const failed = await row()
      assert.equal(failed.failed_at === null ? 'waits' : 'given up', state)
      assert.equal(failed.attempts, attempts)
      assert.ok(failed.last_error)
      assert.notEqual(failed.sealed, null)

      server.play({})
      assert.equal(await send(), 0, 'not at once')
      if (state === 'given up') {
        warder.clock.now += 3600
        assert.equal(await send(), 0, 'not by itself')
        assert.ok(await outbox.retry(warder.app.db, failed.id, 'email', warder.clock.now))
        assert.equal(await outbox.retry(warder.app.db, failed.id, 'email', warder.clock.now), false)
      }
      warder.clock.now += 60
      assert.equal(await send(), 1)
      assert.equal(await send(), 0, 'once')
      const ids = server.messages.map((message) => /^Message-ID: (.*)$/im.exec(message)?.[1])
      assert.deepEqual(new Set(ids), new Set([`<${failed.id}@id.example>`]))
    })
  }

  test('cannot be reached, a round tries a few messages and leaves the others, and none is held for it', async () => {
    const nobody = await smtpServer()
    nobody.close()
    await warder.app.db.deleteFrom('outbox').execute()
    for (let at = 0; at < 20; at++) {
      const to = `reader${at}@example.com`
      await queueMail(warder.app.db, warder.app, { channel: 'email', to, subject: 's', text: 't', html: 'h' })
    }
    let tried = 0
    const counting: Transport<Message> = (message, id) => {
      tried++
      return mailOnly(nobody.url, patient)(message, id)
    }
    for (let round = 1; round <= 3; round++) {
      assert.equal(await send(counting), 0)
      assert.ok(tried <= 5 * round, String(tried))
    }
    warder.clock.now += 12 * 3600
    await send(counting)
    const { attempts, failed_at } = await row()
    assert.deepEqual([attempts, failed_at], [0, null])
    warder.clock.now += 60
    assert.equal(await send(), 20, 'once it is there again, all go')
  })

  test('does not take a message for a day, it is given up, listed and counted', async () => {
    server.play({ RCPT: '451 not now' })
    await ask()
    await send()
    warder.clock.now += 86_401
    assert.equal(await send(), 0)
    const [given_up] = await outbox.unsent(warder.app.db, 'email', { failed: true, limit: 10 })
    assert.match(given_up?.last_error ?? '', /451 not now/)
    const metrics = await warder.app.metrics?.text()
    assert.match(metrics?.body ?? '', /^warder_outbox_messages\{channel="email",state="failed"\} 1$/m)
    assert.match(metrics?.body ?? '', /^warder_messages_total\{channel="email",result="given_up"\} \d+$/m)
    assert.ok(warder.lines.some((line) => line.includes('a message was given up')))
    assert.ok(!warder.lines.join('').includes('token='), 'and the log has no link')
  })

  test('hangs, a request is answered within half a second and in the same words as for nobody', async () => {
    server.play({ end: 'hang' })
    await ask()
    const sending = send(mailOnly(server.url, impatient))
    const [known, unknown] = [
      await ask(),
      await warder.post('/auth/forgot-password', { email: 'nobody@example.com' }),
    ]
    assert.ok(known.took < 500, String(known.took))
    assert.deepEqual([known.status, known.body], [unknown.status, await unknown.text()])
    await sending
  })
})

/** Only mail is queued here. */
function mailOnly(url: string, patience: number): Transport<Message> {
  const smtp = smtpTransport(url, 'Warder <no-reply@id.example>', patience)
  return async (message, id) => {
    if (message.channel !== 'email') throw new NotDelivered('never', 'this is no mail')
    await smtp(message, id)
  }
}
