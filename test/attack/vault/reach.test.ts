import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createSafeFetch, type FetchOptions } from '../../../packages/warder/src/http/outbound/safe-fetch.ts'
import { putProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import { requireUse } from '../../../packages/warder/src/vault/use/user.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { vaultWorld, withVault, type Connected, type VaultWorld } from '../../support/vault/world.ts'

onEveryDatabase(
  'how far a call with a connection reaches',
  (warder) => {
    let world: VaultWorld
    let ada: Connected
    let token: string
    before(async () => {
      world = await vaultWorld(warder)
      ada = await world.connected()
      token = await world.tokenOf(ada)
    })
    after(() => world.service.close())

    const at = (path: string) => ({ url: world.service.origin + path })
    const port = () => new URL(world.service.origin).port
    const called = (more: Record<string, unknown>) => world.called(ada, more, token)
    const refused = (status: number, code: string, more: Record<string, unknown>) =>
      world.refused(status, code, ada, more, token)

    // oxfmt-ignore
    const elsewhere: [what: string, url: () => string, status?: number, code?: string][] = [
      ['this machine by its name',            () => `http://localhost:${port()}/notes`],
      ['this machine in IPv6',                () => `http://[::1]:${port()}/notes`],
      ['an IPv4 address in IPv6 clothes',     () => `http://[::ffff:127.0.0.1]:${port()}/notes`],
      ['the same port with TLS',              () => `https://127.0.0.1:${port()}/notes`],
      ['the metadata of a cloud',             () => 'http://169.254.169.254/latest/meta-data/'],
      ['a host after backslashes',            () => 'http:\\\\evil.example\\notes'],
      ['a host behind a user with a backslash', () => `http://user@evil.example\\@127.0.0.1:${port()}/`, 400, 'invalid_input'],
      ['a host behind a line break',          () => `http://127.0.0.1:${port()}\n@evil.example/`, 400, 'invalid_input'],
      ['an address without a scheme',         () => '//evil.example/notes', 400, 'invalid_input'],
      ['a script',                            () => 'javascript:alert(1)'],
      ['data',                                () => 'data:text/plain,x'],
    ]
    for (const [what, url, status = 403, code = 'forbidden'] of elsewhere) {
      test(`OC-01 not to ${what}`, async () => {
        const before_ = world.service.seen.length
        await refused(status, code, { url: url() })
        assert.equal(world.service.seen.length, before_)
      })
    }

    test('OC-01 a backslash and an at sign in a path stay in the path', async () => {
      await called({ url: `${world.service.origin}\\@evil.example/notes` })
      assert.equal(world.service.seen.at(-1)?.path, '/@evil.example/notes')
    })

    for (const status of [301, 302, 303, 307, 308])
      test(`OC-02 a ${status} to another origin is shown and not followed`, async () => {
        const { service } = world
        const before_ = service.seen.length
        service.answers.set('/moved', (response) =>
          response.writeHead(status, { location: `http://localhost:${port()}/notes` }).end(),
        )
        const answer = await called({ ...at('/moved'), method: 'POST', body: 'x' })
        assert.deepEqual(
          [answer.status, answer.headers['location']],
          [status, `http://localhost:${port()}/notes`],
        )
        assert.equal(service.seen.length, before_ + 1)
      })

    // oxfmt-ignore
    const names: [what: string, addresses: [string, ...string[]]][] = [
      ['the metadata of a cloud',                    ['169.254.169.254']],
      ['a private network',                          ['10.0.0.7']],
      ['the internet and a private network at once', ['93.184.215.14', '10.0.0.7']],
      ['an IPv4 address in IPv6 clothes',            ['::ffff:10.0.0.7']],
    ]
    for (const [what, addresses] of names) {
      test(`SS-03 not where the name of a service means ${what}`, async () => {
        const { fetch } = warder.app.oauth
        warder.app.oauth.fetch = createSafeFetch(warder.app.config, () =>
          Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
        )
        const { origin } = world.service
        const more = { origins: [origin, 'https://rebound.example'] }
        await describeNotes(more)
        const answer = await world.call(ada, { url: 'https://rebound.example/notes' }, token)
        warder.app.oauth.fetch = fetch
        assert.equal(answer.status, 502)
        assert.match(await answer.text(), /\(address\)/)
      })
    }

    // oxfmt-ignore
    const twice: [what: string, more: () => Record<string, unknown>][] = [
      ['a method in a header',                 () => ({ headers: { 'X-HTTP-Method-Override': 'DELETE' } })],
      ['a method in a header of underscores',  () => ({ headers: { X_HTTP_METHOD_OVERRIDE: 'DELETE' } })],
      ['a path in a header',                   () => ({ headers: { 'X-Original-URL': '/admin' } })],
      ['a method in the query',                () => at('/notes?_method=DELETE')],
      ['an encoded method in the query',       () => at('/notes?a=1&%5Fmethod=DELETE')],
      ['a header with a NUL',                  () => ({ headers: { a: 'b\0' } })],
      ['a header of a foreign letter',         () => ({ headers: { a: 'ключ' } })],
      ['a name with a line break',             () => ({ headers: { 'a\r\nhost': 'evil.example' } })],
    ]
    for (const [what, more] of twice) {
      test(`OC-22 a request that has ${what} is refused before it is sent`, async () => {
        const before_ = world.service.seen.length
        await refused(400, 'invalid_input', more())
        assert.equal(world.service.seen.length, before_)
      })
    }

    test('nothing goes out of what is for one hop, or says where a request comes from', async () => {
      await called({
        headers: {
          Connection: 'x-secret, close',
          'X-Secret': 'mine',
          'Proxy-Connection': 'mine',
          'Proxy-Authorization': 'mine',
          'Keep-Alive': 'mine',
          Upgrade: 'mine',
          TE: 'mine',
          Expect: '100-continue-mine',
          'Content-Length': '999',
          Content_Length: 'mine',
          Transfer_Encoding: 'mine',
          Forwarded: 'for=mine',
          'X-Forwarded-Host': 'mine',
          X_Forwarded_For: 'mine',
          'X-Real-IP': 'mine',
          Cookie: 'mine=1',
          'X-Kept': 'yes',
        },
      })
      const { headers } = world.service.seen.at(-1) ?? assert.fail('nothing was seen')
      assert.doesNotMatch(JSON.stringify(headers), /mine|999/)
      assert.equal(headers['x-kept'], 'yes')
    })

    test('an answer says nothing to whoever holds the answer of this server', async () => {
      world.service.answers.set('/loud', (response) =>
        response
          .writeHead(200, {
            'set-cookie': ['a=b', '__Host-warder_session=mine'],
            'access-control-allow-origin': '*',
            'strict-transport-security': 'max-age=0',
            'clear-site-data': '"*"',
            'proxy-authenticate': 'Basic',
            'keep-alive': 'timeout=99',
            location: 'https://evil.example/',
            'x-request-id': 'theirs',
          })
          .end('ok'),
      )
      const answer = await world.call(ada, at('/loud'), token)
      for (const name of ['set-cookie', 'access-control-allow-origin', 'clear-site-data', 'location'])
        assert.equal(answer.headers.get(name), null, name)
      assert.notEqual(answer.headers.get('x-request-id'), 'theirs')
      assert.notEqual(answer.headers.get('strict-transport-security'), 'max-age=0')
      const { headers } = (await answer.json()) as { headers: Record<string, string> }
      for (const name of [
        'set-cookie',
        'keep-alive',
        'proxy-authenticate',
        'connection',
        'transfer-encoding',
      ])
        assert.equal(headers[name], undefined, name)
    })

    // oxfmt-ignore
    const bodies: [what: string, more: Record<string, unknown>, status: number][] = [
      ['a text of 48 KiB',              { body: 'x'.repeat(48 * 1024) },     200],
      ['a longer one',                  { body: 'x'.repeat(48 * 1024 + 1) }, 400],
      ['base64 that is longer',         { body_base64: 'QUJD'.repeat(13_000) }, 400],
      ['what is longer than any document', { body: 'x'.repeat(64 * 1024) },  413],
    ]
    for (const [what, more, status] of bodies)
      test(`${what} is answered ${status}`, async () => {
        const answer = await world.call(ada, { method: 'POST', ...more }, token)
        assert.equal(answer.status, status)
      })

    test('what is compressed is not unpacked, and a call has twenty seconds and eight mebibytes', async () => {
      const { service } = world
      service.answers.set('/zip', (response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000))),
      )
      await refused(502, 'provider_failed', at('/zip'))
      service.answers.set('/silent', () => undefined)
      service.answers.set('/slow', (response) => {
        response.writeHead(200)
        const drip = setInterval(() => response.write('x'), 20)
        response.on('close', () => clearInterval(drip))
      })
      const { fetch } = warder.app.oauth
      const asked: FetchOptions[] = []
      warder.app.oauth.fetch = (url, options) => {
        asked.push(options)
        return fetch(url, { ...options, timeout_ms: 150 })
      }
      for (const path of ['/silent', '/slow']) await refused(502, 'provider_failed', at(path))
      warder.app.oauth.fetch = fetch
      for (const { timeout_ms, max_bytes } of asked)
        assert.deepEqual([timeout_ms, max_bytes], [20_000, 8 * 1024 * 1024])
    })

    for (const [what, head] of [
      [
        'another protocol',
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      ],
      ['a status that is none', 'HTTP/1.1 999 Go away\r\nContent-Length: 0\r\n\r\n'],
      ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ] as const)
      test(`a service that answers with ${what} has not answered`, async (context) => {
        const odd = createServer((socket) => socket.once('data', () => socket.end(head)))
        await new Promise<void>((up) => odd.listen(0, '127.0.0.1', up))
        context.after(() => odd.close())
        const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`
        await describeNotes({ origins: [world.service.origin, url] })
        await refused(502, 'provider_failed', { url: `${url}/` })
      })

    test('a body where there can be none is left out', async () => {
      world.service.answers.set('/reset', (response) =>
        response.writeHead(205, { 'content-length': '2' }).end('ok'),
      )
      assert.deepEqual([(await called(at('/reset'))).status, (await called(at('/reset'))).body], [205, ''])
    })

    test('a connection of another tenant is none', async () => {
      const asker = { program: ada.agent.id, user_id: ada.id }
      const { app } = warder
      await requireUse({ app, tenant: { id: 'ten_default' } }, asker, ada.connection.id)
      await assert.rejects(requireUse({ app, tenant: { id: 'ten_other' } }, asker, ada.connection.id), {
        code: 'not_found',
      })
    })

    /** The service again, with more places that its tokens may go to. */
    async function describeNotes(more: { origins: string[] }): Promise<void> {
      const { origin, secret } = world.service
      await putProvider(warder.operator, {
        name: 'notes',
        title: 'Notes & Co',
        variables: {},
        client_id: 'warder',
        client_secret: secret,
        definition: {
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          ...more,
        },
      })
    }
  },
  withVault,
)
