import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { only, server, warder, type Child } from '../child.ts'

type Person = { id: string; email: string; full_name: string; confirmation_sent_to?: string }

type Mail = { to: string; subject: string; links: string[] }

describe('what an operator changes of a person, beside a running server', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  let running: Child & { url: string }
  before(async () => {
    running = await server(data)
    only(
      await run(['create', '--email', 'ada@example.com', '--password-stdin'], 'correct horse battery staple'),
    )
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  const run = (args: string[], stdin?: string) =>
    warder(['user', ...args, '--data', data, '--json'], stdin === undefined ? {} : { stdin })
  const login = async (email: string, password: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ email, password })
    return (await fetch(`${running.url}/auth/login`, { method: 'POST', body, headers })).status
  }

  test('name and address change, at once where the operator vouches for it', async () => {
    const asked = await run([
      'update',
      'ada@example.com',
      '--name',
      'Ada King',
      '--email',
      'ada@king.example',
    ])
    const { email, full_name, confirmation_sent_to } = only<Person>(asked)
    assert.deepEqual(
      [email, full_name, confirmation_sent_to],
      ['ada@example.com', 'Ada King', 'ada@king.example'],
    )
    const done = only<Person>(
      await run(['update', 'ada@example.com', '--email', 'ada@king.example', '--verified']),
    )
    assert.deepEqual([done.email, done.confirmation_sent_to], ['ada@king.example', undefined])
  })

  test('a password is set from standard input, or a link to one is mailed', async () => {
    only(await run(['reset-password', 'ada@king.example', '--password-stdin'], 'an entirely new pass phrase'))
    assert.equal(await login('ada@king.example', 'an entirely new pass phrase'), 200)
    const { link_sent_to } = only<{ link_sent_to: string }>(await run(['reset-password', 'ada@king.example']))
    assert.equal(link_sent_to, 'ada@king.example')
    const inbox = (await (await fetch(`${running.url}/dev/inbox.json`)).json()) as Mail[]
    assert.deepEqual([inbox[0]?.to, inbox[0]?.subject], ['ada@king.example', 'Set a new password for Warder'])
    assert.ok(inbox[0]?.links[0]?.startsWith(`${running.url}/reset-password?`), 'it leads to this server')
  })

  for (const [what, args, code, exit] of [
    ['nothing to change', ['update', 'ada@king.example'], 'usage', 2],
    [
      'a verified address without an address',
      ['update', 'ada@king.example', '--name', 'A', '--verified'],
      'usage',
      2,
    ],
    ['a person who is not there', ['update', 'bob@example.com', '--name', 'Bob'], 'not_found', 1],
    ['an address that is none', ['update', 'ada@king.example', '--email', 'ada'], 'invalid_input', 1],
    ['a name that is none', ['update', 'ada@king.example', '--name', ' '], 'invalid_input', 1],
    ['a link for nobody', ['reset-password', 'bob@example.com'], 'not_found', 1],
  ] as const) {
    test(`${what} is ${code}, exit ${exit}`, async () => {
      const ended = await run([...args])
      assert.deepEqual([ended.code, ended.stdout], [exit, ''])
      assert.equal((JSON.parse(ended.stderr) as { error: { code: string } }).error.code, code)
    })
  }

  test('a weak password is refused with what to change', async () => {
    const { code, stderr } = await run(['reset-password', 'ada@king.example', '--password-stdin'], 'short')
    assert.equal(code, 1)
    assert.match(stderr, /"code":"password_refused".*at least 15 characters/)
  })
})
