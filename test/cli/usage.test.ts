import assert from 'node:assert/strict'
import { test } from 'node:test'
import { child, only, sourceBin, warder } from './child.ts'

const usage: [name: string, args: string[], error: RegExp][] = [
  ['no command', [], /^Usage: warder/],
  ['an unknown command', ['sevre'], /unknown command 'sevre'\n\(Did you mean serve\?\)/],
  ['an unknown option', ['serve', '--prot', '1'], /unknown option '--prot'/],
  [
    'a misspelt option, also where another is missing',
    ['client', 'create', '--nmae', 'Notes', '--type', 'public'],
    /unknown option '--nmae'\n\(Did you mean --name\?\)/,
  ],
  ['a noun without a verb', ['user'], /^Usage: warder user/],
  ['a missing argument', ['user', 'show'], /missing required argument 'user'/],
  ['an argument too many', ['user', 'list', 'x'], /too many arguments/],
  ['a missing option', ['client', 'create', '--name', 'x'], /required option '--type <type>' not specified/],
  [
    'a choice that is none',
    ['client', 'create', '--name', 'x', '--type', 'odd'],
    /Allowed choices are confidential, public, machine/,
  ],
  ['an unknown noun with --help', ['frob', '--help'], /unknown command 'frob'/],
  ['an unknown verb with --help', ['user', 'frob', '-h'], /unknown command 'frob'/],
  ['a port that is none', ['serve', '--port', 'abc'], /^error: option .* It is not a whole number\./],
  ['a data directory without a name', ['serve', '--data', ''], /It is empty\./],
  ['a cursor that is none', ['user', 'list', '--cursor', 'nonsense'], /It is no place where a list ended/],
  ['a cursor of another list', ['client', 'list', '--cursor', 'usr_1'], /It is no place where a list ended/],
  ['serve with --json, which has no answer', ['serve', '--json'], /unknown option '--json'/],
  [
    'a way to send a secret that is not there',
    ['client', 'create', '--name', 'x', '--type', 'public', '--auth-method', 'client_secret_post'],
    /^error: A public client has no secret to send/,
  ],
  [
    'a number of days that is none',
    ['api-key', 'create', '--name', 'x', '--scope', 'notes:read', '--expires-in-days', 'soon'],
    /option '--expires-in-days <days>' argument 'soon' is invalid\. It is no whole number/,
  ],
  ['a limit that is none', ['user', 'list', '--limit', '201'], /It is a number from 1 to 200/],
]
for (const [name, args, error] of usage) {
  test(`${name} is exit 2, on stderr, without anything on stdout`, async () => {
    const { code, stdout, stderr } = await warder(args)
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, error)
  })
}

test('OC-18 a password among the arguments is refused and not repeated', async () => {
  for (const args of [['--password', 'hunter2'], ['--password=hunter2']]) {
    const { code, stdout, stderr } = await warder(['user', 'create', '--email', 'a@example.com', ...args])
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(
      stderr,
      /--password would show the secret to every user of this machine\. Give a password with --password-stdin/,
    )
    assert.ok(!stderr.includes('hunter2'))
  }
})

/** They run until they end, and have nothing to answer. */
const withoutAnswer = ['serve', 'outbound exec', 'outbound proxy']

test('every verb has help with an example', async () => {
  const verbs = [
    'serve',
    'migrate',
    'doctor',
    'routes',
    'admin create',
    'user create',
    'user list',
    'user show',
    'user update',
    'user reset-password',
    'user disable',
    'user enable',
    'user delete',
    'client create',
    'client list',
    'client show',
    'client delete',
    'client update',
    'client rotate-secret',
    'client disable',
    'client enable',
    'api-key create',
    'api-key list',
    'api-key rotate',
    'api-key revoke',
    'agent create',
    'agent list',
    'agent show',
    'agent stop',
    'agent start',
    'agent delete',
    'service-account create',
    'service-account list',
    'service-account show',
    'service-account disable',
    'service-account enable',
    'service-account delete',
    'service-account credential add',
    'service-account credential rotate',
    'service-account credential revoke',
    'service-account credential list',
    'service-account trust add',
    'service-account trust list',
    'service-account trust remove',
    'key list',
    'key rotate',
    'mail test',
    'mail list',
    'mail retry',
    'sms test',
    'sms list',
    'sms retry',
    'outbound init',
    'outbound add',
    'outbound login',
    'outbound logout',
    'outbound list',
    'outbound status',
    'outbound token',
    'outbound curl',
    'outbound sign',
    'outbound presign',
    'outbound exec',
    'outbound proxy',
    'outbound import',
    'outbound doctor',
    'outbound config check',
    'outbound config schema',
  ]
  const helps = await Promise.all(verbs.map((verb) => warder([...verb.split(' '), '--help'])))
  for (const [at, { code, stdout, stderr }] of helps.entries()) {
    assert.deepEqual([code, stderr], [0, ''], verbs[at])
    assert.equal(/--json/.test(stdout), !withoutAnswer.includes(verbs[at] ?? ''))
    assert.doesNotMatch(stdout, /\(default: [^)]*\) \(default/)
    assert.match(stdout, new RegExp(`Example:\n  \\$ warder ${verbs[at]}`))
  }
})

test('the help of serve lists every setting, from the table the parser reads', async () => {
  const { settingRows } = await import('../../packages/warder/src/config/settings.ts')
  const { stdout } = await warder(['serve', '--help'])
  for (const { env } of settingRows)
    if (env !== undefined) assert.match(stdout, new RegExp(`^  ${env} `, 'm'))
})

test('--version is that of the package', async () => {
  const { default: manifest } = await import('../../packages/warder/package.json', { with: { type: 'json' } })
  assert.deepEqual(await warder(['--version']), {
    code: 0,
    signal: null,
    stdout: `${manifest.version}\n`,
    stderr: '',
  })
})

test('in the repository the sources run as they are', async () => {
  type Routes = { items: { path: string }[] }
  const { items } = only<Routes>(await child(process.execPath, [sourceBin, 'routes', '--json']).ended)
  assert.ok(items.some(({ path }) => path === '/health'))
})
