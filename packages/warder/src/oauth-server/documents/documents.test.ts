import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Config } from '../../config/config.ts'
import { loadConfig } from '../../config/load.ts'
import { FetchError, type Fetched, type SafeFetch } from '../../http/outbound/safe-fetch.ts'
import { createClientDocuments } from './documents.ts'

const id = 'https://app.example/client.json'
const sound = { client_id: id, client_name: 'Notes', redirect_uris: ['https://app.example/cb'] }
const answer = (body: string | object, headers: Record<string, string> = {}, status = 200): Fetched => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

const loaded = await loadConfig({
  flags: {
    issuer: 'https://id.example',
    database_url: 'sqlite::memory:',
    secret: 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A',
    'clients.metadata_documents': 'on',
    'registration.scopes': 'tools:run',
  },
  env: {},
  purpose: 'command',
})
assert.ok(loaded.ok)
const config: Config = loaded.config

/** A place whose answers a test chooses, and how often it was asked. */
function place(first: Fetched | FetchError) {
  const at = { asked: 0, answer: first, options: [] as Parameters<SafeFetch>[1][] }
  const fetch: SafeFetch = async (_url, options) => {
    at.asked++
    at.options.push(options)
    await Promise.resolve()
    if (at.answer instanceof FetchError) throw at.answer
    return at.answer
  }
  const lines: unknown[] = []
  const documents = createClientDocuments({
    config,
    fetch,
    log: { warn: (fields) => void lines.push(fields) },
  })
  return {
    at,
    lines,
    documents,
    of: async (now: number, at_id = id) => (await documents.of(at_id, now)).kind,
  }
}

describe('the document of a client', () => {
  test('is asked for as a client wrote the address, within limits of time and length', async () => {
    const { at, of } = place(answer(sound))
    assert.equal(await of(1000), 'read')
    const { by, timeout_ms, max_bytes } = at.options[0] ?? assert.fail()
    assert.deepEqual([by, timeout_ms <= 5000, max_bytes <= 10 * 1024], ['client', true, true])
  })

  test('counts when the answer is 200, however sound what comes with another status', async () => {
    for (const status of [201, 203, 206, 301, 404, 410]) {
      const { of } = place(answer(sound, {}, status))
      assert.equal(await of(1000), 'none', `${status}`)
    }
  })

  test('makes a client without a secret that may ask people for what the operator lets them give', async () => {
    const { documents } = place(
      answer({ ...sound, scope: 'openid admin tools:run', resources: ['https://x'], skip_consent: true }),
    )
    const found = await documents.of(id, 1000)
    assert.ok(found.kind === 'read')
    const {
      client_id,
      type,
      client_secret_hash,
      token_endpoint_auth_method,
      scope,
      skip_consent_at,
      resources,
      logo,
    } = found.row
    assert.deepEqual(
      [
        client_id,
        type,
        client_secret_hash,
        token_endpoint_auth_method,
        scope,
        skip_consent_at,
        resources,
        logo,
      ],
      [id, 'public', null, 'none', 'openid tools:run', null, '[]', null],
    )
    assert.equal(found.row.registered_at, 1000)
  })

  test('RFC 7591 §2.2 may name it by language, no less honestly than without one', async () => {
    const { documents } = place(answer({ ...sound, 'client_name#de': 'Werkzeug' }))
    const found = await documents.of(id, 1000)
    assert.ok(found.kind === 'read')
    assert.match(found.row.about ?? '', /"client_name#de":"Werkzeug"/)
    const { of } = place(answer({ ...sound, 'client_name#de': config.brand.name }))
    assert.equal(await of(1000), 'none')
  })

  test('is fetched once however many ask, and again when its time is over', async () => {
    const { at, of, documents } = place(answer(sound, { 'cache-control': 'max-age=600' }))
    assert.equal(documents.wouldFetch(id, 1000), true)
    await Promise.all(Array.from({ length: 50 }, () => of(1000)))
    assert.equal(await of(1599), 'read')
    assert.deepEqual([at.asked, documents.wouldFetch(id, 1599)], [1, false])
    await of(1600)
    assert.equal(at.asked, 2)
  })

  test('counts no more as soon as its address says something else', async () => {
    const { at, of } = place(answer(sound))
    assert.equal(await of(1000), 'read')
    at.answer = answer('', {}, 404)
    assert.equal(await of(1300), 'none')
    at.answer = answer(sound)
    assert.equal(await of(1329), 'none', 'asked again after a pause and not before')
    assert.equal(await of(1330), 'read')
  })

  for (const reason of ['name', 'connection', 'timeout'] as const)
    test(`SS-07 ${reason}: what passes is told apart from what is wrong, and is not asked again at once`, async () => {
      const { at, of } = place(new FetchError(reason))
      assert.deepEqual([await of(1000), await of(1029), at.asked], ['unreachable', 'unreachable', 1])
      assert.equal(await of(1030), 'unreachable')
      assert.equal(at.asked, 2)
    })

  // oxfmt-ignore
  const refused: [what: string, answer: Fetched | FetchError][] = [
    ['an address that may not be reached (SS-01)', new FetchError('address')],
    ['more than ten kilobytes (SS-06)',            new FetchError('too_large')],
    ['a redirect (SS-05)',                         answer('', { location: 'https://127.0.0.1/' }, 302)],
    ['a page',                                     answer(sound, { 'content-type': 'text/html' })],
    ['JSON as text',                               answer(sound, { 'content-type': 'text/plain' })],
    ['no JSON',                                    answer('<html>')],
    ['a list',                                     answer('[]')],
    ['null',                                       answer('null')],
    ['a member twice',                             answer(`{"client_id":"https://evil.example/c",${JSON.stringify(sound).slice(1)}`)],
    ['a thousand brackets',                        answer('['.repeat(5000))],
    ['the id of another document',                 answer({ ...sound, client_id: 'https://app.example/other.json' })],
    ['its id in another spelling',                 answer({ ...sound, client_id: 'https://APP.example/client.json' })],
    ['no id',                                      answer({ ...sound, client_id: undefined })],
    ['no name',                                    answer({ ...sound, client_name: undefined })],
    ['an invisible name',                          answer({ ...sound, client_name: 'a\u202eb' })],
    ['the name of somebody else',                  answer({ ...sound, client_name: 'P\u0430ypal' })],
    ['our own name',                               answer({ ...sound, client_name: 'WARDER' })],
    ['no redirect URI',                            answer({ ...sound, redirect_uris: [] })],
    ['a script for a redirect URI (AZ-10)',        answer({ ...sound, redirect_uris: ['javascript:alert(1)'] })],
    ['a pattern for a redirect URI',               answer({ ...sound, redirect_uris: ['https://*.app.example/cb'] })],
    ['plain http to somewhere',                    answer({ ...sound, redirect_uris: ['http://app.example/cb'] })],
    ['a secret',                                   answer({ ...sound, client_secret: 'x' })],
    ['the end of a secret',                        answer({ ...sound, client_secret_expires_at: 0 })],
    ['a way to prove itself by a secret',          answer({ ...sound, token_endpoint_auth_method: 'client_secret_basic' })],
    ['a key that it does not have',                answer({ ...sound, token_endpoint_auth_method: 'private_key_jwt' })],
    ['a private key',                              answer({ ...sound, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } })],
    ['keys at an address without TLS',             answer({ ...sound, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'http://app.example/jwks' })],
    ['a page that is a script (CA-13)',            answer({ ...sound, policy_uri: 'javascript:alert(1)' })],
    ['grants for itself alone',                    answer({ ...sound, grant_types: ['client_credentials'] })],
  ]
  for (const [what, said] of refused)
    test(`is none with ${what}, and the log says why`, async () => {
      const { at, of, lines } = place(said)
      assert.equal(await of(1000), 'none')
      assert.equal(await of(1010), 'none')
      assert.equal(at.asked, 1)
      assert.equal(lines.length, 1)
    })

  test('grants of other servers are left out', async () => {
    const { documents } = place(
      answer({ ...sound, grant_types: ['authorization_code', 'client_credentials', 'urn:example:other'] }),
    )
    const found = await documents.of(id, 1000)
    assert.equal(found.kind === 'read' && found.row.grant_types, 'authorization_code')
  })

  test('SS-07 one host is asked thirty times a minute, whatever the paths, and no host suffers for another', async () => {
    const { at, of } = place(answer('', {}, 404))
    for (let i = 0; i < 100; i++) await of(1020, `https://app.example/${i}`)
    assert.equal(at.asked, 30)
    await of(1020, 'https://other.example/c')
    assert.equal(at.asked, 31)
    await of(1080, 'https://app.example/100')
    assert.equal(at.asked, 32)
  })

  test('SS-07 whoever makes up addresses of a host does not keep it from those who are known', async () => {
    const { at, of, documents } = place(answer(sound))
    await of(1020)
    at.answer = answer('', {}, 404)
    for (let i = 0; i < 100; i++) await of(1320, `https://app.example/${i}`)
    assert.equal(at.asked, 31)
    assert.deepEqual([await of(1320), at.asked], ['none', 32], 'it was read here before')
    const allowed = async (path: number) =>
      (await documents.of(`https://app.example/${path}`, 1330, true)).kind
    assert.deepEqual([await allowed(200), at.asked], ['none', 33], 'somebody allowed it something')
    for (let i = 201; i < 300; i++) await allowed(i)
    assert.equal(at.asked, 61, 'and these are thirty a minute as well')
  })

  test('SS-07 nor does whoever makes up addresses that answer slowly', async () => {
    const { at, documents } = place(answer('', {}, 404))
    const slow = Array.from({ length: 40 }, (_, i) => documents.of(`https://a${i}.example/c`, 1020))
    const known = Array.from({ length: 40 }, (_, i) => documents.of(`https://b${i}.example/c`, 1020, true))
    assert.equal(at.asked, 32)
    await Promise.all([...slow, ...known])
  })

  test('sixteen are fetched at one time, and no more', async () => {
    const { at, documents } = place(answer('', {}, 404))
    const asked = Array.from({ length: 40 }, (_, i) => documents.of(`https://a${i}.example/c`, 1020))
    assert.equal(at.asked, 16)
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind)
    assert.equal(kinds.filter((kind) => kind === 'unreachable').length, 24)
  })
})
