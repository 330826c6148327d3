import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { only, server, warder, type Child } from '../child.ts'

type Tenant = {
  id: string
  slug: string
  name: string
  issuer: string
  tier: string | null
  suspended_at: string | null
}

const refusal = ({ stderr }: { stderr: string }) =>
  (JSON.parse(stderr) as { error: { code: string } }).error.code

describe('warder tenant, beside a running server', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  let running: Child & { url: string }
  before(async () => {
    running = await server(data)
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  const run = (...args: string[]) => warder(['tenant', ...args, '--data', data, '--json'])
  const status = async (path: string) => (await fetch(running.url + path)).status

  test('a tenant is made, listed, suspended and resumed, and the server follows', async () => {
    assert.equal(await status('/t/acme/login'), 404)
    const made = only<Tenant>(await run('create', '--slug', 'acme', '--name', 'Acme Ltd'))
    assert.match(made.id, /^ten_/)
    assert.deepEqual([made.slug, made.name, made.suspended_at], ['acme', 'Acme Ltd', null])
    assert.ok(made.issuer.endsWith('/t/acme'))
    assert.equal(await status('/t/acme/login'), 200)

    const { items } = only<{ items: Tenant[] }>(await run('list'))
    assert.deepEqual(
      items.map(({ slug }) => slug),
      ['acme', 'default'],
    )
    const first = only<{ items: Tenant[]; next_cursor: string }>(await run('list', '--limit', '1'))
    assert.equal(first.next_cursor, 'acme')
    const rest = only<{ items: Tenant[]; next_cursor: null }>(await run('list', '--cursor', 'acme'))
    assert.deepEqual([rest.items[0]?.slug, rest.next_cursor], ['default', null])

    assert.ok(only<Tenant>(await run('suspend', 'acme', '--yes')).suspended_at)
    const began = performance.now()
    while ((await status('/t/acme/login')) !== 404) await new Promise((resolve) => setTimeout(resolve, 50))
    assert.ok(performance.now() - began < 5000)
    assert.equal(only<Tenant>(await run('resume', 'acme')).suspended_at, null)
    assert.equal(await status('/t/acme/login'), 200)
    assert.deepEqual(only<Tenant>(await run('show', 'acme')), { ...made, issuer: made.issuer })
  })

  test('a person and an application are made in it', async () => {
    const person = await warder(
      [
        'user',
        'create',
        '--email',
        'ada@example.com',
        '--password-stdin',
        '--tenant',
        'acme',
        '--data',
        data,
        '--json',
      ],
      { stdin: 'correct horse battery staple' },
    )
    assert.equal(only<{ email: string }>(person).email, 'ada@example.com')
    const login = (path: string) =>
      fetch(running.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'ada@example.com', password: 'correct horse battery staple' }),
      })
    assert.equal((await login('/t/acme/auth/login')).status, 200)
    assert.equal((await login('/auth/login')).status, 401)
  })

  test('a tenant has a tier and a domain, is moved, and is deleted for good', async () => {
    const made = only<Tenant>(await run('create', '--slug', 'beta', '--name', 'Beta', '--tier', 'free'))
    assert.equal(made.tier, 'free')
    assert.equal(only<Tenant>(await run('update', 'beta', '--tier', 'pro', '--name', 'Beta Ltd')).tier, 'pro')
    const { items } = only<{ items: Tenant[] }>(await run('list', '--tier', 'pro'))
    assert.deepEqual(
      items.map(({ slug, name }) => [slug, name]),
      [['beta', 'Beta Ltd']],
    )
    assert.equal(only<Tenant>(await run('update', 'beta', '--no-tier')).tier, null)

    type Domain = { name: string; record: { name: string; text: string } }
    const claim = only<Domain>(await run('claim-domain', 'beta', 'Login.Beta.invalid.test'))
    assert.equal(claim.record.name, '_warder.login.beta.invalid.test')
    assert.deepEqual(only<{ items: Domain[] }>(await run('domains', 'beta')).items, [claim])
    assert.equal(refusal(await run('move', 'beta', '--domain', claim.name, '--yes')), 'conflict')
    assert.deepEqual(only(await run('remove-domain', 'beta', claim.name, '--yes')), { removed: claim.name })
    assert.equal(only<Tenant>(await run('move', 'beta', '--yes')).issuer, made.issuer)

    assert.deepEqual(only(await run('delete', 'beta', '--yes')), { id: made.id, slug: 'beta' })
    for (const args of [
      ['show', 'beta'],
      ['resume', 'beta'],
      ['delete', 'beta', '--yes'],
    ])
      assert.equal(refusal(await run(...args)), 'not_found')
    assert.equal(refusal(await run('create', '--slug', 'beta', '--name', 'Again')), 'conflict')
  })

  test('TN-13 what cannot be is said in a sentence', async () => {
    for (const [args, code] of [
      [['create', '--slug', 'Acme', '--name', 'Acme'], 'invalid_input'],
      [['create', '--slug', 'admin', '--name', 'Acme'], 'invalid_input'],
      [['create', '--slug', 'default', '--name', 'Acme'], 'conflict'],
      [['show', 'nobody'], 'not_found'],
      [['suspend', 'default', '--yes'], 'conflict'],
    ] as const) {
      const failed = await run(...args)
      assert.equal(failed.code, 1, args.join(' '))
      const { error } = JSON.parse(failed.stderr) as { error: { code: string; message: string } }
      assert.equal(error.code, code)
      assert.match(error.message, /\.$/)
    }
  })
})
