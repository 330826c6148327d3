import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  putProvider,
  removeProvider,
  type NewProvider,
} from '../../../packages/warder/src/vault/providers/operator.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { typedPath, typedWorld, type TypedWorld } from '../../support/vault/typed.ts'
import { vaultWorld, withVault, type VaultWorld } from '../../support/vault/world.ts'

const key = 'canary-key-of-ada-0123456789'
const login = { username: 'ada', password: 'canary päss wörd' }

onEveryDatabase(
  'a key that its person typed in',
  (warder) => {
    let world: VaultWorld
    let typed: TypedWorld
    before(async () => {
      world = await vaultWorld(warder)
      typed = await typedWorld(warder, world, ({ url, headers }) => {
        if (url.startsWith('/echo')) return { headers: { location: url }, body: { url, headers } }
        return { body: { ok: true } }
      })
      await typed.offer()
    })
    after(async () => {
      typed.api.close()
      await world.service.close()
    })

    const at = (path: string) => ({ url: typed.api.origin + path })
    const again = async (...offered: Parameters<TypedWorld['offer']>) => {
      await removeProvider(warder.operator, 'keys')
      await typed.offer(...offered)
    }

    test('is used for the calls of a program, and shown nowhere again', async () => {
      await again()
      const ada = await typed.connected({ key })
      const answer = await world.called(ada, at('/x'))
      assert.equal(typed.api.asked.at(-1)?.headers.authorization, `Bearer ${key}`)
      const { id } = ada.connection
      const shown = [
        JSON.stringify(answer),
        (await ada.browser.open(`/account/connections/${id}`)).html,
        (await ada.browser.open(typedPath)).html,
        await (await ada.program.get('/api/vault/connections')).text(),
        JSON.stringify(await warder.app.db.selectFrom('vault_connection').selectAll().execute()),
        JSON.stringify(await warder.app.db.selectFrom('audit_event').selectAll().execute()),
        JSON.stringify(await warder.inbox()),
        warder.lines.join(''),
      ]
      for (const text of shown) assert.ok(!text.includes(key), text.slice(0, 80))
      const mails = (await warder.inbox()).filter(
        ({ to, text }) => to === ada.email && text.includes('Keys & Co'),
      )
      assert.equal(mails.length, 1, 'she is told of it')
    })

    const encoded = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
    // oxfmt-ignore
    const places: [what: string, definition: NewProvider['definition'], more: Partial<NewProvider>, fields: Record<string, string>, sent: Record<string, string>][] = [
      ['a header of its own',        { name: 'X-Service-Key' },                 {}, { key }, { 'x-service-key': key }],
      ['a header with a word',       { name: 'Authorization', prefix: 'Token' }, {}, { key }, { authorization: `Token ${key}` }],
      ['the query',                  { in: 'query', name: 'k' },                {}, { key }, { url: `/x?a=1&k=${key}` }],
      ['a cookie',                   { in: 'cookie', name: 'k' },               {}, { key }, { cookie: `k=${key}` }],
      ['the name of Basic',          { in: 'basic-username', other: 'X' },      {}, { key }, { authorization: encoded(`${key}:X`) }],
      ['the password of Basic',      { in: 'basic-password' },                  {}, { key }, { authorization: encoded(`:${key}`) }],
      ['a name and a password',      {},                                        { kind: 'basic' }, login, { authorization: encoded('ada:canary päss wörd') }],
    ]
    for (const [what, definition, more, fields, sent] of places) {
      test(`goes where the service wants it: ${what}`, async () => {
        await again(definition, more)
        const ada = await typed.connected(fields)
        await world.called(ada, at('/x?a=1'))
        const { headers, url } = typed.api.asked.at(-1) ?? assert.fail('nothing was asked')
        const seen: Record<string, unknown> = { ...headers, url }
        for (const [name, value] of Object.entries(sent)) assert.equal(seen[name], value)
      })
    }

    test('does not come back by an API that repeats what it was called with', async () => {
      for (const [what, definition, more, fields, sent] of places) {
        await again(definition, more)
        const ada = await typed.connected(fields)
        const answer = JSON.stringify(await world.called(ada, at('/echo?a=1')))
        assert.match(answer, /\[hidden\]/, what)
        const secrets = [
          key,
          login.password,
          ...Object.values(sent).map((text) => text.split(' ').at(-1) ?? ''),
        ]
        for (const secret of secrets) assert.ok(!answer.includes(secret), what)
      }
    })

    test('goes to its service alone', async () => {
      await again()
      const ada = await typed.connected({ key })
      await world.refused(403, 'forbidden', ada, { url: 'https://evil.example/' })
      await world.refused(403, 'forbidden', ada, { url: `${world.service.origin}/notes` })
    })

    // oxfmt-ignore
    const unreadable: [what: string, more: Partial<NewProvider>, fields: Record<string, string>][] = [
      ['no key',                       {},                { key: '  ' }],
      ['a key with a space',           {},                { key: 'canary two' }],
      ['a key of two lines',           {},                { key: 'canary\r\nx-other: y' }],
      ['a key with a letter of no header', {},            { key: 'canary-ключ' }],
      ['a very long key',              {},                { key: `canary${'x'.repeat(4000)}` }],
      ['a name with a colon',          { kind: 'basic' }, { username: 'canary:b', password: 'c' }],
      ['a password with a NUL',        { kind: 'basic' }, { username: 'ada', password: 'canary\0' }],
      ['no password',                  { kind: 'basic' }, { username: 'canary', password: '' }],
      ['a key where there is a password', { kind: 'basic' }, { key: 'canary' }],
    ]
    for (const [what, more, fields] of unreadable) {
      test(`with ${what} is refused, and not repeated`, async () => {
        await again({}, more)
        const ada = await world.someone()
        const page = await typed.typeIn({ browser: await world.signIn(ada) }, fields)
        assert.equal(page.status, 400)
        assert.match(page.html, /aria-invalid="true"/)
        assert.ok(!page.html.includes('canary'))
        assert.deepEqual(await world.connections(ada), [])
      })
    }

    test('is replaced by another one, under the same name', async () => {
      await again()
      const ada = await typed.connected({ key })
      const other = 'another-key-of-ada-0123456789'
      await typed.typeIn(ada, { key: other })
      assert.deepEqual(
        (await world.connections(ada)).map(({ id }) => id),
        [ada.connection.id],
      )
      await world.called(ada, at('/x'))
      assert.equal(typed.api.asked.at(-1)?.headers.authorization, `Bearer ${other}`)
    })

    test('is taken from nobody who signed in a while ago, and from no page of another site', async () => {
      await again()
      const ada = await world.someone()
      const browser = await world.signIn(ada)
      const page = await browser.open(typedPath)
      const forged = await browser.send(typedPath, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `key=${key}`,
      })
      assert.equal(forged.status, 403)
      warder.clock.now += 301
      assert.equal(
        (await browser.submit(page, typedPath, { key })).path,
        `/reauthenticate?return_to=${typedPath}`,
      )
      const rows = await warder.app.db
        .selectFrom('vault_connection')
        .select('id')
        .where('user_id', '=', ada.id)
        .execute()
      assert.deepEqual(rows, [])
    })

    test('is forgotten when its person disconnects or leaves, and nobody asks the service', async () => {
      await again()
      const [ada, bob] = [await typed.connected({ key }), await typed.connected({ key })]
      const before_ = typed.api.asked.length
      const path = `/account/connections/${ada.connection.id}`
      const page = await ada.browser.submit(await ada.browser.open(path), `${path}/disconnect`, {})
      assert.match(page.html, /It does not take access back by itself/)
      assert.equal((await bob.program.remove('/auth/me')).status, 204)
      assert.deepEqual(
        await warder.app.db
          .selectFrom('vault_connection')
          .select('id')
          .where('provider', '=', 'keys')
          .execute(),
        [],
      )
      assert.equal(typed.api.asked.length, before_)
    })

    // oxfmt-ignore
    const wrong: [what: string, definition: NewProvider['definition'], more: Partial<NewProvider>, code: string][] = [
      ['a client',                        {},                               { client_id: 'warder' },    'invalid_input'],
      ['a secret of ours',                {},                               { client_secret: 's' },     'invalid_input'],
      ['a prefix in the query',           { in: 'query', prefix: 'Token' }, {},                         'invalid_input'],
      ['a name of Basic',                 { in: 'basic-username', name: 'k' }, {},                      'invalid_input'],
      ['half of Basic in a header',       { other: 'X' },                   {},                         'invalid_input'],
      ['a name of two lines',             { name: 'a\r\nb' },               {},                         'invalid_input'],
      ['an address of tokens',            { token_endpoint: 'https://a.example/' }, {},                 'invalid_input'],
      ['no origin',                       { origins: [] },                  {},                         'invalid_input'],
      ['an origin without https',         { origins: ['http://api.example'] }, {},                      'invalid_input'],
      ['an origin with a password',       { origins: ['https://:pw@api.example'] }, {},                 'invalid_input'],
      ['another way to connect it',       {},                               { kind: 'basic' },          'conflict'],
    ]
    for (const [what, definition, more, code] of wrong) {
      test(`belongs to no service that an operator describes with ${what}`, async () => {
        await again()
        await assert.rejects(typed.offer(definition, more), { code })
      })
    }

    test('a service that is known needs no description', async () => {
      const { kind, origins } = await putProvider(warder.operator, {
        name: 'anthropic',
        variables: {},
        definition: {},
      })
      assert.deepEqual([kind, origins], ['api_key', ['https://api.anthropic.com']])
      await removeProvider(warder.operator, 'anthropic')
    })
  },
  withVault,
)
