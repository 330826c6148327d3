import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { updateTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { inspect, openBrowser, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { makePlace, makeTenant, type TenantPlace } from '../../support/people/tenants.ts'
import { startWarder } from '../../support/warder.ts'

/** One green point. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgqA39DwAC8QGBwFWOVwAAAABJRU5ErkJggg==',
  'base64',
)

describe('the pages of a tenant with a brand', () => {
  let warder: LiveWarder
  let browser: TestBrowser
  let acme: TenantPlace
  before(async () => {
    warder = await startLive()
    browser = await openBrowser()
    acme = await makePlace(warder, 'acme')
    await acme.user('ada@example.com')
  })
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  const look = `({
    button: getComputedStyle(document.querySelector('.button.primary')).backgroundColor,
    wide: document.querySelector('.brand img')?.naturalWidth,
  })`
  type Look = { button: string; wide: number | undefined }

  test('have its name, its colour and its picture, under the same policy as all', async () => {
    const page = await browser.newPage({ width: 360 })
    const wrong: string[] = []
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    await page.goto(`${warder.origin}/t/acme/login`)
    const before = (await page.evaluate(look)) as Look
    await updateTenant(warder.operator, 'acme', { brand: { name: 'Acme', color: '#0A7D55', logo: png } })
    await page.goto(`${warder.origin}/t/acme/login`)
    const now = (await page.evaluate(look)) as Look
    assert.notEqual(now.button, before.button)
    assert.match(now.button, /^oklch\(0\.5 0\.112 162\)$/)
    assert.equal(now.wide, 1)
    assert.equal(await page.title(), 'Sign in · Acme')
    assert.equal(await page.getByAltText('Acme').count(), 1)
    assert.deepEqual(wrong, [])
    await inspect(page, 'brand-acme', true)
  })

  for (const color of ['#ffd400', '#e4002b', '#00b5e2', '#111111', '#f4f4f4']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`WCAG 1.4.3 of the colour ${color} can be read in the ${colorScheme}`, async () => {
        await updateTenant(warder.operator, 'acme', { brand: { color } })
        const page = await browser.newPage({ width: 360, colorScheme })
        await page.goto(`${warder.origin}/t/acme/login`)
        await inspect(page, `brand-${color.slice(1)}-${colorScheme}`, true)
        await page.close()
      })
    }
  }
})

describe('a server with a brand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brand-'))
  const file = join(folder, 'logo.png')
  writeFileSync(file, png)
  after(() => rmSync(folder, { recursive: true }))
  const settings = { 'brand.name': 'House', 'brand.color': '#0a7d55', 'brand.logo': file }

  test('has it on its pages, and on those of tenants that have none of their own', async () => {
    const warder = await startWarder(settings)
    await makePlace(warder, 'acme')
    for (const at of ['', '/t/acme']) {
      const html = await (await warder.get(`${at}/login`)).text()
      const [, logo = ''] = /<img src="([^"]*)" alt="House"/.exec(html) ?? []
      const [, sheet = ''] = /href="([^"]*\/assets\/brand\/[^"]*)"/.exec(html) ?? []
      assert.ok(logo.startsWith(`${at}/assets/logo/`) && sheet.startsWith(`${at}/assets/brand/162-`), html)
      assert.deepEqual(Buffer.from(await (await warder.get(logo)).arrayBuffer()), png)
      assert.match(await (await warder.get(sheet)).text(), /^:root\{--hue:162;--chroma:0\.11\d\}$/)
    }
    await updateTenant(warder.operator, 'acme', { brand: { name: 'Acme' } })
    const html = await (await warder.get('/t/acme/login')).text()
    assert.ok(!html.includes('/assets/logo/'), 'the picture of another stands beside its name')
    assert.ok(html.includes('/assets/brand/162-'))
    await warder.close()
  })

  test('does not start with a file that is no picture', async () => {
    writeFileSync(file, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    await assert.rejects(startWarder(settings), /brand\.logo .*logo\.png is no picture/)
    rmSync(file)
    await assert.rejects(startWarder(settings), /brand\.logo .*logo\.png cannot be read/)
  })
})

test('mails of a tenant have its name and its colour, and those of the server without', async () => {
  const warder = await startWarder()
  const acme = await makeTenant(warder, 'acme')
  await acme.user('ada@example.com')
  const mailed = async () => {
    await warder.post('/t/acme/auth/forgot-password', { email: 'ada@example.com' })
    return (await warder.inbox()).at(0)
  }
  await updateTenant(warder.operator, 'acme', { brand: { name: 'Acme', color: '#0a7d55' } })
  const own = await mailed()
  assert.match(own?.subject ?? '', /Acme/)
  assert.match(own?.html ?? '', /background:#097650/)
  await updateTenant(warder.operator, 'acme', { brand: { name: null, color: null, logo: null } })
  const again = await mailed()
  assert.match(again?.subject ?? '', /Warder/)
  assert.match(again?.html ?? '', /background:#285cc2/)
  await warder.close()
})
