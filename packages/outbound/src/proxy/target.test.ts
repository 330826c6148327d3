import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetOf } from './target.ts'

// oxfmt-ignore
const good: [raw: string, path: string, query: string, host?: string][] = [
  ['/api',                                 '/',                    ''],
  ['/api/',                                '/',                    ''],
  ['/api/repos/ada/x?per_page=2',          '/repos/ada/x',         'per_page=2'],
  ['/api/a%20b/c.d/~e;v=1',                '/a%20b/c.d/~e;v=1',    ''],
  ['/api/@scope/package',                  '/@scope/package',      ''],
  ['/api/x?a=1?b=2&c=//../%2e',            '/x',                   'a=1?b=2&c=//../%2e'],
  ['/api@eu.example.com/x',                '/x',                   '',        'eu.example.com'],
  ['/api@EU.example.com:8443/x',           '/x',                   '',        'eu.example.com:8443'],
  ['/api/...',                             '/...',                 ''],
  ['/api/100%25',                          '/100%25',              ''],
]
for (const [raw, path, query, host] of good) {
  test(`${raw} is read as it is written`, () => {
    assert.deepEqual(targetOf(raw), { credential: 'api', host, path, query })
  })
}

// oxfmt-ignore
const refused: [what: string, raw: string][] = [
  ['another form of a target',          'http://api.example.com/x'],
  ['the asterisk',                      '*'],
  ['an authority',                      'api.example.com:443'],
  ['no name',                           '/'],
  ['a name with a dot',                 '/../x'],
  ['a doubled slash',                   '//evil.example/x'],
  ['a doubled slash later',             '/api//evil.example/x'],
  ['dots',                              '/api/repos/../admin'],
  ['one dot',                           '/api/./admin'],
  ['dots at the end',                   '/api/repos/..'],
  ['encoded dots',                      '/api/repos/%2e%2E/admin'],
  ['half encoded dots',                 '/api/repos/.%2e/admin'],
  ['dots before a parameter',           '/api/repos/..;/admin'],
  ['dots before an encoded parameter',  '/api/repos/..%3Bx=1/admin'],
  ['dots encoded twice',                '/api/repos/%252e%252e/admin'],
  ['an encoded slash',                  '/api/repos%2Fadmin'],
  ['a slash encoded twice',             '/api/repos%252fadmin'],
  ['an encoded backslash',              '/api/repos%5c..%5cadmin'],
  ['a backslash',                       '/api/repos\\admin'],
  ['an encoded line break',             '/api/x%0d%0aHost:evil'],
  ['an encoded NUL',                    '/api/x%00.json'],
  ['half an escape',                    '/api/x%2'],
  ['a fragment',                        '/api/x#y'],
  ['a fragment in the query',           '/api/x?a=1#y'],
  ['a space',                           '/api/a b'],
  ['a letter that is none of ASCII',    '/api/ä'],
  ['a tab that a parser removes',       '/api/.\t./admin'],
  ['a host with a password',            '/api@user:pw@evil.example/x'],
  ['a host with a backslash',           '/api@api.example.com\\.evil.example/x'],
  ['a host with an escape',             '/api@evil%2eexample/x'],
  ['an empty host',                     '/api@/x'],
  ['a host that begins with a dot',     '/api@.example.com/x'],
  ['a method in the query',             '/api/x?_method=DELETE'],
  ['an encoded method in the query',    '/api/x?a=1&_%48ttpMethod=PATCH'],
  ['nine thousand characters',          `/api/${'x'.repeat(9000)}`],
]
for (const [what, raw] of refused) {
  test(`${what} is refused: ${raw.slice(0, 60)}`, () => {
    assert.equal(targetOf(raw), undefined)
  })
}
