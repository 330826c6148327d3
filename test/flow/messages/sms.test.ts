import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { SmsProvider } from '../../../packages/warder/src/config/kinds/sms.ts'
import { NotDelivered } from '../../../packages/warder/src/mail/not-delivered.ts'
import { queueMail } from '../../../packages/warder/src/mail/outbox.ts'
import { sendDue, type Sender } from '../../../packages/warder/src/mail/sender.ts'
import { senders } from '../../../packages/warder/src/operations/senders.ts'
import { smsTransport } from '../../../packages/warder/src/sms/provider.ts'
import { smsServer, type SmsServer } from '../../support/messages/sms-provider.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const to = '+41791234567'
const text = 'Acme: 012345 is your code & nobody else’s.'
const secret = Buffer.alloc(24, 7)

/** What the provider does, and what becomes of the message by then. */
type Fault = [what: 'hang' | 'drop' | number, state: 'waits' | 'given up', attempts: number]

// oxfmt-ignore
const providers: [name: string, url: (host: string) => string, faults: Fault[]][] = [
  ['twilio', (host) => `twilio+http://AC1:to%3Aken@${host}?from=+15550100`, [
    [401, 'waits', 0], [429, 'waits', 1], [503, 'waits', 0],
    [400, 'given up', 1], [500, 'given up', 1], ['hang', 'given up', 1], ['drop', 'given up', 1],
  ]],
  ['webhook', (host) => `webhook+http://${host}/sms?x=1&secret=whsec_${secret.toString('base64')}`, [
    [429, 'waits', 1], [500, 'waits', 1], [503, 'waits', 1], ['hang', 'waits', 1], ['drop', 'waits', 1],
    [400, 'given up', 1], [410, 'given up', 1],
  ]],
]

for (const [name, urlOf, faults] of providers) {
  describe(`text messages by ${name}`, () => {
    let warder: TestWarder
    let provider: SmsServer
    let sender: Sender
    before(async () => {
      provider = await smsServer()
      warder = await startWarder({ sms_url: urlOf(provider.host), allow_networks: '127.0.0.0/8' })
      const [sms] = senders(warder.app)
      assert.ok(sms)
      sender = sms
    })
    after(async () => {
      provider.close()
      await warder.close()
    })
    const fresh = async () => {
      provider.heard.length = 0
      await warder.app.db.deleteFrom('outbox').execute()
      await queueMail(warder.app.db, warder.app, { channel: 'sms', to, text })
    }
    const row = () => warder.app.db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow()

    test('arrive as the provider reads them, once, and are forgotten then', async () => {
      provider.play(201)
      await fresh()
      const { sealed } = await row()
      assert.ok(sealed && !sealed.includes('012345'))
      assert.equal(await sendDue(warder.app, sender), 1)
      assert.equal(await sendDue(warder.app, sender), 0)
      assert.equal(provider.heard.length, 1)
      const [heard] = provider.heard
      assert.ok(heard)
      const { id, sealed: left } = await row()
      assert.equal(left, null)
      if (name === 'twilio') {
        assert.equal(heard.path, '/2010-04-01/Accounts/AC1/Messages.json')
        assert.equal(heard.headers.authorization, `Basic ${Buffer.from('AC1:to:ken').toString('base64')}`)
        const form = Object.fromEntries(new URLSearchParams(heard.body))
        assert.deepEqual(form, { To: to, From: '+15550100', Body: text })
        return
      }
      assert.equal(heard.path, '/sms?x=1')
      const timestamp = String(warder.clock.now)
      const signed = `${id}.${timestamp}.${heard.body}`
      assert.deepEqual(
        [heard.headers['webhook-id'], heard.headers['webhook-timestamp'], heard.headers['webhook-signature']],
        [id, timestamp, `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`],
      )
      const said = JSON.parse(heard.body) as Record<string, unknown>
      assert.deepEqual([said['type'], said['data']], ['sms.send', { id, to, text }])
    })

    for (const [fault, state, attempts] of faults) {
      test(`F-27 when the provider answers with ${fault}, the message ${state}`, async () => {
        provider.play(fault)
        await fresh()
        await sendDue(warder.app, fault === 'hang' ? hasty(warder, sender) : sender)
        const failed = await row()
        assert.equal(failed.failed_at === null ? 'waits' : 'given up', state)
        assert.equal(failed.attempts, attempts)
        provider.play(201)
        warder.clock.now += 60
        assert.equal(await sendDue(warder.app, sender), state === 'waits' ? 1 : 0)
        const ids = provider.heard.map(({ headers }) => headers['webhook-id'])
        assert.equal(new Set(ids).size, 1, 'every copy has one id')
        assert.equal(provider.heard.length, state === 'waits' ? 2 : 1)
      })
    }

    test('F-27 when the provider cannot be reached, a message waits, and is given up when its code is old', async () => {
      const nobody = await smsServer()
      nobody.close()
      await fresh()
      const { sms = fail() } = (await startedOn(urlOf(nobody.host))).config
      const dead: Sender = { channel: 'sms', transport: textOnly({ sms, warder }) }
      await sendDue(warder.app, dead)
      assert.deepEqual([(await row()).attempts, (await row()).failed_at], [0, null])
      warder.clock.now += 601
      await sendDue(warder.app, dead)
      assert.equal((await row()).failed_at, warder.clock.now)
      assert.doesNotMatch(warder.lines.join(''), /to:ken|to%3Aken|whsec|012345/, 'no secret in the log')
    })
  })
}

test('in development a text message is in the inbox with its codes, and on its page', async () => {
  const warder = await startWarder({ dev: 'true', issuer: 'http://localhost:3000' })
  await queueMail(warder.app.db, warder.app, { channel: 'sms', to, text })
  const [item] = await warder.inbox()
  assert.deepEqual(
    [item?.channel, item?.to, item?.subject, item?.text, item?.html, item?.codes, item?.links],
    ['sms', to, '', text, '', ['012345'], []],
  )
  const page = await warder.request('/dev/inbox', {}, '127.0.0.1')
  assert.match(await page.text(), /Text message[^]*\+41791234567[^]*012345/)
  await warder.close()
})

/** The same provider, asked by somebody who does not wait. */
function hasty(warder: TestWarder, { channel }: Sender): Sender {
  const { sms = fail() } = warder.app.config
  return { channel, transport: textOnly({ sms, warder }, 200) }
}

function textOnly(
  { sms, warder }: { sms: SmsProvider; warder: TestWarder },
  patience?: number,
): Sender['transport'] {
  const transport = smsTransport({ ...warder.app.config, sms }, warder.app.now, patience)
  return async (message, id) => {
    if (message.channel !== 'sms') throw new NotDelivered('never', 'this is no text message')
    await transport(message, id)
  }
}

async function startedOn(sms_url: string) {
  const warder = await startWarder({ sms_url })
  await warder.close()
  return warder.app
}

function fail(): never {
  throw new Error('SMS_URL was not understood')
}
