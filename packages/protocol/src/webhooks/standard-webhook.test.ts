import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkWebhook, webhookKey, webhookSignature } from './standard-webhook.ts'

/** The known answer of the libraries of Standard Webhooks 1.0. */
const known = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}
const { secret, id, timestamp, body, signature } = known
const other = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX'

const received = (change: Record<string, string> = {}, text: string = body) => ({
  headers: new Headers({
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
    ...change,
  }),
  body: text,
})

test('Standard Webhooks 1.0: a signature is the one that its libraries make', () => {
  assert.equal(webhookSignature(webhookKey(secret), known), signature)
})

test('SS-09 a message is believed whose signature is of one of the secrets', () => {
  const believed = { ok: true, id, timestamp }
  assert.deepEqual(checkWebhook(received(), [secret], timestamp), believed)
  assert.deepEqual(checkWebhook(received(), [other, secret], timestamp), believed)
  const two = { 'webhook-signature': `v1,AAAA ${signature}` }
  assert.deepEqual(checkWebhook(received(two), [secret], timestamp), believed)
  assert.deepEqual(checkWebhook({ ...received(), body: Buffer.from(body) }, [secret], timestamp), believed)
})

// oxfmt-ignore
const refused: [what: string, message: ReturnType<typeof received>, now: number, reason: string, secrets?: string[]][] = [
  ['another body',                 received({}, '{"test": 2432232315}'),                    timestamp,       'signature'],
  ['another id',                   received({ 'webhook-id': 'msg_other' }),                 timestamp,       'signature'],
  ['another time',                 received({ 'webhook-timestamp': String(timestamp + 1) }), timestamp,      'signature'],
  ['another secret',               received(),                                              timestamp,       'signature', [other]],
  ['no secret at all',             received(),                                              timestamp,       'signature', []],
  ['a signature without version',  received({ 'webhook-signature': signature.slice(3) }),   timestamp,       'signature'],
  ['one of another version',       received({ 'webhook-signature': `v2${signature.slice(2)}` }), timestamp,  'signature'],
  ['no signature',                 received({ 'webhook-signature': '' }),                   timestamp,       'signature'],
  ['a thousand signatures',        received({ 'webhook-signature': Array(1000).fill(signature).join(' ') }), timestamp, 'headers'],
  ['a replay after five minutes',  received(),                                              timestamp + 301, 'too_old'],
  ['a message of the future',      received(),                                              timestamp - 301, 'too_new'],
  ['no id',                        received({ 'webhook-id': '' }),                          timestamp,       'headers'],
  ['a time that is none',          received({ 'webhook-timestamp': '1e9' }),                timestamp,       'headers'],
]
for (const [what, message, now, reason, secrets = [secret]] of refused) {
  test(`SS-09 ${what} is refused`, () => {
    assert.deepEqual(checkWebhook(message, secrets, now), { ok: false, reason })
  })
}

for (const bad of ['whsec_', 'whsec_short', 'whsec_not base64 at all, is it?', `whsec_${'A'.repeat(120)}`]) {
  test(`a secret that is none is said to be: ${bad.slice(0, 20)}`, () => {
    assert.throws(() => checkWebhook(received(), [bad], timestamp), RangeError)
  })
}
