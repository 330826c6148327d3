import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { timeInPairs } from '../../../../test/support/timing/pairs.ts'
import { sigv4 } from '../../src/sigv4/sigv4.ts'

/** Usually six, which is 25,000 in a second where digests and request take seven microseconds. */
const bar = 10

test(`a signed request costs at most ${bar} times what its digests and itself cost`, async (t) => {
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
  const credential = sigv4({ service: 'dynamodb', region: 'eu-west-1', credentials: keys })
  const body = new TextEncoder().encode(JSON.stringify({ Item: 'x'.repeat(1000) }))
  const canonical = 'x'.repeat(400)
  const context = { clock: Date.now, signal: undefined }
  const request = () => ({
    method: 'POST',
    url: new URL('https://dynamodb.eu-west-1.amazonaws.com/'),
    headers: new Headers({ 'x-amz-target': 'DynamoDB_20120810.PutItem' }),
    body,
  })
  const times = 100
  const signed = async () => {
    for (let time = 0; time < times; time++) {
      const outgoing = request()
      await credential.apply(outgoing, context)
      assert.ok(outgoing.headers.has('authorization'))
    }
  }
  const digested = async () => {
    for (let time = 0; time < times; time++) {
      const { headers } = request()
      createHash('sha256').update(body).digest('hex')
      createHash('sha256').update(canonical).digest('hex')
      headers.set('authorization', createHmac('sha256', keys.secretAccessKey).update(canonical).digest('hex'))
    }
  }
  const [signing, digesting] = await timeInPairs(60, () => [signed, digested])
  const ratio = signing / digesting
  t.diagnostic(`${((signing * 1000) / times).toFixed(1)} µs, ${ratio.toFixed(2)} times the digests`)
  assert.ok(ratio < bar, `${ratio.toFixed(2)} times`)
})
