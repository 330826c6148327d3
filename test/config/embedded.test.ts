import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { embeddedConfig } from '../../packages/warder/src/config/embedded.ts'
import { makeKey } from '../../packages/warder/src/config/kinds/secret.ts'
import type { Settings } from '../../packages/warder/src/config/sources.ts'
import { child } from '../cli/child.ts'
import { key } from './support.ts'

const production = (settings: Settings) =>
  embeddedConfig({ data_dir: '/srv/none', ...settings }, 'production')
const safe = { issuer: 'https://shop.example', secret: key, smtp_url: 'smtps://mail.example:465' }

test('a program is told everything that is not safe in production, by the names of settings', async () => {
  await assert.rejects(production({ dev: true }), {
    message: [
      'dev is for development and NODE_ENV is production. Remove one of them.',
      `secret is not set. ${makeKey}.`,
      'issuer is not set, and every link would lead to localhost. Write it like https://id.example.com.',
      'smtp_url is not set, and nobody could verify an address or reset a password. Name a mail server.',
    ].join('\n'),
  })
})

test('what is safe starts there, with lists as lists and what is undefined left out', async () => {
  const config = await production({
    ...safe,
    trusted_proxies: ['10.0.0.0/8', 'fd00::/8'],
    database_url: undefined,
    'sign_in.pages': ['/orders/*', '/about'],
  })
  assert.equal(config.production, true)
  assert.deepEqual(config.trusted_proxies, ['10.0.0.0/8', 'fd00::/8'])
  assert.equal(config.database_url, 'sqlite:/srv/none/warder.db')
  assert.deepEqual(config.own_pages, { home: '/account', paths: ['/orders/*', '/about'] })
})

const wrong: [settings: object, line: string][] = [
  [{ isuer: 'https://shop.example' }, 'isuer is not a setting that Warder knows. Did you mean issuer?'],
  [{ smtp: { host: 'mail.example' } }, 'smtp is not a setting that Warder knows. Did you mean smtp_url?'],
  [
    { session: { idle: '7d' } },
    "session is not a setting that Warder knows. Write whole names, such as 'session.idle'.",
  ],
  [
    { colour: 'red' },
    'colour is not a setting that Warder knows. Remove it; docs/configuration.md lists all settings.',
  ],
  [{ 'sign_in.home': 'dashboard' }, 'sign_in.home is not the path of a page. Write it like /dashboard.'],
  [{ 'sign_in.home': '//evil.example' }, 'sign_in.home is not the path of a page. Write it like /dashboard.'],
  [
    { 'sign_in.pages': '/orders/*/edit' },
    'sign_in.pages entry 1 is not the path of pages. Write it like /dashboard, or /orders/* for all below it.',
  ],
]
for (const [settings, line] of wrong) {
  test(`${JSON.stringify(settings)} is told with what to do`, async () => {
    await assert.rejects(production({ ...safe, ...settings }), { message: line })
  })
}

test('a program that gave no log hears on its standard error why a request was refused', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'warder-embedded-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const index = join(import.meta.dirname, '../../packages/warder/src/index.ts')
  const program = `
    import { createWarder } from '${index}'
    const settings = { dev: true, issuer: 'http://localhost:4000', database_url: 'sqlite::memory:', data_dir: '${folder}' }
    const warder = await createWarder({ settings })
    await warder.handler(new Request('http://localhost:4000/auth/me'))
    await warder.close()`
  const args = ['--conditions=warder-src', '--input-type=module', '--eval', program]
  const { code, stderr } = await child(process.execPath, args).ended
  assert.equal(code, 0, stderr)
  assert.match(stderr, /refused .*method=GET.*route=\/auth\/me.*code=not_authenticated/)
})
