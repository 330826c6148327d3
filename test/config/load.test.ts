import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeKey } from '../../packages/warder/src/config/kinds/secret.ts'
import { config, files, key, lines, load } from './support.ts'

test('with nothing but a key the configuration is the documented one', async () => {
  const found = await config()
  assert.equal(found.issuer, 'http://localhost:3000')
  assert.equal(found.both_loopbacks, true)
  assert.equal(found.data_dir, '/srv/.warder')
  assert.equal(found.database_url, 'sqlite:/srv/.warder/warder.db')
  assert.deepEqual(found.password, {
    memory_kib: 19_456,
    passes: 2,
    lanes: 1,
    min_length: 15,
    max_bytes: 1024,
    min_score: 3,
    queue: 200,
  })
  assert.deepEqual(found.session, {
    idle: 604_800,
    absolute: 2_592_000,
    short_idle: 43_200,
    short_absolute: 86_400,
    max: 1000,
    when_full: 'drop-oldest',
    hijack: 'step-up',
    cache: 0,
  })
  assert.equal(found.access_token_ttl, 600)
  assert.equal(found.refresh_grace, 10)
  assert.deepEqual(found.trusted_hosts, ['localhost'])
  assert.equal(found.mail_from, 'Warder <no-reply@localhost>')
  assert.equal(found.smtp_url, undefined)
  assert.equal(found.secure_cookies, true)
})

test('a flag beats the environment, which beats the file', async () => {
  const disk = files({ '/srv/w.yaml': 'port: 1001\nhost: 10.0.0.1\nlog_level: warn\n' })
  const found = await config({
    flags: { config: 'w.yaml', port: '1003' },
    env: { PORT: '1002', HOST: '10.0.0.2' },
    files: disk,
  })
  assert.deepEqual([found.port, found.host, found.log_level], [1003, '10.0.0.2', 'warn'])
})

test('every variable may be the path of a file that holds the value', async () => {
  const disk = files({
    '/run/secrets/key': `${key} ${key.toLowerCase()}\n`,
    '/run/secrets/smtp': 'smtp://mail:25\n',
  })
  const env = {
    WARDER_SECRET: '',
    WARDER_SECRET_FILE: '/run/secrets/key',
    SMTP_URL_FILE: '/run/secrets/smtp',
  }
  const found = await config({ env, files: disk })
  assert.deepEqual(
    found.secrets.map((secret) => secret.toString('base64url')),
    [key, key.toLowerCase()],
  )
  assert.equal(found.smtp_url, 'smtp://mail:25')
})

test('a variable that is set to nothing is not set', async () => {
  assert.equal((await config({ env: { SMTP_URL: '', PORT: ' ' } })).port, 3000)
})

test('the issuer gives origin, host and cookies', async () => {
  const found = await config({
    env: { WARDER_ISSUER: 'https://id.example.com/', TRUSTED_HOSTS: 'id.internal, ::1' },
  })
  assert.equal(found.issuer, 'https://id.example.com')
  assert.equal(found.origin, 'https://id.example.com')
  assert.deepEqual(found.trusted_hosts, ['id.example.com', 'id.internal', '[::1]'])
  assert.equal(found.mail_from, 'Warder <no-reply@id.example.com>')
  assert.equal(found.both_loopbacks, false)
})

test('cookies do without Secure in development on http://localhost only', async () => {
  assert.equal((await config({ flags: { dev: true } })).secure_cookies, false)
  assert.equal(
    (await config({ flags: { dev: true }, env: { WARDER_ISSUER: 'https://id.example.com' } })).secure_cookies,
    true,
  )
  assert.equal(
    (await config({ flags: { dev: true }, env: { WARDER_ISSUER: 'http://id.example.com' } })).secure_cookies,
    true,
  )
})

test('durations are seconds, or a number with a unit', async () => {
  const env = {
    WARDER_SESSION_IDLE: '90',
    WARDER_SESSION_ABSOLUTE: '12h',
    WARDER_ACCESS_TOKEN_TTL: '5m',
    WARDER_REFRESH_TOKEN_TTL: '2d',
  }
  const found = await config({ env })
  const { idle, absolute, short_idle, short_absolute } = found.session
  assert.deepEqual([idle, absolute], [90, 43_200])
  assert.deepEqual(
    [short_idle, short_absolute],
    [90, 43_200],
    'the short limits are never longer than the long ones',
  )
  assert.deepEqual([found.access_token_ttl, found.refresh_token_ttl], [300, 172_800])
})

test('the private networks that may be fetched from are named at start', async () => {
  const loaded = await load({ env: { WARDER_ALLOW_NETWORKS: '10.0.0.0/8 fd00::/8' } })
  assert.ok(loaded.ok)
  assert.ok(loaded.report.includes('Warder may fetch from the private networks 10.0.0.0/8, fd00::/8'))
})

const wrong: [env: Record<string, string>, line: string][] = [
  [{ PORT: 'abc' }, 'PORT is not a whole number. Give a whole number from 0 to 65535.'],
  [{ PORT: '65536' }, 'PORT is out of range. Give a whole number from 0 to 65535.'],
  [{ PORT: '-1' }, 'PORT is not a whole number. Give a whole number from 0 to 65535.'],
  [{ PORT: '0x10' }, 'PORT is not a whole number. Give a whole number from 0 to 65535.'],
  [
    { HOST: 'http://x' },
    'HOST is not a host name or IP address. Write it like id.example.com, without scheme or port.',
  ],
  [
    { DATABASE_URL: 'mysql://x' },
    'DATABASE_URL names no database that Warder knows. Write sqlite:PATH or postgres://user@host/database.',
  ],
  [
    { WARDER_ISSUER: 'id.example.com' },
    'WARDER_ISSUER is not an http or https URL. Write it like https://id.example.com.',
  ],
  [
    { WARDER_ISSUER: 'https://id.example.com?x=1' },
    'WARDER_ISSUER has a query or a fragment. Write it like https://id.example.com.',
  ],
  [
    { WARDER_ISSUER: 'https://ID.example.com:443/' },
    'WARDER_ISSUER is not in its normal form. Write https://id.example.com.',
  ],
  [
    { WARDER_ISSUER: 'https://id.example.com/auth' },
    'WARDER_ISSUER has a path, and nothing is served under one. Give Warder a host name of its own.',
  ],
  [
    { WARDER_ISSUER: 'https://ada:pw@id.example.com' },
    'WARDER_ISSUER contains a user name or password. Write it like https://id.example.com.',
  ],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is not one of the known words. Use debug, info, warn, error.'],
  [
    { TRUSTED_PROXIES: '10.0.0.0/8 10.0.0.0/33' },
    'TRUSTED_PROXIES entry 2 has a wrong prefix length. Write it like 10.0.0.0/8 or fd00::/8.',
  ],
  [{ TRUSTED_HOSTS: '*.example.com' }, 'TRUSTED_HOSTS entry 1 contains a wildcard. Name every host.'],
  [
    { CORS_ORIGINS: '*' },
    'CORS_ORIGINS entry 1 contains a wildcard. Name every origin, like https://app.example.com.',
  ],
  [
    { CORS_ORIGINS: 'https://app.example.com/' },
    'CORS_ORIGINS entry 1 is more than an origin. Name every origin, like https://app.example.com.',
  ],
  [
    { SMTP_URL: 'http://mail' },
    'SMTP_URL has a scheme that is not supported here. Write it like smtps://user:password@mail.example.com:465.',
  ],
  [
    { SMTP_URL: 'smtps://…' },
    'SMTP_URL names a host that cannot be one. Write it like smtps://user:password@mail.example.com:465.',
  ],
  [
    { DATABASE_URL: 'postgres://…/warder' },
    'DATABASE_URL names a host that cannot be one. Write sqlite:PATH or postgres://user@host/database.',
  ],
  [
    { WARDER_SECRET: `${key.slice(0, -1)}x` },
    `WARDER_SECRET was cut off or mistyped: no base64url of whole bytes ends like it. ${makeKey}.`,
  ],
  [{ MAIL_FROM: 'nobody' }, 'MAIL_FROM is not a mailbox. Write it like Warder <no-reply@example.com>.'],
  [
    { MAIL_FROM: 'A\nBcc: b@example.com <a@example.com>' },
    'MAIL_FROM contains control characters. Write it on one line.',
  ],
  [
    { WARDER_REFRESH_GRACE: '61' },
    'WARDER_REFRESH_GRACE is out of range. Give 0 to 60 seconds, like 90, 10m, 12h or 30d.',
  ],
  [
    { WARDER_SESSION_IDLE: '31d' },
    'session.idle is longer than session.absolute. Shorten it, or lengthen the other.',
  ],
  [
    { WARDER_ADMIN_EMAIL: 'ada@example.com' },
    'WARDER_ADMIN_EMAIL and WARDER_ADMIN_PASSWORD need each other. Set both or neither.',
  ],
  [{ WARDER_INTERNAL_PORT: '3000' }, 'internal_port is the same as port. Choose another.'],
  [
    { WARDER_PASSWORD_MEMORY_KIB: '4194304' },
    'WARDER_PASSWORD_MEMORY_KIB is out of range. Give a whole number from 8 to 1048576.',
  ],
  [{ WARDER_ISUER: 'x' }, 'WARDER_ISUER is not a variable that Warder knows. Did you mean WARDER_ISSUER?'],
  [
    { WARDER_PASSWORD_MIN_LEN: '12' },
    'WARDER_PASSWORD_MIN_LEN is not a variable that Warder knows. Did you mean WARDER_PASSWORD_MIN_LENGTH?',
  ],
  [
    { WARDER_PRQT_FILE: 'x' },
    'WARDER_PRQT_FILE is not a variable that Warder knows. Remove it; `warder serve --help` lists all settings.',
  ],
  [{ PORT: '1', PORT_FILE: '/x' }, 'PORT is set, and so is PORT_FILE. Keep one of them.'],
  [
    { PORT_FILE: '/nowhere' },
    'PORT_FILE names a file that cannot be read, /nowhere. Correct the path or its permissions.',
  ],
  [{ WARDER_CONFIG: '/nowhere.yaml' }, '/nowhere.yaml cannot be read. Correct --config or WARDER_CONFIG.'],
]
for (const [env, line] of wrong) {
  test(`${Object.entries(env)
    .map((pair) => pair.join('='))
    .join(' ')} is refused with one line and its remedy`, async () => {
    assert.deepEqual(lines(await load({ env })), [line])
  })
}

test('every wrong thing is told at once', async () => {
  const found = lines(await load({ env: { PORT: 'x', LOG_LEVEL: 'y', WARDER_NOSUCH: 'z', SMTP_URL: 'w' } }))
  assert.equal(found.length, 4)
})

test('a socket, an address and a name with an underscore are hosts too', async () => {
  const urls = ['postgres:///warder', 'postgres://%2Frun%2Fpostgresql/warder', 'postgres://my_db/warder']
  for (const DATABASE_URL of urls)
    assert.equal((await config({ env: { DATABASE_URL } })).database_url, DATABASE_URL)
  assert.equal((await config({ env: { SMTP_URL: 'smtp://[::1]:25' } })).smtp_url, 'smtp://[::1]:25')
})

test('what cannot be read contradicts nothing', async () => {
  const env = { WARDER_SESSION_IDLE: 'x', WARDER_SESSION_ABSOLUTE: '1h', WARDER_ADMIN_EMAIL: 'y' }
  const found = lines(await load({ env: { ...env, WARDER_ADMIN_PASSWORD: 'correct horse battery staple' } }))
  assert.equal(found.length, 2, found.join('\n'))
})

test('no line repeats a value, which may be a secret', async () => {
  const env = {
    WARDER_SECRET: 'hunter2',
    SMTP_URL: 'hunter2',
    DATABASE_URL: 'hunter2',
    MAIL_FROM: 'hunter2',
    WARDER_ADMIN_PASSWORD: 'hunter2',
  }
  const found = lines(await load({ env }))
  assert.equal(found.length, 5)
  assert.ok(found.every((line) => !line.includes('hunter2')))
})

test('a flag is named as the person typed it', async () => {
  assert.match(lines(await load({ flags: { port: 'x' } }))[0] ?? '', /^--port is not a whole number/)
})

test('what Kubernetes puts into the environment for a service called warder is no mistake', async () => {
  const env = {
    WARDER_SERVICE_HOST: '10.0.0.1',
    WARDER_SERVICE_PORT: '80',
    WARDER_SERVICE_PORT_HTTP: '80',
    WARDER_PORT: 'tcp://10.0.0.1:80',
    WARDER_PORT_80_TCP: 'tcp://10.0.0.1:80',
    WARDER_PORT_80_TCP_PROTO: 'tcp',
    WARDER_PORT_80_TCP_ADDR: '10.0.0.1',
  }
  assert.deepEqual(lines(await load({ env })), [])
  assert.match(lines(await load({ env: { WARDER_PORT: '80' } }))[0] ?? '', /^WARDER_PORT is not a variable/)
})
