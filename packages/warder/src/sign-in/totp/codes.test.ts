import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSecret, otpauthUri, stepOf } from './codes.ts'
import { qrCode } from './qr-code.ts'

/** "12345678901234567890" */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

/** RFC 6238 Appendix B, SHA-1: the last six of the eight digits, which is what six digits are (RFC 4226 §5.3). */
const vectors: [time: number, code: string][] = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
]
for (const [time, code] of vectors) {
  test(`RFC 6238 Appendix B: at ${time} the code is ${code}`, async () => {
    const step = Math.floor(time / 30)
    assert.equal(await stepOf(secret, code, time, 0), step)
    // RFC 6238 §5.2: one step before and after, for clocks that differ and people who type.
    assert.equal(await stepOf(secret, code, time + 30, 0), step)
    assert.equal(await stepOf(secret, code, time - 30, 0), step)
    assert.equal(await stepOf(secret, code, time + 60, 0), undefined)
    assert.equal(await stepOf(secret, code, time - 60, 0), undefined)
    // The same section: never a second time.
    assert.equal(await stepOf(secret, code, time, step), undefined)
    assert.equal(await stepOf(secret, code, time, step - 1), step)
  })
}

for (const code of [
  '',
  '28708',
  '2870820',
  ' 287082',
  '287082\n',
  '28708a',
  '-87082',
  '2.7e05',
  '２８７０８２',
]) {
  test(`${JSON.stringify(code)} is no code`, async () => {
    assert.equal(await stepOf(secret, code, 59, 0), undefined)
  })
}

test('a secret is new each time and has 160 bits in base32', async () => {
  const secrets = await Promise.all(Array.from({ length: 50 }, newSecret))
  for (const one of secrets) assert.match(one, /^[A-Z2-7]{32}$/)
  assert.equal(new Set(secrets).size, secrets.length)
})

test('the address says issuer and account, and neither can add to it', async () => {
  const uri = new URL(await otpauthUri(secret, 'Acme: Söhne & Co?', 'ada+1@example.com'))
  assert.equal(uri.protocol, 'otpauth:')
  assert.equal(decodeURIComponent(uri.pathname).split(':').length, 2)
  assert.deepEqual(Object.fromEntries(uri.searchParams), {
    issuer: 'Acme  Söhne & Co?',
    secret,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})

test('a QR code is a picture of its own with four light modules around it', async () => {
  const svg = await qrCode(await otpauthUri(secret, 'Acme', 'ada@example.com'))
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const runs = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, x, y, width]) => [
    Number(x),
    Number(y),
    Number(width),
  ])
  assert.ok(runs.length > 100)
  for (const [x = 0, y = 0, width = 0] of runs)
    assert.ok(x >= 4 && y >= 4 && x + width <= size - 4 && y < size - 4)
  assert.doesNotMatch(svg, /script|style|href|[^\x20-\x7e]/)
})
