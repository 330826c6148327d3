import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseClientAuthentication } from './client-authentication.ts'

const none = new URLSearchParams()
const form = (text: string) => new URLSearchParams(text)
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const client = { name: 'OAuthError', code: 'invalid_client' }
const request = { name: 'OAuthError', code: 'invalid_request' }

describe('RFC 6749 §2.3.1: a client presents a password', () => {
  test('in the Authorization header, as in the example of the section', () => {
    const header = 'Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3'
    assert.deepEqual(parseClientAuthentication(header, none), {
      method: 'client_secret_basic',
      client_id: 's6BhdRkqt3',
      client_secret: '7Fjfp0ZBr1KtDRbnfVdmIw',
    })
  })
  test('in the header with both halves form-encoded', () => {
    const read = parseClientAuthentication(basic('my+app:a%3Ab%25'), none)
    assert.deepEqual(read, { method: 'client_secret_basic', client_id: 'my app', client_secret: 'a:b%' })
  })
  test('in the header, whatever visible characters they are made of', () => {
    const text = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)),
      minLength: 1,
    })
    fc.assert(
      fc.property(text, text, (client_id, client_secret) => {
        const encode = (s: string) => new URLSearchParams([['', s]]).toString().slice(1)
        assert.deepEqual(
          parseClientAuthentication(basic(`${encode(client_id)}:${encode(client_secret)}`), none),
          {
            method: 'client_secret_basic',
            client_id,
            client_secret,
          },
        )
      }),
    )
  })
  test('in the body', () => {
    const read = parseClientAuthentication(null, form('client_id=a&client_secret=b'))
    assert.deepEqual(read, { method: 'client_secret_post', client_id: 'a', client_secret: 'b' })
  })
  test('or none, as a public client', () => {
    assert.deepEqual(parseClientAuthentication(null, form('client_id=a')), { method: 'none', client_id: 'a' })
  })
  test('RFC 7617 §2 the scheme may be written in any case', () => {
    assert.equal(parseClientAuthentication(basic('a:b').replace('Basic', 'bASIC'), none).client_id, 'a')
  })
  test('with Basic, client_id in the body may repeat the same client and no other', () => {
    assert.equal(parseClientAuthentication(basic('a:b'), form('client_id=a')).method, 'client_secret_basic')
    assert.throws(() => parseClientAuthentication(basic('a:b'), form('client_id=c')), request)
  })
})

describe('RFC 6749 §2.3 CA-01: one method per request', () => {
  const twice: [what: string, header: string | null, body: string][] = [
    ['Basic and client_secret', basic('a:b'), 'client_id=a&client_secret=b'],
    ['Basic and an assertion', basic('a:b'), 'client_assertion=x'],
    ['client_secret and an assertion', null, 'client_id=a&client_secret=b&client_assertion_type=x'],
    ['client_id twice', null, 'client_id=a&client_id=b'],
  ]
  for (const [what, header, body] of twice) {
    test(`${what} are refused`, () => {
      assert.throws(() => parseClientAuthentication(header, form(body)), request)
    })
  }
})

describe('RFC 6749 §A.1 and §A.2: what cannot be read is no authentication', () => {
  const padded = Buffer.from('a:bc').toString('base64')
  // oxfmt-ignore
  const headers = [
    '', 'Basic', 'Basic ', 'Bearer abc', 'Basic a:b', basic(''), basic('ab'), basic('a:'), basic(':b'),
    basic('a:b:c'), basic('a:%zz'), basic('a:%0a'), basic('a:%c3%a9'), basic('é:b'), basic('a:b\n'),
    `Basic ${padded.replaceAll('=', '')}`, `Basic ${padded} `, `Basic ${padded}, Basic ${padded}`,
    'Basic YTpiYx==', 'Basic Y TpiYw==', `Basic ${Buffer.from('a:\xff').toString('base64url')}`,
  ]
  for (const header of headers) {
    test(`Authorization ${JSON.stringify(header)} is refused`, () => {
      assert.throws(() => parseClientAuthentication(header, none), client)
    })
  }
  test('nothing at all, and half of something, are refused', () => {
    assert.throws(() => parseClientAuthentication(null, none), client)
    assert.throws(() => parseClientAuthentication(null, form('client_secret=b')), client)
    assert.throws(() => parseClientAuthentication(null, form('client_assertion=x')), client)
  })
})

describe('RFC 7521 §4.2 and RFC 7523 §2.2: a client presents an assertion', () => {
  const assertion = `e30.${Buffer.from('{"sub":"cli_1"}').toString('base64url')}.x`
  const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  const sent = (fields: Record<string, string>) =>
    parseClientAuthentication(null, new URLSearchParams(fields))

  test('which says who it is, so that client_id may be left out', () => {
    const read = { method: 'private_key_jwt', client_id: 'cli_1', client_assertion: assertion }
    assert.deepEqual(sent({ client_assertion_type, client_assertion: assertion }), read)
    assert.deepEqual(sent({ client_assertion_type, client_assertion: assertion, client_id: 'cli_1' }), read)
  })
  test('and must be whole, of this kind and of the same client', () => {
    assert.throws(
      () => sent({ client_assertion_type, client_assertion: assertion, client_id: 'cli_2' }),
      client,
    )
    assert.throws(() => sent({ client_assertion: assertion }), client)
    assert.throws(() => sent({ client_assertion_type }), client)
    assert.throws(() => sent({ client_assertion_type, client_assertion: 'x' }), client)
    const saml = 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer'
    assert.throws(() => sent({ client_assertion_type: saml, client_assertion: assertion }), client)
  })
})
