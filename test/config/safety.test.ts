import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeKey, weakness } from '../../packages/warder/src/config/kinds/secret.ts'
import { files, key, lines, load } from './support.ts'

const good = {
  NODE_ENV: 'production',
  WARDER_ISSUER: 'https://id.example.com',
  SMTP_URL: 'smtps://mail.example.com',
}
const disk = { files: files({}, { '/srv/.warder': 0o700 }) }

test('a production that is set up well starts', async () => {
  assert.deepEqual(lines(await load({ env: good, ...disk })), [])
})

const text = (words: string) => Buffer.from(words).toString('base64url')

const unsafe: [env: Record<string, string>, line: string][] = [
  [
    { WARDER_ALLOW_NETWORKS: '10.0.0.0/8, ::/0' },
    'WARDER_ALLOW_NETWORKS allows every private address, so that a URL could lead to any machine of yours. Name the networks that Warder has to reach.',
  ],
  [{ WARDER_SECRET: '' }, `WARDER_SECRET is not set. ${makeKey}.`],
  [{ WARDER_SECRET: 'changeme' }, `WARDER_SECRET is shorter than 32 bytes. ${makeKey}.`],
  [{ WARDER_SECRET: key.slice(0, 40) }, `WARDER_SECRET is shorter than 32 bytes. ${makeKey}.`],
  [{ WARDER_SECRET: `${key} short` }, `WARDER_SECRET key 2 is shorter than 32 bytes. ${makeKey}.`],
  [{ WARDER_SECRET: `${key}=` }, `WARDER_SECRET is not base64url without padding. ${makeKey}.`],
  [{ WARDER_SECRET: 'A'.repeat(43) }, `WARDER_SECRET key 1 repeats itself. ${makeKey}.`],
  [
    { WARDER_SECRET: text('0123456789abcdef0123456789abcdef') },
    `WARDER_SECRET key 1 was shown in an example. ${makeKey}.`,
  ],
  [
    { WARDER_SECRET: text('the quick brown fox jumps over it') },
    `WARDER_SECRET key 1 is text, not random bytes. ${makeKey}.`,
  ],
  [
    { WARDER_SECRET: text('please-changeme-please-changeme-') },
    `WARDER_SECRET key 1 contains a word. ${makeKey}.`,
  ],
  [
    { WARDER_ISSUER: 'http://id.example.com' },
    "WARDER_ISSUER is http and not on this machine. Use https, ended by Warder's proxy or load balancer.",
  ],
  [
    { WARDER_ISSUER: '' },
    'WARDER_ISSUER is not set, and every link would lead to localhost. Write it like https://id.example.com.',
  ],
  ...['0.0.0.0/0', '10.0.0.0/8 ::/0'].map((TRUSTED_PROXIES): [Record<string, string>, string] => [
    { TRUSTED_PROXIES },
    'TRUSTED_PROXIES believes everybody, so that anybody can claim any address. Name the networks of your proxies alone.',
  ]),
  [{ LOG_LEVEL: 'debug' }, 'LOG_LEVEL is debug, which logs too much about people. Use info.'],
  [
    { SMTP_URL: '' },
    'SMTP_URL is not set, and nobody could verify an address or reset a password. Name a mail server.',
  ],
  [
    { WARDER_PASSWORD_MEMORY_KIB: '19455' },
    'password.memory_kib is below what OWASP asks for. Use at least 19456 KiB with 2 passes.',
  ],
  [
    { WARDER_PASSWORD_PASSES: '1' },
    'password.memory_kib is below what OWASP asks for. Use at least 47104 KiB with 1 pass.',
  ],
]
for (const [env, line] of unsafe) {
  test(`ST-04 production refuses ${Object.entries(env)
    .map((pair) => pair.join('='))
    .join(' ')}`, async () => {
    assert.deepEqual(lines(await load({ env: { ...good, ...env }, ...disk })), [line])
  })
}

test('ST-04 production refuses --dev and names everything else in the same answer', async () => {
  const env = {
    NODE_ENV: 'production',
    WARDER_SECRET: '',
    WARDER_ISSUER: 'http://id.example.com',
    LOG_LEVEL: 'debug',
  }
  const found = lines(await load({ flags: { dev: true }, env, ...disk }))
  assert.equal(found.length, 5)
  assert.equal(found[0], '--dev is for development and NODE_ENV is production. Remove one of them.')
})

test('an issuer on this machine is meant when it is given', async () => {
  const env = { ...good, WARDER_ISSUER: 'http://localhost:3000' }
  assert.deepEqual(lines(await load({ env, ...disk })), [])
})

test('ST-04 what cannot be read is told once, and the rest is judged', async () => {
  const env = { NODE_ENV: 'production', PORT: 'x', WARDER_SECRET: 'y', SMTP_URL: 'z', LOG_LEVEL: 'debug' }
  const found = lines(await load({ env, ...disk })).map((line) => line.split(' ')[0])
  assert.deepEqual(found, ['PORT', 'WARDER_SECRET', 'SMTP_URL', 'WARDER_ISSUER', 'LOG_LEVEL'])
})

test('ST-04 a file that cannot be read may hold everything', async () => {
  const input = { flags: { config: '/w.yaml' }, env: { NODE_ENV: 'production', WARDER_SECRET: '' } }
  const broken = files({ '/w.yaml': 'secret: "\n' }, { '/srv/.warder': 0o700, '/w.yaml': 0o600 })
  assert.deepEqual(lines(await load({ ...input, files: broken })), [
    '/w.yaml:2 is not YAML (MISSING_CHAR). Correct this line.',
  ])
})

test('doctor is told in development that it believes everybody', async () => {
  const loaded = await load({ env: { TRUSTED_PROXIES: '::/0' } })
  assert.ok(loaded.ok)
  assert.match(loaded.report.join(), /believed from ::\/0, which is everybody: production refuses it/)
})

test('cheaper passes are made up for by memory, as OWASP lists them', async () => {
  const env = { ...good, WARDER_PASSWORD_PASSES: '5', WARDER_PASSWORD_MEMORY_KIB: '7168' }
  assert.deepEqual(lines(await load({ env, ...disk })), [])
})

test('ST-06 production refuses a data directory or a secret that others can read', async () => {
  const open = files({ '/k': key }, { '/srv/.warder': 0o755, '/k': 0o644 })
  const env = { ...good, WARDER_SECRET: '', WARDER_SECRET_FILE: '/k' }
  assert.deepEqual(lines(await load({ env, files: open })), [
    '/srv/.warder can be entered by other users of this machine. Run chmod 700 /srv/.warder.',
    '/k holds a secret and can be read by every user. Give it mode 0400, or 0440 for a group.',
  ])
})

test('ST-06 a settings file with a secret in it is such a secret', async () => {
  const open = files({ '/w.yaml': `secret: ${key}\n` }, { '/w.yaml': 0o644 })
  const input = { flags: { config: '/w.yaml' }, env: { ...good, WARDER_SECRET: '' } }
  assert.equal(lines(await load({ ...input, files: open })).length, 1)
  const closed = files({ '/w.yaml': `secret: ${key}\n` }, { '/w.yaml': 0o600 })
  assert.deepEqual(lines(await load({ ...input, files: closed })), [])
})

test('a command works where the server would not start, so that an account can still be disabled', async () => {
  const env = { ...good, LOG_LEVEL: 'debug', SMTP_URL: '' }
  assert.deepEqual(lines(await load({ env, ...disk, purpose: 'command' })), [])
})

test('without production a word as a key is allowed, a short key never', async () => {
  assert.deepEqual(
    lines(await load({ env: { WARDER_SECRET: text('the quick brown fox jumps over it') } })),
    [],
  )
  assert.equal(lines(await load({ env: { WARDER_SECRET: 'changeme' } })).length, 1)
})

test('weakness finds patterns and lets random keys through', async () => {
  const { randomBytes } = await import('node:crypto')
  for (let round = 0; round < 500; round++) assert.equal(weakness(randomBytes(32)), undefined)
  assert.equal(weakness(Buffer.from('ab12'.repeat(16), 'hex')), 'repeats itself')
  assert.equal(
    weakness(Buffer.from(Array.from({ length: 32 }, (_, at) => 100 + 3 * at))),
    'counts up or down',
  )
})
