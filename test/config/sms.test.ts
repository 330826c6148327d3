import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config, lines, load } from './support.ts'

const secret = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const bytes = Buffer.from(secret, 'base64')

// oxfmt-ignore
const understood: [url: string, provider: object][] = [
  ['twilio://AC1:to%3Aken@api.twilio.com?from=+15550100', { kind: 'twilio', base: 'https://api.twilio.com', account: 'AC1', token: 'to:ken', from: '+15550100' }],
  ['twilio://AC1:t@sms.example:8443/base/?from=Acme',     { kind: 'twilio', base: 'https://sms.example:8443/base', account: 'AC1', token: 't', from: 'Acme' }],
  ['twilio+http://AC1:t@127.0.0.1:9000?from=%2B15550100', { kind: 'twilio', base: 'http://127.0.0.1:9000', account: 'AC1', token: 't', from: '+15550100' }],
  [`webhook+https://sms.example/in?a=b&secret=whsec_${secret}`, { kind: 'webhook', url: 'https://sms.example/in?a=b', secret: bytes }],
  [`webhook://sms.example/in?secret=${secret}`,           { kind: 'webhook', url: 'https://sms.example/in', secret: bytes }],
]
for (const [url, provider] of understood) {
  test(`SMS_URL may be ${url.replaceAll(secret, '…')}`, async () => {
    assert.deepEqual((await config({ env: { SMS_URL: url } })).sms, provider)
  })
}

const refused: [url: string, problem: string][] = [
  ['https://api.twilio.com', 'names no provider that Warder knows'],
  ['twilio://api.twilio.com?from=+15550100', 'lacks the account or its token'],
  ['twilio://AC1:t@api.twilio.com', 'lacks from, a number'],
  ['twilio://AC1:t@api.twilio.com?from=<script>', 'lacks from, a number'],
  ['twilio+http://AC1:t@api.twilio.com?from=+15550100', 'would send messages unencrypted'],
  [`webhook+http://sms.example/in?secret=${secret}`, 'would send messages unencrypted'],
  ['webhook+https://sms.example/in', 'lacks a secret of 24 to 64 bytes'],
  ['webhook+https://sms.example/in?secret=c2hvcnQ=', 'lacks a secret of 24 to 64 bytes'],
  [`webhook+https://ada:pw@sms.example/in?secret=${secret}`, 'has a user name'],
]
for (const [url, problem] of refused) {
  test(`SMS_URL may not be ${url.replaceAll(secret, '…')}`, async () => {
    const [line = '', ...more] = lines(await load({ env: { SMS_URL: url } }))
    assert.deepEqual([line.includes(`SMS_URL ${problem}`), more], [true, []], line)
  })
}
