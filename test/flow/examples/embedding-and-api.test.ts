import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBrowser } from '../../support/cookies.ts'
import { directory, freeOrigin, run, script } from '../../support/programs/run.ts'
import { runWarder, tokenOf } from '../../support/programs/warder.ts'
import { goodPassword } from '../../support/warder.ts'

for (const name of ['embed-hono', 'embed-express', 'embed-node-http']) {
  test(`the example ${name} signs a person up and in, and greets them`, async (t) => {
    const origin = await freeOrigin()
    const { port } = new URL(origin)
    const example = run(t, [
      ...(await script(`example:${name}`)),
      '--port',
      port,
      '--data',
      await directory(t),
    ])
    await example.line(/Say hello at/)

    const browser = createBrowser(
      (path, init) => fetch(origin + path, { ...init, redirect: 'manual' }),
      origin,
    )
    const nobody = await browser.send('/hello')
    assert.equal(nobody.status, 401)
    assert.match(await nobody.text(), /Nobody is signed in/)

    const person = { full_name: 'Ada Lovelace', email: 'ada@example.com', password: goodPassword }
    await browser.submit(await browser.open('/register'), '/register', person)
    const link = await newestLink(origin)
    const login = await browser.submit(await browser.open(link.pathname + link.search), '/verify-email', {})
    const { email, password } = person
    assert.equal((await browser.submit(login, '/login', { email, password })).path, '/account')

    const hello = await browser.send('/hello')
    assert.equal(hello.status, 200)
    assert.equal(await hello.text(), 'Hello, Ada Lovelace.\n')
    assert.equal(await example.stop(), 0)
  })
}

test('the example api takes a token of a running Warder, for its scope and unaltered', async (t) => {
  const [warder, origin] = [await runWarder(t), await freeOrigin()]
  const api = run(t, [...(await script('example:api')), '--port', new URL(origin).port], {
    WARDER_ISSUER: warder.issuer,
  })
  await api.line(/Open to all/)

  assert.equal((await fetch(origin)).status, 200)
  const bare = await fetch(`${origin}/notes`)
  assert.equal(bare.status, 401)
  assert.equal(bare.headers.get('www-authenticate'), `Bearer realm="${origin}", scope="notes:read"`)

  const machine = (scope: string) =>
    warder.client('--name', scope, '--type', 'machine', '--scope', scope, '--resource', origin)
  const reader = await machine('notes:read')
  const token = await tokenOf(warder.issuer, reader, { resource: origin })
  const read = await notes(origin, token)
  assert.equal(read.status, 200)
  assert.deepEqual(await read.json(), {
    notes: ['Buy punched cards'],
    read_by: reader.client_id,
    for: reader.client_id,
  })

  const writer = await tokenOf(warder.issuer, await machine('notes:write'), { resource: origin })
  const refused = await notes(origin, writer)
  assert.equal(refused.status, 403)
  assert.match(
    refused.headers.get('www-authenticate') ?? '',
    /error="insufficient_scope".*scope="notes:read"/,
  )

  const tampered = await notes(origin, withScope(token, 'notes:read notes:write'))
  assert.equal(tampered.status, 401)
  assert.match(tampered.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
  assert.equal(await api.stop(), 0)
  assert.equal(await warder.stop(), 0)
})

const notes = (origin: string, token: string) =>
  fetch(`${origin}/notes`, { headers: { authorization: `Bearer ${token}` } })

/** The token with another scope written into it, under the old signature. */
function withScope(token: string, scope: string): string {
  const [header, payload = '', signature] = token.split('.')
  const claims = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), scope }
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}

async function newestLink(origin: string): Promise<URL> {
  const [mail] = (await (await fetch(`${origin}/dev/inbox.json`)).json()) as { links: string[] }[]
  return new URL(mail?.links[0] ?? '')
}
