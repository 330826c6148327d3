import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeApiKey } from './api-key.ts'
import { presentedApiKey } from './presented.ts'

const key = writeApiKey('live', new Uint8Array(32).fill(1))
const typo = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0')

// oxfmt-ignore
const table: [what: string, authorization: string | null, apiKey: string | null, kind: string][] = [
  ['nothing',                                null,               null,            'none'],
  ['a key as bearer token',                  `Bearer ${key}`,    null,            'key'],
  ['a key as bearer token, in another case', `bEARER  ${key}`,   null,            'key'],
  ['a key in X-API-Key',                     null,               key,             'key'],
  ['a key with a typo as bearer token',      `Bearer ${typo}`,   null,            'malformed'],
  ['a key with a typo in X-API-Key',         null,               typo,            'malformed'],
  ['an empty X-API-Key',                     null,               '',              'malformed'],
  ['something else in X-API-Key',            null,               'abc',           'malformed'],
  ['X-API-Key sent twice',                   null,               `${key}, ${key}`, 'malformed'],
  ['both at once',                           `Bearer ${key}`,    key,             'malformed'],
  ['an access token and a key',              'Bearer eyJ.a.b',   key,             'malformed'],
  ['a client and a key',                     'Basic YTpi',       key,             'malformed'],
  ['an access token',                        'Bearer eyJ.a.b',   null,            'none'],
  ['a client',                               'Basic YTpi',       null,            'none'],
  ['a key without a scheme',                 key,                null,            'none'],
  ['a bearer token that is malformed',       `Bearer ${key} x`,  null,            'none'],
]
for (const [what, authorization, apiKey, kind] of table) {
  test(`RFC 6750 §2 ${what}: ${kind}`, () => {
    const presented = presentedApiKey(authorization, apiKey)
    assert.equal(presented.kind, kind)
    if (presented.kind === 'key') assert.equal(presented.key, key)
  })
}
