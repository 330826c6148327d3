import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { key } from '../config/support.ts'
import { smsServer, type SmsServer } from '../support/messages/sms-provider.ts'
import { smtpServer, type Smtp } from '../support/messages/smtp.ts'
import { tempDir } from '../support/services.ts'
import { startWarder } from '../support/warder.ts'
import { only, warder } from './child.ts'

type List = { items: { id: string; to: string; last_error: string }[]; next_cursor: string | null }

describe('commands for messages', () => {
  const folder = tempDir()
  const database = `sqlite:${join(folder.path, 'messages.db')}`
  let mail: Smtp
  let sms: SmsServer
  before(async () => ([mail, sms] = await Promise.all([smtpServer(), smsServer()])))
  after(() => {
    mail.close()
    sms.close()
    folder.drop()
  })
  const run = (args: string[], env: Record<string, string> = {}) =>
    warder([...args, '--data', folder.path, '--json'], {
      env: {
        WARDER_SECRET: key,
        DATABASE_URL: database,
        SMTP_URL: mail.url,
        SMS_URL: `twilio+http://AC1:token@${sms.host}?from=+15550100`,
        WARDER_ALLOW_NETWORKS: '127.0.0.0/8',
        ...env,
      },
    })

  test('mail test sends at once, in the language asked for', async () => {
    const sent = only<{ id: string; to: string; delivered: boolean }>(
      await run(['mail', 'test', '--to', 'Ada@Example.com', '--locale', 'fr']),
    )
    assert.deepEqual([sent.to, sent.delivered], ['Ada@example.com', true])
    assert.equal(mail.messages.length, 1)
    assert.match(mail.messages[0] ?? '', /^Subject: Message de test de Warder\r$/m)
    assert.match(mail.messages[0] ?? '', new RegExp(`^Message-ID: <${sent.id}@localhost>\\r$`, 'm'))
  })

  test('sms test sends at once, and a number only so often', async () => {
    for (let at = 0; at < 3; at++)
      assert.equal(
        only<{ to: string }>(await run(['sms', 'test', '--to', '0041 79 123 45 67'])).to,
        '+41791234567',
      )
    assert.equal(sms.heard.length, 3)
    const fourth = await run(['sms', 'test', '--to', '+41791234567'])
    assert.deepEqual([fourth.code, fourth.stdout, sms.heard.length], [1, '', 3])
    assert.match(fourth.stderr, /"too_many_requests"/)
  })

  // oxfmt-ignore
  const refused: [what: string, args: string[], env: Record<string, string>, exit: number, error: RegExp][] = [
    ['what is no address',       ['mail', 'test', '--to', 'ada'],             {},             2, /"invalid_input"/],
    ['what is no number',        ['sms', 'test', '--to', '079 123 45 67'],    {},             2, /"invalid_input"/],
    ['a missing mail server',    ['mail', 'test', '--to', 'a@example.com'],   { SMTP_URL: '' }, 1, /SMTP_URL is not set/],
    ['a missing provider',       ['sms', 'test', '--to', '+41791234568'],     { SMS_URL: '' }, 1, /SMS_URL is not set/],
    ['a message that is none',   ['mail', 'retry', 'msg_none'],               {},             1, /"not_found"/],
  ]
  for (const [what, args, env, exit, error] of refused) {
    test(`${what} is exit ${exit} and said`, async () => {
      const { code, stdout, stderr } = await run(args, env)
      assert.deepEqual([code, stdout], [exit, ''])
      assert.match(stderr, error)
    })
  }

  test('what the mail server answers is said, and no secret of its URL', async () => {
    mail.play({ RCPT: '550 no such mailbox' })
    const url = mail.url.replace('//', '//ada:hunter2@')
    for (const env of [{}, { SMTP_URL: url }]) {
      const { code, stderr } = await run(['mail', 'test', '--to', 'ada@example.com'], env)
      assert.equal(code, 1)
      assert.match(stderr, /"not_sent"/)
      assert.ok(!stderr.includes('hunter2'))
    }
    assert.match((await run(['mail', 'test', '--to', 'ada@example.com'])).stderr, /550 no such mailbox/)
    mail.play({})
  })

  test('what was given up is listed, paged, and due again on request', async () => {
    const server = await startWarder({ database_url: database, secret: key })
    await server.user()
    for (let at = 0; at < 3; at++) await server.post('/auth/forgot-password', { email: 'ada@example.com' })
    await server.app.db.updateTable('outbox').set({ failed_at: 1, last_error: '550 no' }).execute()
    await server.close()

    const first = only<List>(await run(['mail', 'list', '--failed', '--limit', '2']))
    assert.equal(first.items.length, 2)
    const rest = only<List>(await run(['mail', 'list', '--failed', '--cursor', first.next_cursor ?? '']))
    assert.deepEqual([rest.items.length, rest.next_cursor], [1, null])
    assert.deepEqual([rest.items[0]?.to, rest.items[0]?.last_error], ['ada@example.com', '550 no'])
    const id = rest.items[0]?.id ?? ''
    assert.deepEqual(only(await run(['mail', 'retry', id])), { id, due: true })
    assert.deepEqual(
      only<List>(await run(['mail', 'list'])).items.map((item) => item.id),
      [id],
    )
    assert.equal(only<List>(await run(['sms', 'list'])).items.length, 0)
  })
})
