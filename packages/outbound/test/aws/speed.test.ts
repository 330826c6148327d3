import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { sigv4 } from '../../src/sigv4/sigv4.ts'

/** Usually two and a half; four are 25,000 in a second where digests and request take ten microseconds. */
const bar = 4

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
  const sign = async () => {
    const outgoing = request()
    await credential.apply(outgoing, context)
    assert.ok(outgoing.headers.has('authorization'))
  }
  const digest = () => {
    const { headers } = request()
    createHash('sha256').update(body).digest('hex')
    createHash('sha256').update(canonical).digest('hex')
    headers.set('authorization', createHmac('sha256', keys.secretAccessKey).update(canonical).digest('hex'))
  }
  /** Microseconds of one of a few, so short that some meet a quiet moment of the machine. */
  const timed = async (work: () => unknown) => {
    const began = performance.now()
    for (let time = 0; time < 20; time++) await work()
    return (performance.now() - began) * 50
  }
  const least = { sign: Infinity, digest: Infinity }
  const ratio = () => least.sign / least.digest
  for (let round = 0; round < 3000 && !(round > 300 && ratio() < bar); round++) {
    least.sign = Math.min(least.sign, await timed(sign))
    least.digest = Math.min(least.digest, await timed(digest))
  }
  t.diagnostic(`${least.sign.toFixed(1)} and ${least.digest.toFixed(1)} µs`)
  assert.ok(ratio() < bar, `${ratio()} times`)
})
