import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { code, importsOf, sources } from './sources.ts'

const root = 'packages/warder/src/'
/** What every feature stands on. */
const ground = [
  'after.ts',
  'app.ts',
  'time.ts',
  'log.ts',
  'brand',
  'config',
  'crypto',
  'store',
  'cache',
  'http',
  'tenants',
]

/**
 * What each file or folder of the server may import. Features know each other only as it is written here; what stands
 * lower knows nothing of what stands higher.
 */
// oxfmt-ignore
const mayImport: Record<string, readonly string[]> = {
  'cli':          [...ground, 'node.ts', 'listener', 'index.ts', 'routes.ts', 'log-sink.ts', 'agents', 'api-keys', 'service-accounts', 'users', 'oauth-server', 'roles', 'signing-keys', 'audit', 'risk', 'mail', 'members', 'sms', 'operations', 'privacy', 'scim', 'vault', 'connections', 'transfer', 'backup', 'webhooks'],
  'node.ts':      ['index.ts', 'listener', 'app.ts', 'config', 'http', 'log.ts', 'log-sink.ts', 'time.ts'],
  'listener':     ['after.ts', 'app.ts', 'config', 'crypto', 'http', 'log.ts', 'time.ts'],
  'index.ts':     [...ground, 'listener', 'routes.ts', 'access', 'api-keys', 'audit', 'mail', 'oauth-server', 'operations', 'risk', 'sessions', 'sign-in', 'signing-keys', 'users', 'events'],
  // People of the first tenant in another one: taking one out ends what they have there.
  'members':      [...ground, 'access', 'agents', 'api-keys', 'audit', 'oauth-server', 'users'],
  'saml':         ['time.ts'],
  // Whose people sign in with an identity provider of their own; removing one ends sessions and their tokens.
  'connections':  [...ground, 'access', 'audit', 'oauth-server', 'pages', 'saml', 'users'],

  'routes.ts':    ['http', 'account', 'admin', 'agents', 'api-keys', 'approvals', 'console', 'oauth-server', 'operations', 'privacy', 'roles', 'scim', 'service-accounts', 'sessions', 'sign-in', 'signing-keys', 'users', 'vault'],

  'operations':   [...ground, 'approvals', 'audit', 'connections', 'mail', 'oauth-server', 'service-accounts', 'sms', 'pages', 'sign-in', 'signing-keys', 'users', 'webhooks'],
  'account':      [...ground, 'access', 'agents', 'api-keys', 'approvals', 'audit', 'oauth-server', 'pages', 'privacy', 'sessions', 'sign-in', 'sms', 'users', 'vault', 'connections'],
  'sign-in':      [...ground, 'access', 'audit', 'mail', 'oauth-server', 'pages', 'privacy', 'risk', 'sessions', 'sms', 'users', 'connections', 'saml'],
  // A program of a person may read who they are by a key, and its owner is told of the key by mail. Whoever leaves gives back
  // what they connected, and whoever got into an account loses what they gave to programs from there.
  'users':        [...ground, 'access', 'agents', 'api-keys', 'audit', 'mail', 'oauth-server', 'pages', 'privacy', 'risk', 'service-accounts', 'sessions', 'sms', 'vault', 'connections'],
  // Programs with an identity of their own are clients, and what they prove themselves by is a thing of theirs. An agent acts
  // for its owner in an exchange, which may be for the token of a service that they connected.
  'oauth-server': [...ground, 'access', 'agents', 'audit', 'pages', 'risk', 'service-accounts', 'sessions', 'signing-keys', 'vault', 'connections'],
  // A guard takes our own access tokens too, and signing out ends the tokens of the session.
  'sessions':     [...ground, 'access', 'audit', 'mail', 'oauth-server', 'pages', 'risk'],
  'api-keys':     [...ground, 'access', 'audit', 'mail', 'oauth-server', 'sessions', 'users'],
  // Whoever gets into an account loses its agents, and an agent is given what a key may be given.
  'agents':       [...ground, 'access', 'api-keys', 'approvals', 'audit', 'mail', 'oauth-server', 'sessions', 'users'],
  // An application asks somebody who is elsewhere, who hears of it by mail.
  'approvals':    [...ground, 'access', 'audit', 'mail', 'oauth-server', 'sessions', 'users'],
  // A program uses what its person connected by a token of ours.
  'vault':        [...ground, 'audit', 'mail', 'oauth-server', 'sessions', 'users'],
  'service-accounts': [...ground, 'access', 'api-keys', 'audit', 'mail', 'oauth-server', 'sessions', 'users'],
  // What a directory does to people whom it made: as an operator of those alone.
  'scim':         [...ground, 'access', 'audit', 'sessions', 'users', 'vault'],
  'roles':        [...ground, 'access', 'api-keys', 'audit', 'oauth-server', 'sessions', 'users'],
  // What commands do, as an API: so it knows what commands know.
  'admin':        [...ground, 'access', 'agents', 'api-keys', 'audit', 'members', 'oauth-server', 'roles', 'scim', 'service-accounts', 'sessions', 'signing-keys', 'users', 'connections', 'transfer', 'webhooks', 'mail', 'operations'],
  // The same as pages, which look like those of the account.
  'console':      [...ground, 'access', 'account', 'admin', 'audit', 'pages', 'service-accounts', 'sessions'],
  'signing-keys': [...ground, 'audit'],
  // People, roles and applications, in and out as files.
  'transfer':     [...ground, 'access', 'audit', 'oauth-server', 'roles', 'users'],
  // A copy of the database; putting one in place ends the tokens of its time.
  'backup':       [...ground, 'folder.ts', 'audit', 'oauth-server'],
  // What people agreed to, and a copy of what is known of them.
  'privacy':      [...ground, 'audit', 'mail', 'sessions', 'users'],
  'access':       ground,
  'risk':         ground,
  // What people read of their own history is said by pages.
  'audit':        [...ground, 'pages'],
  // Who hears of what happens, in this process or elsewhere.
  'events':       [...ground, 'audit'],
  // Programs elsewhere are told like applications are.
  'webhooks':     [...ground, 'access', 'audit', 'events', 'mail', 'oauth-server'],
  'mail':         [...ground, 'pages'],
  'sms':          [...ground, 'mail'],
  // Suspending one ends its tokens.
  'tenants':      ['after.ts', 'app.ts', 'time.ts', 'brand', 'config', 'crypto', 'store', 'cache', 'http', 'audit', 'oauth-server'],

  'http':         ['after.ts', 'app.ts', 'time.ts', 'log.ts', 'brand', 'config', 'crypto', 'store', 'cache', 'tenants', 'pages'],
  'pages':        ['after.ts', 'time.ts', 'brand', 'config'],
  // Types only: the record of everything a handler may touch.
  'app.ts':       ['time.ts', 'log.ts', 'api-keys', 'brand', 'config', 'crypto', 'store', 'cache', 'oauth-server', 'operations', 'risk', 'sessions', 'signing-keys', 'tenants', 'events'],
  'cache':        ['time.ts', 'log.ts', 'config', 'crypto', 'store'],
  'store':        ['after.ts', 'time.ts', 'folder.ts', 'log.ts', 'crypto'],
  'crypto':       ['time.ts', 'config'],
  'log-sink.ts':  ['log.ts'],
  'log.ts':       ['config', 'time.ts'],
  // How pages and mails look, and nothing about whose they are.
  'brand':        ['config'],
  'config':       ['time.ts', 'folder.ts'],
  'time.ts':      [],
  'folder.ts':    [],
  'after.ts':     [],
}

const layerOf = (file: string): string => file.slice(root.length).split('/')[0] ?? ''

for (const file of sources(`${root}**/*.ts`)) {
  const from = layerOf(file)
  test(`${file} imports only what ${from} may`, () => {
    for (const imported of importsOf(file).filter((path) => path.startsWith(root))) {
      const to = layerOf(imported)
      assert.ok(to === from || mayImport[from]?.includes(to), `${from} must not import ${to} (${imported})`)
    }
  })
}

test('app.ts is types alone, so that importing it loads nothing', () => {
  assert.doesNotMatch(code(`${root}app.ts`), /^import (?!type )|^export (?!type )/m)
})

describe('between the layers', () => {
  const folders = (prefix: string): Set<string> => new Set(sources(`${root}${prefix}`).map(layerOf))

  test('every file and folder has its row in the table', () => {
    assert.deepEqual(
      [...folders('**/*.ts')].filter((layer) => !(layer in mayImport)),
      [],
    )
  })

  test('a method of signing in knows no other method', () => {
    // What waits, who confirms that it is them, and who comes for the first time is no method.
    const methodOf = (path: string): string | undefined =>
      /src\/sign-in\/(?!pending\/|reauthenticate\/|welcome\/)([^/]+)\/[^/]+/.exec(path)?.[1]
    for (const file of sources(`${root}sign-in/*/**/*.ts`)) {
      const own = methodOf(file)
      if (own === undefined) continue
      const others = importsOf(file)
        .map(methodOf)
        .filter((method) => method !== undefined && method !== own)
      assert.deepEqual(others, [], file)
    }
  })

  test('only proved() opens a session', () => {
    const containing = (words: string): string[] =>
      sources(`${root}**/*.ts`).filter((file) => code(file).includes(words))
    // By whichever of the two a row is added.
    assert.deepEqual(containing("nsertInto('session')"), [])
    assert.deepEqual(containing("preparedInsert('session')"), [`${root}store/people/sessions.ts`])
    assert.deepEqual(containing('sessions.insert('), [`${root}sign-in/proved.ts`])
  })
})
