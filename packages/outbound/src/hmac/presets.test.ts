import assert from 'node:assert/strict'
import { createHash, createHmac, generateKeyPairSync, verify } from 'node:crypto'
import { test } from 'node:test'
import type { Outgoing } from '../credential.ts'
import { hmac } from './hmac.ts'
import { hmacPresets, type HmacPreset } from './presets.ts'
import { standardWebhook } from './standard-webhook.ts'
import { signByTemplate, type HmacTemplate } from './template.ts'
import { webhookSignature } from './webhook-signature.ts'

const request = (body: string, url = 'https://api.example/'): Outgoing => ({
  method: 'POST',
  url: new URL(url),
  headers: new Headers(),
  body: new TextEncoder().encode(body),
})

const slackBody =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'

/** As the documentation of each provider gives it. */
// oxfmt-ignore
const published: [preset: HmacPreset, key: string, now: number, body: string, header: string, value: string][] = [
  ['github', "It's a Secret to Everybody",       0,             'Hello, World!', 'x-hub-signature-256', 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'],
  ['slack',  '8f742231b10e8888abcd99yyyzzz85a5', 1531420618000, slackBody,       'x-slack-signature',   'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503'],
]
for (const [preset, key, now, body, header, value] of published) {
  test(`${preset}: the known answer of its documentation`, () => {
    const signed = request(body)
    signByTemplate(signed, hmacPresets[preset], key, { now, nonce: 'n', key_id: '' })
    assert.equal(signed.headers.get(header), value)
  })
}

test('stripe and shopify sign what their documentation describes', () => {
  const stripe = request('{"id":1}')
  signByTemplate(stripe, hmacPresets.stripe, 'k', { now: 1_492_774_577_000, nonce: '', key_id: '' })
  const v1 = createHmac('sha256', 'k').update('1492774577.{"id":1}').digest('hex')
  assert.equal(stripe.headers.get('stripe-signature'), `t=1492774577,v1=${v1}`)
  const shopify = request('{"id":1}')
  signByTemplate(shopify, hmacPresets.shopify, 'k', { now: 0, nonce: '', key_id: '' })
  assert.equal(
    shopify.headers.get('x-shopify-hmac-sha256'),
    createHmac('sha256', 'k').update('{"id":1}').digest('base64'),
  )
})

for (const bits of ['256', '384', '512'] as const) {
  test(`warder-hmac with SHA-${bits} signs eight lines`, () => {
    const preset = bits === '256' ? 'warder-hmac' : (`warder-hmac-${bits}` as const)
    const signed = request('{"a":1}', 'https://API.example:8443/v1/x%20y?b=2&a=2&a=1&c=d%20e*')
    const { message } = signByTemplate(signed, hmacPresets[preset], 'secret', {
      now: 1_700_000_000_999,
      nonce: 'nonce',
      key_id: 'key_1',
    })
    assert.equal(
      message,
      [
        `hmac-sha${bits}`,
        'POST',
        'api.example:8443',
        '/v1/x%20y',
        'a=1&a=2&b=2&c=d%20e%2A',
        '1700000000',
        'nonce',
        createHash(`sha${bits}`).update('{"a":1}').digest('hex'),
      ].join('\n'),
    )
    assert.deepEqual(Object.fromEntries(signed.headers), {
      'x-api-key': 'key_1',
      'x-nonce': 'nonce',
      'x-signature': createHmac(`sha${bits}`, 'secret').update(message).digest('hex'),
      'x-timestamp': '1700000000',
    })
  })
}

test('the body is signed as the bytes that are sent, also where they are no text', () => {
  const bytes = new Uint8Array([0xff, 0x00, 0xfe])
  const signed = { ...request(''), body: bytes }
  signByTemplate(signed, hmacPresets.github, 'k', { now: 0, nonce: '', key_id: '' })
  assert.equal(
    signed.headers.get('x-hub-signature-256'),
    `sha256=${createHmac('sha256', 'k').update(bytes).digest('hex')}`,
  )
})

test('each request has a nonce of its own', async () => {
  const credential = hmac({ scheme: 'warder-hmac', key: 'k', keyId: 'id' })
  const nonces = new Set<string | null>()
  for (let i = 0; i < 50; i++) {
    const signed = request('x')
    await credential.apply(signed, { clock: () => 0, signal: undefined })
    nonces.add(signed.headers.get('x-nonce'))
  }
  assert.equal(nonces.size, 50)
  for (const nonce of nonces) assert.ok(Buffer.from(nonce ?? '', 'base64url').length >= 16)
})

// oxfmt-ignore
const wrong: [what: string, template: HmacTemplate][] = [
  ['an unknown part',             { algorithm: 'sha256', message: '{cookie}',        headers: {} }],
  ['an unknown hash of the body', { algorithm: 'sha256', message: '{body:md5:hex}',  headers: {} }],
  ['a signature of itself',       { algorithm: 'sha256', message: '{signature}',     headers: {} }],
]
for (const [what, template] of wrong) {
  test(`a template with ${what} is refused`, () =>
    assert.throws(() => signByTemplate(request('x'), template, 'k', { now: 0, nonce: '', key_id: '' }), {
      code: 'CONFIG_INVALID',
    }))
}

test('SHA-1 needs to be asked for by name', () => {
  const scheme: HmacTemplate = { algorithm: 'sha1', message: '{body}', headers: {} }
  assert.throws(() => hmac({ scheme, key: 'k' }), { code: 'CONFIG_INVALID' })
  assert.ok(hmac({ scheme: { ...scheme, legacy: true }, key: 'k' }))
})

test('Standard Webhooks 1.0: the known answer of its libraries', () => {
  const signed = Buffer.from('msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}')
  assert.equal(
    webhookSignature('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', signed),
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  )
})

test('Standard Webhooks 1.0: several secrets give several signatures, one of them with Ed25519', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const credential = standardWebhook({
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', pem],
    id: () => '1',
  })
  const signed = request('{}')
  await credential.apply(signed, { clock: () => 1_614_265_330_000, signal: undefined })
  const [first = '', second = ''] = (signed.headers.get('webhook-signature') ?? '').split(' ')
  assert.match(first, /^v1,/)
  const message = Buffer.from('msg_1.1614265330.{}')
  assert.ok(verify(null, message, publicKey, Buffer.from(second.replace('v1a,', ''), 'base64')))
})

test('Standard Webhooks 1.0: a short secret is refused', () => {
  assert.throws(() => webhookSignature('whsec_c2hvcnQ=', new Uint8Array()), { code: 'CONFIG_INVALID' })
})
