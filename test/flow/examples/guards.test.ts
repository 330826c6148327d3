import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { freeOrigin, run, script } from '../../support/programs/run.ts'
import { runWarder, tokenOf } from '../../support/programs/warder.ts'

const names = ['guard-express', 'guard-fastify', 'guard-node-http', 'guard-web']

test('the examples of the guard: the same API in four kinds of server', { timeout: 180_000 }, async (t) => {
  const warder = await runWarder(t)
  for (const name of names) await t.test(name, (t) => walk(t, name, warder))
})

async function walk(t: TestContext, name: string, warder: Awaited<ReturnType<typeof runWarder>>) {
  const origin = await freeOrigin()
  const { port } = new URL(origin)
  const example = run(t, [...(await script(`example:${name}`)), '--port', port], {
    WARDER_ISSUER: warder.issuer,
  })
  await example.line(/Ready at/)
  const all = 'notes:read notes:write notes:admin'
  const client = await warder.client(
    '--name',
    name,
    '--type',
    'machine',
    '--scope',
    all,
    '--resource',
    origin,
  )
  const token = (scope: string) => tokenOf(warder.issuer, client, { scope, resource: origin })
  const ask = async (method: string, path: string, bearer?: string, note?: string) => {
    const response = await fetch(origin + path, {
      method,
      headers: {
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(note !== undefined && { 'content-type': 'application/json' }),
      },
      ...(note !== undefined && { body: JSON.stringify({ note }) }),
    })
    const body = (await response.json().catch(() => ({}))) as Record<string, unknown>
    return { status: response.status, body, challenge: response.headers.get('www-authenticate') ?? '' }
  }
  const [read, write, admin] = [
    await token('notes:read'),
    await token('notes:write'),
    await token('notes:admin'),
  ]

  // Open to all, and a bad token is told so there as well.
  assert.deepEqual((await ask('GET', '/')).body, { notes: 1, known: false })
  assert.deepEqual((await ask('GET', '/', read)).body, { notes: 1, known: true })
  assert.equal((await ask('GET', '/', `${read}x`)).status, 401)

  const nobody = await ask('GET', '/notes')
  assert.equal(nobody.status, 401)
  assert.equal(nobody.challenge, `Bearer realm="${origin}", scope="notes:read"`)
  const listed = await ask('GET', '/notes', read)
  assert.deepEqual(listed.body, { notes: ['Buy punched cards'], read_by: client.client_id })

  const refused = await ask('POST', '/notes', read, 'Call Charles')
  assert.equal(refused.status, 403)
  assert.match(refused.challenge, /error="insufficient_scope".*scope="notes:write"/)
  const written = await ask('POST', '/notes', write, 'Call Charles')
  assert.equal(written.status, 201)
  assert.deepEqual(written.body, { notes: ['Buy punched cards', 'Call Charles'] })

  // Below /internal/ nobody learns what there is and what there is not.
  for (const path of ['/internal/load', '/internal/nothing']) {
    assert.equal((await ask('GET', path)).status, 401, path)
    assert.equal((await ask('GET', path, read)).status, 403, path)
  }
  const load = await ask('GET', '/internal/load', admin)
  assert.deepEqual(load.body, { notes: 2, asked_by: client.client_id })
  assert.equal((await ask('GET', '/internal/nothing', admin)).status, 404)
  assert.equal((await ask('GET', '/nothing', admin)).status, 404)

  const elsewhere = await warder.client(
    '--name',
    'Elsewhere',
    '--type',
    'machine',
    '--scope',
    all,
    '--resource',
    'https://other.example',
  )
  const foreign = await tokenOf(warder.issuer, elsewhere, { scope: all, resource: 'https://other.example' })
  assert.equal((await ask('GET', '/notes', foreign)).status, 401, 'for another API')
  assert.equal(await example.stop(), 0)
}
