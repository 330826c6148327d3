import assert from 'node:assert/strict'
import { test } from 'node:test'
import { takesGzip } from './assets.ts'

const headers: [header: string | null, takes: boolean][] = [
  [null, false],
  ['', false],
  ['identity', false],
  ['gzip', true],
  ['gzip, deflate, br, zstd', true],
  ['br;q=1.0, gzip;q=0.5, *;q=0', true],
  ['deflate,GZIP', true],
  ['gzip;q=0', false],
  ['gzip;q=0.000', false],
  ['gzip;q=0.001', true],
  ['gzip;q=1.000', true],
  ['xgzip', false],
  ['gzip2, br', false],
]
for (const [header, takes] of headers) {
  test(`RFC 9110 §12.5.3: “${header ?? 'no header'}” takes ${takes ? 'gzip' : 'no gzip'}`, () => {
    assert.equal(takesGzip(header), takes)
  })
}
