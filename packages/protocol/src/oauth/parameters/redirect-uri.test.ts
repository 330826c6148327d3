import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  checkRedirectUriRegistration,
  findRedirectUri,
  isLocalRedirectUri,
  type ApplicationType,
} from './redirect-uri.ts'

const refused = { name: 'OAuthError', code: 'invalid_redirect_uri' }

// OpenID Connect Dynamic Client Registration 1.0 §2 names the two kinds of application.
describe('RFC 3986 §2, RFC 8252 §7 and §8.3: registration of a redirect URI', () => {
  const accepted: [uri: string, type: ApplicationType][] = [
    ['https://app.example.com/cb', 'web'],
    ['https://app.example.com', 'web'],
    ['https://app.example.com/cb?a=1&b=%20', 'web'],
    ['https://app.example.com:8443/cb', 'native'],
    ['https://xn--bcher-kva.example/cb', 'web'],
    ['http://localhost:3000/cb', 'web'],
    ['http://127.0.0.1/cb', 'native'],
    ['http://[::1]:4000/cb', 'native'],
    ['com.example.app:/cb', 'native'],
  ]
  for (const [uri, type] of accepted) {
    test(`RFC 8252 §7.1 and §7.3: ${uri} of a ${type} application is accepted`, () => {
      checkRedirectUriRegistration(uri, type)
    })
  }

  // oxfmt-ignore
  const never = [
    'javascript:alert(1)', 'java\tscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd',
    'blob:https://a.example/x', 'http://public.example/cb', 'http://127.0.0.2/cb',
    'http://localhost.evil.example/cb', 'http://0/cb', 'http://[::ffff:127.0.0.1]/cb',
    'https://*.example.com/cb', 'https://app.example.com/*', 'com.example.app://cb', 'com.example.app:cb',
    'app:/cb', 'COM.example.app:/cb', '', 'cb', '/cb', '//app.example.com/cb', 'https:app.example.com/cb',
    'https:/app.example.com/cb', 'https://', 'https:///cb', 'https://user@app.example.com/cb',
    'https://user:pw@app.example.com/cb', 'https://@app.example.com/cb',
    'https://app.example.com\\@evil.example/cb', 'https://app.example.com/c b',
    'https://app.example.com/cb\r\n', 'https://app。example/cb', 'https://app.example.com/%zz',
    'https://app.example.com/cb/../evil', 'https://app.example.com/%2e%2e/evil', 'https://APP.example.com/cb',
    'HTTPS://app.example.com/cb', 'https://app.example.com:443/cb', 'http://127.1/cb', 'http://0x7f.0.0.1/cb',
    'https://bücher.example/cb', `https://app.example.com/${'a'.repeat(2000)}`,
  ]
  for (const uri of never) {
    test(`AZ-10 ${JSON.stringify(uri.slice(0, 60))} is refused of either`, () => {
      assert.throws(() => checkRedirectUriRegistration(uri, 'web'), refused)
      assert.throws(() => checkRedirectUriRegistration(uri, 'native'), refused)
    })
  }
  test('RFC 6749 §3.1.2 AZ-11 a fragment is refused, also an empty one', () => {
    for (const uri of ['https://a.example/cb#x', 'https://a.example/cb#', 'com.example.app:/cb#x']) {
      assert.throws(() => checkRedirectUriRegistration(uri, 'native'), refused)
    }
  })
  test('a private-use scheme is refused of a web application', () => {
    assert.throws(() => checkRedirectUriRegistration('com.example.app:/cb', 'web'), refused)
  })
  test('whatever is accepted goes to the same host in every reading', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (uri) => {
        try {
          checkRedirectUriRegistration(uri, 'web')
        } catch {
          return
        }
        assert.ok(uri.startsWith(new URL(uri).origin))
      }),
    )
  })
})

describe('RFC 9700 §4.1.3 and §2.1: the redirect URI of a request is compared as a string', () => {
  const registered = ['https://app.example.com/cb', 'https://app.example.com/q?a=1']
  for (const uri of registered) {
    test(`${uri} is found`, () => assert.equal(findRedirectUri(registered, uri), uri))
  }
  // oxfmt-ignore
  const others = [
    'https://evil.example/cb', 'https://app.example.com/cb/../evil', 'https://app.example.com/cb/%2e%2e/evil',
    'https://app.example.com/cb%2f..%2fevil', 'https://app.example.com/cb/', 'https://app.example.com/cb?x=1',
    'https://app.example.com/q?a=2', 'https://app.example.com/q?a=1&a=1',
    'https://app.example.com.evil.com/cb', 'https://app.example.com@evil.com/cb',
    'https://evil.com#@app.example.com/cb', 'https://evil.com\\.app.example.com/cb',
    'https://app.example.com\\@evil.com/cb', 'https://app.example.com:443/cb', 'HTTPS://app.example.com/cb',
    'https://app.example.com/cb#', 'https://app.example.com/CB', ' https://app.example.com/cb', '',
  ]
  for (const uri of others) {
    test(`AZ-01 to AZ-05 ${uri} is not`, () => assert.equal(findRedirectUri(registered, uri), undefined))
  }
  test('of https redirect URIs only an equal one is ever found', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string(), (uri, more) => {
        for (const asked of [`${uri}${more}`, `${more}${uri}`]) {
          assert.equal(findRedirectUri([uri], asked), asked === uri ? uri : undefined)
        }
      }),
    )
  })
})

describe('RFC 6749 §3.1.2.3 AZ-12: a request without redirect_uri', () => {
  test('gets the only one that is registered', () => {
    assert.equal(findRedirectUri(['https://a.example/'], undefined), 'https://a.example/')
  })
  test('gets none when there are two, or when it is an OpenID request (OIDC Core §3.1.2.1)', () => {
    assert.equal(findRedirectUri(['https://a.example/', 'https://b.example/'], undefined), undefined)
    assert.equal(findRedirectUri(['https://a.example/'], undefined, { openid: true }), undefined)
    assert.equal(findRedirectUri([], undefined), undefined)
  })
})

describe('RFC 8252 §7.3 AZ-08: the port of a loopback address is free', () => {
  const found: [registered: string, requested: string][] = [
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb'],
    ['http://127.0.0.1:8080/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:8080/cb?a=1', 'http://127.0.0.1:65535/cb?a=1'],
    ['http://[::1]/cb', 'http://[::1]:51004/cb'],
  ]
  for (const [registered, requested] of found) {
    test(`${requested} is found for ${registered}`, () => {
      assert.equal(findRedirectUri([registered], requested), requested)
    })
  }
  // oxfmt-ignore
  const others = [
    'http://[::1]:51004/cb', 'http://localhost:51004/cb', 'https://127.0.0.1:51004/cb',
    'http://127.0.0.1:51004/cb/', 'http://127.0.0.1:51004/other', 'http://127.0.0.1:0/cb',
    'http://127.0.0.1:65536/cb', 'http://127.0.0.1:080/cb', 'http://127.0.0.1:/cb',
    'http://127.0.0.1:1@evil.example/cb', 'http://127.0.0.1:1.evil.example/cb',
    'http://127.0.0.1.evil.example/cb', 'http://127.1:51004/cb', 'http://127.0.0.1:51004\\cb',
    'http://127.0.0.1:51004/cb#',
  ]
  for (const uri of others) {
    test(`${uri} is not found for http://127.0.0.1/cb`, () => {
      assert.equal(findRedirectUri(['http://127.0.0.1/cb'], uri), undefined)
    })
  }
  test('localhost and https keep their port', () => {
    assert.equal(findRedirectUri(['http://localhost:3000/cb'], 'http://localhost:3001/cb'), undefined)
    assert.equal(findRedirectUri(['https://127.0.0.1:3000/cb'], 'https://127.0.0.1:3001/cb'), undefined)
  })
})

describe('RFC 8252 §8.6: an address that any program on the device can take', () => {
  const table: [uri: string, local: boolean][] = [
    ['http://127.0.0.1:51004/cb', true],
    ['http://[::1]/cb', true],
    ['http://localhost/cb', true],
    ['com.example.app:/cb', true],
    ['https://app.example/cb', false],
    ['https://localhost/cb', false],
  ]
  for (const [uri, local] of table) {
    test(`${uri}: ${local ? 'yes' : 'no'}`, () => assert.equal(isLocalRedirectUri(uri), local))
  }
})
