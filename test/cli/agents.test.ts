import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { newKeyPair, signed, work, type AgentToken } from '../support/people/agents.ts'
import { tempDir } from '../support/services.ts'
import { only, server, warder, type Child, type Ended } from './child.ts'

type Shown = {
  id: string
  owner: { type: string }
  email: string | null
  status: string
  resources: string[]
  last_used_at: string | null
}

describe('agents, for operators', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  const env = { WARDER_AGENTS_SCOPES: 'notes:read', WARDER_AGENTS_RESOURCES: 'https://notes.example' }
  const key = newKeyPair()
  const file = join(folder.path, 'agent.jwk')
  let running: Child & { url: string }
  const run = (...args: string[]) => warder(['agent', ...args, '--data', data, '--json'], { env })
  const create = (...more: string[]) =>
    run(
      ...['create', '--user', 'ada@example.com', '--name', 'Librarian', '--purpose', 'Keeps notes'],
      ...['--public-key', file, '--action', 'notes:*', '--workspace', 'blog', ...more],
    )
  const codeOf = ({ stderr }: Ended) =>
    (JSON.parse(stderr) as { error: { code: string; message: string } }).error

  before(async () => {
    writeFileSync(file, JSON.stringify(key.jwk))
    running = await server(data, [], env)
    for (const email of ['ada@example.com', 'bob@example.com'])
      await warder(['user', 'create', '--email', email, '--password-stdin', '--data', data], {
        stdin: 'correct horse battery staple\n',
      })
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  const asks = async ({ id }: Shown): Promise<Response> => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: id, sub: id, aud: running.url, exp: now + 60, jti: randomUUID(), context: work }
    return fetch(`${running.url}/api/agents/${id}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ assertion: signed(key.privateKey, claims), context: work }),
    })
  }

  test('one is registered for a person, works, is stopped, started again and deleted while the server runs', async () => {
    const made = only<Shown>(await create('--scope', 'notes:read', '--on-behalf-of-owner'))
    assert.deepEqual(
      [made.email, made.status, made.resources],
      ['ada@example.com', 'active', ['https://notes.example']],
    )
    assert.match(made.id, /^agt_/)
    const got = (await (await asks(made)).json()) as AgentToken
    assert.equal(got.scope, 'notes:read')

    const { items } = only<{ items: Shown[] }>(await run('list', '--user', 'ada@example.com'))
    assert.deepEqual(
      items.map(({ id }) => id),
      [made.id],
    )
    assert.notEqual(items[0]?.last_used_at, null)
    assert.deepEqual(only<{ items: Shown[] }>(await run('list', '--user', 'bob@example.com')).items, [])
    const table = await warder(['agent', 'list', '--data', data], { env })
    assert.match(table.stdout, /ada@example\.com +Librarian +active +notes:read +yes/)

    assert.equal(only<Shown>(await run('stop', made.id)).status, 'stopped')
    assert.equal((await asks(made)).status, 403)
    assert.equal(only<Shown>(await run('start', made.id)).status, 'active')
    assert.equal(only<Shown>(await run('show', made.id)).status, 'active')
    assert.equal(only<{ deleted: boolean }>(await run('delete', made.id, '--yes')).deleted, true)
    assert.equal((await asks(made)).status, 401)
    for (const verb of [['show'], ['stop'], ['start'], ['delete', '--yes']]) {
      const gone = await run(...verb, made.id)
      assert.deepEqual([gone.code, codeOf(gone).code], [1, 'not_found'], verb.join(' '))
    }
  })

  test('without a person one is the tenant’s, and may be given any scope', async () => {
    const made = only<Shown>(
      await run(
        ...['create', '--name', 'Robot', '--purpose', 'Answers mail', '--public-key', file],
        ...[
          '--scope',
          'mail:send',
          '--action',
          'notes:*',
          '--workspace',
          'blog',
          '--resource',
          'https://notes.example',
        ],
      ),
    )
    assert.deepEqual([made.owner.type, made.email], ['tenant', null])
    const got = (await (await asks(made)).json()) as AgentToken
    assert.equal(got.scope, 'mail:send')
    const table = await warder(['agent', 'list', '--data', data], { env })
    assert.match(table.stdout, /the tenant +Robot +active +mail:send/)
    assert.equal(only<Shown>(await run('stop', made.id)).status, 'stopped')
    assert.equal((await asks(made)).status, 403)
  })

  // oxfmt-ignore
  const wrong: [what: string, more: string[], code: string, message: RegExp][] = [
    ['a scope that its owner does not hold', ['--scope', 'users:write'],                            'forbidden',     /not users:write/],
    ['what is no scope',                     ['--scope', 'notes:*'],                                  'invalid_input', /scopes\/0: is no scope/],
    ['an API that agents do not use',        ['--scope', 'notes:read', '--resource', 'https://b.example'], 'invalid_input', /resources\/0: is no API/],
    ['a life of a second',                   ['--scope', 'notes:read', '--max-lifetime', '1'],      'invalid_input', /is at least 60/],
    ['a key that is none',                   ['--scope', 'notes:read', '--public-key', join(import.meta.dirname, 'child.ts')], 'invalid_input', /is no public key/],
    ['a file that is not there',             ['--scope', 'notes:read', '--public-key', '/none'],    'usage',         /\/none cannot be read/],
    ['a person who is not there',            ['--scope', 'notes:read', '--user', 'eve@example.com'], 'not_found',    /no user eve/],
  ]
  for (const [what, more, code, message] of wrong) {
    test(`with ${what} none is registered`, async () => {
      const answer = await create(...more)
      const error = codeOf(answer)
      assert.deepEqual([answer.code, error.code], [code === 'usage' ? 2 : 1, code])
      assert.match(error.message, message)
      assert.equal(answer.stdout, '')
    })
  }
})
