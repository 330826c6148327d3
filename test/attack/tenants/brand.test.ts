import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { administrator, type Administrator } from '../../support/people/administrators.ts'
import { makeTenant, type TenantWorld } from '../../support/people/tenants.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

const dataOf = (content: Uint8Array | string, type = 'image/png') =>
  `data:${type};base64,${Buffer.from(content).toString('base64')}`
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const png = Buffer.concat([signature, Buffer.from('the rest of a picture')])

describe('the brand of a tenant', () => {
  let warder: TestWarder
  let root: Administrator
  let acme: TenantWorld
  before(async () => {
    warder = await startWarder()
    root = await administrator(warder)
    acme = await makeTenant(warder, 'acme')
  })
  after(() => warder.close())

  const path = () => `/tenants/${acme.tenant.id}`
  const change = async (brand: object, at = path()) => root.call('PATCH', at, { brand }, await root.state(at))
  type View = { brand: { name: string | null; color: string | null; logo: string | null } }

  // oxfmt-ignore
  const refused: [name: string, brand: object, pointer: string][] = [
    ['a picture with scripts (SVG)',       { logo: dataOf('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml') }, '/brand/logo'],
    ['a page that says it is a picture',   { logo: dataOf('<!doctype html><script>1</script>') },                           '/brand/logo'],
    ['an address elsewhere',               { logo: 'https://evil.example/a.png' },                                          '/brand/logo'],
    ['a script',                           { logo: 'javascript:alert(1)' },                                                 '/brand/logo'],
    ['what is larger than 45 kB',          { logo: dataOf(Buffer.concat([signature, Buffer.alloc(45_000)])) },              '/brand/logo'],
    ['a colour that goes on as a style',   { color: '#0a7d5;' },                                                            '/brand/color'],
    ['a colour by name',                   { color: 'red' },                                                                '/brand/color'],
    ['a name of two lines',                { name: 'Acme\nBcc: mallory@example.com' },                                      '/brand/name'],
    ['a name that turns around',           { name: 'Acme\u202e' },                                                          '/brand/name'],
    ['a name of nothing',                  { name: '  ' },                                                                  '/brand/name'],
  ]
  for (const [name, brand, pointer] of refused) {
    test(`${name} is refused, and nothing changes`, async () => {
      const before = await root.ask<View>('GET', path(), 200)
      const answer = await change(brand)
      assert.equal(answer.status, 400)
      const { errors } = await json<{ errors: { pointer: string }[] }>(answer)
      assert.deepEqual(
        errors.map((error) => error.pointer),
        [pointer],
      )
      assert.deepEqual(await root.ask<View>('GET', path(), 200), before)
    })
  }

  test('a picture is served as what it begins with, as nothing else, and for ever', async () => {
    assert.equal((await change({ name: 'Acme', logo: dataOf(png, 'image/svg+xml') })).status, 200)
    const { brand } = await root.ask<View>('GET', path(), 200)
    const answer = await warder.get(brand.logo ?? '')
    assert.equal(answer.headers.get('content-type'), 'image/png')
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/)
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), png)
  })

  test('what a name may hold is text on every page', async () => {
    assert.equal((await change({ name: '"><script>alert(1)</script>' })).status, 200)
    const html = await (await warder.get('/t/acme/login')).text()
    assert.ok(!html.includes('<script>alert'))
    assert.ok(html.includes('alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"'))
  })

  test('a picture that was taken away is gone, and another takes the place of one', async () => {
    await change({ logo: dataOf(png) })
    const first = (await root.ask<View>('GET', path(), 200)).brand.logo ?? ''
    await change({ logo: dataOf(Buffer.concat([png, Buffer.from('!')])) })
    const second = (await root.ask<View>('GET', path(), 200)).brand.logo ?? ''
    assert.notEqual(first, second)
    assert.equal((await warder.get(first)).status, 404)
    assert.equal((await warder.get(second)).status, 200)
    await change({ logo: null })
    assert.equal((await warder.get(second)).status, 404)
    assert.equal((await root.ask<View>('GET', path(), 200)).brand.logo, null)
  })

  test('RFC 9110 §13.1.1 it is changed in the state that was read, and the audit says so', async () => {
    const state = await root.state(path())
    assert.equal((await root.call('PATCH', path(), { brand: { color: '#112233' } }, state)).status, 200)
    assert.equal((await root.call('PATCH', path(), { brand: { color: '#445566' } }, state)).status, 412)
    assert.equal((await root.call('PATCH', path(), { brand: { color: '#445566' } })).status, 428)
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select('detail')
      .where('type', '=', 'tenant.updated')
      .execute()
    assert.ok(events.some(({ detail }) => detail?.includes('brand_color')))
  })

  test('the first tenant looks as the settings say', async () => {
    const answer = await change({ name: 'Other' }, '/tenants/default')
    assert.equal(answer.status, 400)
  })

  test('whoever may only read tenants changes none', async () => {
    const reader = await administrator(warder, ['tenants:read'])
    const state = await reader.state(path())
    assert.equal((await reader.call('PATCH', path(), { brand: { name: 'Evil' } }, state)).status, 403)
  })

  for (const name of ['..%2f..', 'a'.repeat(22), 'a'.repeat(5000), '__proto__', "' or 1=1"]) {
    test(`there is no picture called ${name.slice(0, 30)}`, async () => {
      assert.equal((await warder.get(`/assets/logo/${encodeURIComponent(name)}`)).status, 404)
    })
  }
})
