import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../support/services.ts'
import { server, warder, type Child } from './child.ts'
import { exchange, statusOf } from './raw.ts'

describe('API keys, for operators', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  let running: Child & { url: string }
  const run = (...args: string[]) => warder(['api-key', ...args, '--data', data, '--json'])
  const password = 'correct horse battery staple'
  const post = (path: string, body: object, headers = {}) =>
    fetch(running.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  before(async () => {
    running = await server(data)
    for (const email of ['ada@example.com', 'bob@example.com'])
      await warder(['user', 'create', '--email', email, '--password-stdin', '--data', data], {
        stdin: `${password}\n`,
      })
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  test('are listed, of everybody or of one person, and revoked while the server runs', async () => {
    const made: { id: string; key: string }[] = []
    for (const email of ['ada@example.com', 'bob@example.com', 'bob@example.com']) {
      const { access_token } = (await (await post('/auth/login', { email, password })).json()) as {
        access_token: string
      }
      const answer = await post(
        '/api/keys',
        { name: 'Robot', scopes: ['profile:read'] },
        { authorization: `Bearer ${access_token}` },
      )
      assert.equal(answer.status, 201)
      made.push((await answer.json()) as { id: string; key: string })
    }
    const [first] = made
    assert.ok(first)
    const me = () => fetch(`${running.url}/auth/me`, { headers: { 'x-api-key': first.key } })
    assert.equal((await me()).status, 200)

    const all = await run('list')
    assert.equal(all.code, 0, all.stderr)
    const { items } = JSON.parse(all.stdout) as { items: { id: string; email: string; prefix: string }[] }
    assert.deepEqual(
      items.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1)),
      made.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1)),
    )
    for (const { key } of made) assert.ok(!all.stdout.includes(key.slice(17)))
    const bobs = JSON.parse((await run('list', '--user', 'bob@example.com', '--limit', '1')).stdout) as {
      items: { email: string }[]
      next_cursor: string
    }
    assert.deepEqual(
      bobs.items.map(({ email }) => email),
      ['bob@example.com'],
    )
    assert.match(bobs.next_cursor, /^key_/)
    const plain = await warder(['api-key', 'list', '--data', data])
    assert.match(plain.stdout, /ada@example\.com.*Robot.*profile:read/)

    // What HTTP libraries make of a repeated header differs, so it is sent as it is.
    const { host, port } = new URL(running.url)
    const sent = async (...headers: string[]) =>
      statusOf(
        await exchange(
          Number(port),
          ['GET /auth/me HTTP/1.1', `Host: ${host}`, ...headers, 'Connection: close', '', ''].join('\r\n'),
        ),
      )
    const [bearer, header] = [`Authorization: Bearer ${first.key}`, `X-API-Key: ${first.key}`]
    assert.deepEqual([await sent(bearer), await sent(header)], [200, 200])
    assert.deepEqual(
      [await sent(bearer, bearer), await sent(header, header), await sent(bearer, header)],
      [401, 401, 401],
    )

    const revoked = await run('revoke', first.id)
    assert.equal(revoked.code, 0, revoked.stderr)
    assert.equal((await me()).status, 401)
    const again = await run('revoke', first.id)
    assert.deepEqual(
      [again.code, (JSON.parse(again.stderr) as { error: { code: string } }).error.code],
      [1, 'not_found'],
    )
  })

  test('of programs are made and rotated, and told this once', async () => {
    const account = await warder([
      ...['service-account', 'create', '--name', 'Robot', '--scope', 'reports:read'],
      ...['--data', data, '--json'],
    ])
    const { id } = JSON.parse(account.stdout) as { id: string }
    const create = (...args: string[]) => run('create', '--name', 'Nightly', '--scope', ...args)
    type Made = { id: string; key: string; owner: { type: string; id: string } }
    const made = async (...args: string[]) => {
      const { code, stdout, stderr } = await create(...args)
      assert.equal(code, 0, stderr)
      return JSON.parse(stdout) as Made
    }
    const robots = await made('reports:read', '--service-account', id, '--network', '10.0.0.0/8')
    assert.deepEqual(robots.owner, { type: 'service_account', id })
    const tenants = await made('keys:verify', '--expires-in-days', '30')
    assert.equal(tenants.owner.type, 'tenant')
    assert.equal((await create('docs:read', '--service-account', id)).code, 1, 'more than the account may')

    const verify = (key: string) =>
      fetch(`${running.url}/api/keys/verify`, {
        method: 'POST',
        headers: { 'x-api-key': tenants.key },
        body: new URLSearchParams({ key, address: '10.1.2.3' }),
      }).then(async (answer) => (await answer.json()) as { active: boolean; owner?: Made['owner'] })
    assert.deepEqual((await verify(robots.key)).owner, robots.owner)
    const rotated = await run('rotate', robots.id, '--grace', '0')
    assert.equal(rotated.code, 0, rotated.stderr)
    const { key } = JSON.parse(rotated.stdout) as Made
    assert.deepEqual([(await verify(robots.key)).active, (await verify(key)).active], [false, true])

    const { items } = JSON.parse((await run('list', '--service-account', id)).stdout) as { items: Made[] }
    assert.deepEqual(
      items.map((one) => [one.id, one.key]),
      [[robots.id, undefined]],
    )
    assert.equal((await run('revoke', robots.id)).code, 0)
    assert.equal((await verify(key)).active, false)
  })
})
