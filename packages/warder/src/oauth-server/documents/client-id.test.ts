import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DocumentPolicy } from '../../config/config.ts'
import { hostOfDocument, mayBeFetched } from './client-id.ts'
import { freshFor } from './freshness.ts'

const may = (client_id: string, metadata_documents: DocumentPolicy = 'on', dev = false) =>
  mayBeFetched(client_id, { metadata_documents, dev })

describe('a client id that is the address of a document', () => {
  for (const id of [
    'https://app.example/client.json',
    'https://app.example:8443/a/b',
    'https://app.example/client?v=1',
    'https://[2001:db8::1]/client',
  ])
    test(`${id} may be one`, () => assert.equal(may(id), true))

  // oxfmt-ignore
  const never: [id: string, why: string][] = [
    ['http://app.example/client.json',        'no TLS'],
    ['https://app.example',                   'no path'],
    ['https://app.example/',                  'no path'],
    ['https://app.example/a/../client.json',  'dot segments'],
    ['https://app.example/a/./client.json',   'dot segments'],
    ['https://app.example/a/%2e%2e/client',   'dot segments in disguise'],
    ['https://app.example/client.json#a',     'a fragment'],
    ['https://app.example/client.json#',      'an empty fragment'],
    ['https://ada@app.example/client.json',   'a user'],
    ['https://ada:x@app.example/client.json', 'a password'],
    ['https://@app.example/client.json',      'an empty user'],
    ['https://APP.example/client.json',       'another spelling of the host'],
    ['https://app.example:443/client.json',   'a port that is left out'],
    ['https://app.example\\client.json',      'a backslash'],
    [' https://app.example/client.json',      'white space'],
    ['https://app.example/cl ient.json',      'white space'],
    ['https://app.example/client\n.json',     'a line break'],
    ['https://аpp.example/client.json',       'letters that a name in the network does not have'],
    ['ftp://app.example/client.json',         'another scheme'],
    ['javascript:alert(1)//x/y',              'a script'],
    [`https://app.example/${'a'.repeat(500)}`, 'too long'],
    ['https://localhost/client.json',         'this machine'],
    ['https://127.0.0.1/client.json',         'this machine'],
    ['https://[::1]/client.json',             'this machine'],
    ['https://127.1/client.json',             'this machine, in other words'],
    ['https://2130706433/client.json',        'this machine, in other words'],
  ]
  for (const [id, why] of never)
    test(`${JSON.stringify(id)} is none: ${why}`, () => assert.equal(may(id), false))

  // oxfmt-ignore
  const policies: [id: string, policy: DocumentPolicy, dev: boolean, may: boolean][] = [
    ['https://app.example/c',          'off',                        true,  false],
    ['https://app.example/c',          ['app.example'],              false, true],
    ['https://other.example/c',        ['app.example'],              false, false],
    ['https://x.app.example/c',        ['app.example'],              false, false],
    ['https://app.example.evil.net/c', ['app.example'],              false, false],
    ['http://app.example/c',           ['app.example'],              true,  false],
    ['http://localhost:4000/c',        ['localhost'],                true,  true],
    ['http://localhost:4000/c',        ['localhost'],                false, false],
    ['http://localhost:4000/c',        'on',                         true,  false],
    ['http://127.0.0.1:4000/c',        ['localhost'],                true,  false],
  ]
  for (const [id, policy, dev, expected] of policies)
    test(`${id} with ${String(policy)}${dev ? ' in development' : ''}: ${expected ? 'yes' : 'no'}`, () =>
      assert.equal(may(id, policy, dev), expected))

  test('has a host to show, and an id that we gave has none', () => {
    assert.equal(hostOfDocument('https://app.example:8443/c'), 'app.example:8443')
    assert.equal(hostOfDocument('cli_https://x'), undefined)
    assert.equal(hostOfDocument('cli_1'), undefined)
  })
})

describe('a document is kept', () => {
  // oxfmt-ignore
  const table: [headers: Record<string, string>, seconds: number][] = [
    [{},                                                    300],
    [{ 'cache-control': 'max-age=600' },                    600],
    [{ 'cache-control': 'public, MAX-AGE=600' },            600],
    [{ 'cache-control': 'max-age=600', age: '100' },        500],
    [{ 'cache-control': 'max-age=600', age: 'x' },          600],
    [{ 'cache-control': 'max-age=0' },                      60],
    [{ 'cache-control': 'max-age=-5' },                     300],
    [{ 'cache-control': 'no-store, max-age=600' },          60],
    [{ 'cache-control': 'no-cache' },                       60],
    [{ 'cache-control': 'max-age=999999999' },              86_400],
    [{ 'cache-control': 'max-age=99999999999999999999' },   300],
  ]
  for (const [headers, seconds] of table)
    test(`${seconds} seconds with ${JSON.stringify(headers)}`, () => assert.equal(freshFor(headers), seconds))
})
