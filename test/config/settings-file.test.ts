import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config, files, lines, load } from './support.ts'

const withFile = (content: string, name = '/srv/warder.yaml') => ({
  flags: { config: name },
  files: files({ [name]: content }),
})

test('YAML with nested settings, lists and numbers', async () => {
  const found = await config(
    withFile(`
issuer: https://id.example.com
trusted_hosts: [id.internal, id2.internal]
session:
  idle: 12h
  absolute: 14d
password:
  min_length: 12
brand:
  name: "Example & Sons"
`),
  )
  assert.equal(found.issuer, 'https://id.example.com')
  assert.deepEqual(found.trusted_hosts, ['id.example.com', 'id.internal', 'id2.internal'])
  assert.deepEqual([found.session.idle, found.session.absolute], [43_200, 1_209_600])
  assert.equal(found.password.min_length, 12)
  assert.equal(found.mail_from, '"Example & Sons" <no-reply@id.example.com>')
})

test('JSON is read by the same reader', async () => {
  const found = await config(
    withFile(
      '{"port": 4000, "session": {"idle": 600}, "cors_origins": ["https://a.example"]}',
      '/srv/w.json',
    ),
  )
  assert.deepEqual([found.port, found.session.idle, found.cors_origins], [4000, 600, ['https://a.example']])
})

test('an empty file and an empty setting set nothing', async () => {
  assert.equal((await config(withFile(''))).port, 3000)
  assert.equal((await config(withFile('port:\nhost: ~\nsmtp_url: null\n'))).smtp_url, undefined)
})

const wrong: [name: string, content: string, line: string][] = [
  [
    'an unknown key',
    'port: 1\nprot: 2\n',
    '/srv/warder.yaml:2 has the unknown setting "prot". Did you mean port?',
  ],
  [
    'an unknown nested key',
    'session:\n  idel: 2h\n',
    '/srv/warder.yaml:2 has the unknown setting "session.idel". Did you mean session.idle?',
  ],
  [
    'a key like nothing',
    '\n\nfrobnicate: 2h\n',
    '/srv/warder.yaml:3 has the unknown setting "frobnicate". Remove it; `warder serve --help` lists all settings.',
  ],
  [
    'the beginning of a key',
    'password:\n  min_len: 12\n',
    '/srv/warder.yaml:2 has the unknown setting "password.min_len". Did you mean password.min_length?',
  ],
  ['a doubled key', 'port: 1\nport: 2\n', '/srv/warder.yaml:2 names a key a second time. Correct this line.'],
  [
    'a wrong value',
    'host: a\nport: many\n',
    '/srv/warder.yaml:2: port is not a whole number. Give a whole number from 0 to 65535.',
  ],
  [
    'an octal that is not one',
    'port: 0o17\n',
    '/srv/warder.yaml:1: port is not a whole number. Give a whole number from 0 to 65535.',
  ],
  [
    'a list for one value',
    'host: [a, b]\n',
    '/srv/warder.yaml:1 gives host more than a plain value. Write one value.',
  ],
  [
    'a map for one value',
    'port:\n  number: 1\n',
    '/srv/warder.yaml:1 gives port more than a plain value. Write one value.',
  ],
  [
    'an alias',
    'host: &a x\nissuer: *a\n',
    '/srv/warder.yaml:2 gives issuer more than a plain value. Write one value.',
  ],
  [
    'a list of settings',
    '- port\n',
    '/srv/warder.yaml:1 holds no settings. Write one `name: value` on each line.',
  ],
  [
    'a flag that is none of the file',
    'dev: true\n',
    '/srv/warder.yaml:1 has the unknown setting "dev". Remove it; `warder serve --help` lists all settings.',
  ],
  ['no YAML', 'port: "1\n', '/srv/warder.yaml:2 is not YAML (MISSING_CHAR). Correct this line.'],
]
for (const [name, content, line] of wrong) {
  test(`${name} is told with file and line`, async () => {
    assert.deepEqual(lines(await load(withFile(content))), [line])
  })
}

const wrongJson: [content: string, line: string][] = [
  ['{"port": "1}', '/srv/w.json:1 is not JSON (MISSING_CHAR). Correct this line.'],
  ['[1]', '/srv/w.json:1 holds no settings. Write {"name": value, …}.'],
]
for (const [content, line] of wrongJson) {
  test(`${content} is told in the words of JSON`, async () => {
    assert.equal(lines(await load(withFile(content, '/srv/w.json')))[0], line)
  })
}

test('a file that names prototypes changes nothing', async () => {
  const found = lines(await load(withFile('__proto__:\n  port: 1\nconstructor: 2\n')))
  assert.equal(found.length, 2)
  assert.equal(({} as { port?: unknown }).port, undefined)
})
