import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sendDue, smtpTransport } from '../../packages/warder/src/mail/sender.ts'
import { goodPassword, startWarder, type TestWarder } from '../support/warder.ts'

type Smtp = { url: string; lines: string[]; refuse: (code: string | undefined) => void; close: () => void }

/** A mail server that takes everything, or refuses each recipient with one code, and writes down what it hears. */
async function smtp(): Promise<Smtp> {
  const lines: string[] = []
  const open = new Set<Socket>()
  let refusal: string | undefined
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    let data = false
    socket.write('220 mail.example\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        lines.push(line)
        if (data && line !== '.') continue
        if (line === '.') data = false
        if (/^DATA/i.test(line)) data = true
        socket.write(answerTo(line, refusal))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    refuse: (code) => (refusal = code),
    close: () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}

function answerTo(line: string, refusal: string | undefined): string {
  if (/^EHLO/i.test(line)) return '250 mail.example\r\n'
  if (/^RCPT/i.test(line) && refusal) return `${refusal} not now\r\n`
  if (/^DATA/i.test(line)) return '354 go on\r\n'
  if (/^QUIT/i.test(line)) return '221 bye\r\n'
  return '250 fine\r\n'
}

describe('mail', () => {
  let warder: TestWarder
  let server: Smtp
  before(async () => ([warder, server] = await Promise.all([startWarder(), smtp()])))
  after(async () => {
    server.close()
    await warder.close()
  })
  const transport = () => smtpTransport(server.url, 'Warder <no-reply@id.example>')
  const recipients = () => server.lines.filter((line) => /^RCPT/i.test(line))

  test('PW-20 goes to exactly the one address that was meant, and what it said is forgotten then', async () => {
    await warder.post('/auth/register', {
      email: "o'brien+x@example.com",
      password: goodPassword,
      full_name: 'O’Brien <evil@example.com>,',
    })
    assert.equal(await sendDue(warder.app, transport()), 1)
    assert.deepEqual(recipients(), ["RCPT TO:<o'brien+x@example.com>"])
    assert.equal(await sendDue(warder.app, transport()), 0, 'once')
    const row = await warder.app.db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual([row.sealed, row.sent_at], [null, warder.clock.now])
  })

  test('F-26 is tried again later when the server refuses, with growing pauses, and arrives once', async () => {
    server.lines.length = 0
    server.refuse('451')
    await warder.user('bob@example.com')
    const answer = await warder.post('/auth/forgot-password', { email: 'bob@example.com' })
    assert.equal(answer.status, 202, 'the answer does not tell how mail is doing')
    assert.equal(await sendDue(warder.app, transport()), 0)
    assert.equal(await sendDue(warder.app, transport()), 0, 'not before its time')
    assert.equal(recipients().length, 1)
    warder.clock.now += 60
    assert.equal(await sendDue(warder.app, transport()), 0)
    server.refuse(undefined)
    warder.clock.now += 60
    assert.equal(await sendDue(warder.app, transport()), 0, 'the second pause is longer')
    warder.clock.now += 240
    assert.equal(await sendDue(warder.app, transport()), 1)
    assert.equal(recipients().length, 3)
  })

  test('two senders at once send a message once', async () => {
    server.lines.length = 0
    await warder.post('/auth/forgot-password', { email: 'bob@example.com' })
    const sent = await Promise.all([sendDue(warder.app, transport()), sendDue(warder.app, transport())])
    assert.deepEqual(sent.toSorted(), [0, 1])
    assert.equal(recipients().length, 1)
  })

  test('a message whose key is gone is given up and said, and once stopping nothing is begun', async () => {
    await warder.user('carol@example.com')
    await warder.post('/auth/forgot-password', { email: 'carol@example.com' })
    assert.equal(await sendDue(warder.app, transport(), () => true), 0)
    await warder.app.db
      .updateTable('outbox')
      .set({ sealed: 'dk9.gone' })
      .where('sent_at', 'is', null)
      .execute()
    assert.equal(await sendDue(warder.app, transport()), 0)
    const [row] = await warder.app.db.selectFrom('outbox').selectAll().where('sent_at', 'is', null).execute()
    assert.deepEqual(
      [row?.next_attempt_at, row?.last_error],
      [Number.MAX_SAFE_INTEGER, 'the key that sealed it is gone'],
    )
    assert.match(warder.lines.at(-1) ?? '', /mail was not sent/)
  })

  test('a decoy for an unknown address is written and never sent', async () => {
    server.lines.length = 0
    await warder.post('/auth/forgot-password', { email: 'nobody@example.com' })
    assert.equal(await sendDue(warder.app, transport()), 0)
    assert.deepEqual(server.lines, [])
  })
})
