import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { changeClient } from '../../packages/warder/src/oauth-server/registration/change.ts'
import { answered, redirect_uri, startOAuth, type OAuthWorld } from '../support/oauth.ts'
import { origin } from '../support/warder.ts'

describe('the consent page', () => {
  let world: OAuthWorld
  before(async () => {
    world = await startOAuth()
  })
  after(() => world.warder.close())

  test('AZ-30 what was not allowed before is asked for, and only that is added', async () => {
    const client = await world.client({ scope: 'openid admin' })
    const browser = await world.signedIn()
    assert.match((await browser.open(world.address(client))).path, /^\/consent/)
    await world.answer(browser, world.address(client))
    assert.ok(
      answered(await browser.open(world.address(client))).get('code'),
      'allowed before, not asked again',
    )

    const page = await browser.open(world.address(client, { scope: 'openid admin' }))
    assert.match(page.path, /^\/consent/)
    assert.match(page.html, /admin/)
    const silent = await browser.open(world.address(client, { scope: 'openid admin', prompt: 'none' }))
    assert.equal(answered(silent).get('error'), 'consent_required')
    const code = answered(await browser.submit(page, '/consent', { decision: 'allow' })).get('code') ?? ''
    const { scope } = (await (await world.redeem(client, code)).json()) as { scope: string }
    assert.equal(scope, 'openid admin')
  })

  test('RFC 9700 §2.1 nobody is led to an address that was taken away while the page was open', async () => {
    const uris = ['https://app.example/old', redirect_uri]
    const client = await world.client({ redirect_uris: uris })
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client, { redirect_uri: uris[0] }))
    assert.match(page.path, /^\/consent/)
    await changeClient(world.warder.operator, client.client_id, { redirect_uris: [redirect_uri] })
    const codes = await world.codes()
    for (const decision of ['allow', 'deny']) {
      const refused = await browser.submit(page, '/consent', { decision })
      assert.deepEqual([refused.status, refused.path], [400, '/consent'])
    }
    const { searchParams } = new URL(page.path, origin)
    const resumed = await browser.open(`/oauth/authorize?${searchParams.toString()}`)
    assert.deepEqual([resumed.status, await world.codes()], [400, codes])
  })

  test('RFC 6749 §3.3 and §3.1.2.3 a yes is for what was on the page, whatever the client became while it was open', async () => {
    const client = await world.client({ scope: 'read', resources: ['https://api.example'] })
    const browser = await world.signedIn()
    const become = (change: Parameters<typeof changeClient>[2]) =>
      changeClient(world.warder.operator, client.client_id, change)
    const elsewhere = 'https://elsewhere.example/cb'
    const codes = await world.codes()
    let page = await browser.open(world.address(client, { scope: undefined, redirect_uri: undefined }))
    const changes: [change: Parameters<typeof changeClient>[2], shown: string][] = [
      [{ scope: 'read write' }, 'write'],
      [{ resources: ['https://other.example'] }, 'other.example'],
      [{ redirect_uris: [elsewhere] }, 'elsewhere.example'],
    ]
    for (const [change, shown] of changes) {
      assert.ok(!page.html.includes(shown), shown)
      await become(change)
      page = await browser.submit(page, '/consent', { decision: 'allow' })
      assert.match(page.path, /^\/consent\?/)
      assert.ok(page.html.includes(shown), shown)
      assert.equal(await world.codes(), codes, shown)
    }
    assert.equal((await browser.submit(page, '/consent', { decision: 'allow', shown: '' })).path, page.path)
    const back = await browser.submit(page, '/consent', { decision: 'allow' })
    assert.match(back.path, /^https:\/\/elsewhere\.example\/cb\?code=/)
  })

  describe('RFC 8252 §8.6 a client that any program on the device can pass for', () => {
    const uris = ['http://127.0.0.1/cb', 'http://localhost:9/cb', 'com.example.notes:/cb']
    for (const uri of uris) {
      test(`at ${uri} is never answered without the person`, async () => {
        const native = await world.client({ type: 'public', redirect_uris: [uri] })
        const browser = await world.signedIn()
        const address = (more = {}) => world.address(native, { redirect_uri: uri, ...more })
        for (let i = 0; i < 2; i++) {
          const page = await browser.open(address())
          assert.match(page.path, /^\/consent/)
          const back = await browser.submit(page, '/consent', { decision: 'allow' })
          assert.ok(back.path.startsWith(`${uri}?code=`), back.path)
        }
        const silent = await browser.send(address({ prompt: 'none' }))
        assert.match(silent.headers.get('location') ?? '', /[?&]error=consent_required/)
      })
    }

    test('is asked about again, though the person has answered another request in the meantime', async () => {
      const uri = 'com.example.notes:/cb'
      const native = await world.client({ type: 'public', redirect_uris: [uri] })
      const browser = await world.signedIn()
      const first = await browser.open(world.address(native, { redirect_uri: uri }))
      const second = await browser.open(world.address(native, { redirect_uri: uri }))
      await browser.submit(second, '/consent', { decision: 'allow' })
      const resumed = await browser.open(first.path.replace('/consent', '/oauth/authorize'))
      assert.match(resumed.path, /^\/consent/)
    })

    test('is none with a secret, none at a web address, and none of the house', async () => {
      const uri = 'http://127.0.0.1/cb'
      const secret = await world.client({ redirect_uris: [uri] })
      const web = await world.client({ type: 'public' })
      const house = await world.client({ type: 'public', redirect_uris: [uri], skip_consent: true })
      const browser = await world.signedIn()
      for (const [one, redirect] of [
        [secret, uri],
        [web, redirect_uri],
        [house, uri],
      ] as const) {
        const address = world.address(one, { redirect_uri: redirect })
        const page = await browser.open(address)
        if (one !== house) await browser.submit(page, '/consent', { decision: 'allow' })
        assert.match((await browser.send(address)).headers.get('location') ?? '', /[?&]code=/)
      }
    })
  })

  test('RFC 8707 §2 what was allowed at one API and what at another are not allowed crosswise', async () => {
    const [files, mails] = ['https://files.example', 'https://mails.example']
    const client = await world.client({ scope: 'read write', resources: [files, mails] })
    const browser = await world.signedIn()
    const address = (scope: string, resource: string | string[], prompt?: string) =>
      world.address(client, { scope, resource, prompt })
    await world.answer(browser, address('read', files))
    await world.answer(browser, address('write', mails))
    const asked: [scope: string, resource: string | string[]][] = [
      ['write', files],
      ['read', mails],
      ['read', [files, mails]],
    ]
    for (const [scope, resource] of asked) {
      const silent = await browser.open(address(scope, resource, 'none'))
      assert.equal(
        answered(silent).get('error'),
        'consent_required',
        `${scope} at ${[resource].flat().join()}`,
      )
    }
    const page = await browser.open(address('read write', files))
    assert.match(page.path, /^\/consent/)
    await browser.submit(page, '/consent', { decision: 'allow' })
    for (const [scope, resource] of [
      ['read write', files],
      ['write', [files, mails]],
    ] as const)
      assert.ok(answered(await browser.open(address(scope, [resource].flat(), 'none'))).get('code'), scope)
    assert.equal(
      answered(await browser.open(address('read', mails, 'none'))).get('error'),
      'consent_required',
    )
  })

  test('RFC 8707 §2 a scope that was allowed at one API is asked for again at another, which is named', async () => {
    const resources = ['https://api.example/v1', 'https://files.example', 'urn:example:notes']
    const client = await world.client({ scope: 'openid read', resources })
    const browser = await world.signedIn()
    const address = (resource?: string[], prompt?: string) =>
      world.address(client, { scope: 'read', resource, prompt })
    const isAskedFor = async (resource: string[] | undefined, named: RegExp) => {
      const silent = await browser.open(address(resource, 'none'))
      assert.equal(answered(silent).get('error'), 'consent_required')
      const page = await browser.open(address(resource))
      assert.match(page.path, /^\/consent/)
      assert.match(page.html.replaceAll(/<[^>]+>/g, ''), named)
      assert.ok(answered(await browser.submit(page, '/consent', { decision: 'allow' })).get('code'))
    }
    const isRemembered = async (resource?: string[]) =>
      assert.ok(answered(await browser.open(address(resource, 'none'))).get('code'))

    await isAskedFor(undefined, /It will use this at: api\.example\s/)
    await isRemembered()
    await isRemembered(['https://api.example/v1'])
    await isAskedFor(
      ['https://files.example', 'urn:example:notes'],
      /at: files\.example, urn:example:notes\s/,
    )
    await isRemembered(resources)
    await isAskedFor([origin], /at: id\.example\s/)
  })

  test('a refusal is access_denied, and the question cannot be answered again', async () => {
    const client = await world.client()
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client))
    assert.equal(
      answered(await browser.submit(page, '/consent', { decision: 'deny' })).get('error'),
      'access_denied',
    )
    assert.equal((await browser.submit(page, '/consent', { decision: 'allow' })).status, 400)
    assert.match((await browser.open(world.address(client))).path, /^\/consent/)
  })

  test('whoever does not want to sign in goes back from that page, once, in the browser that began and by its own form (RFC 9700 §4.7)', async () => {
    const client = await world.client({ redirect_uris: [redirect_uri, 'https://app.example/old'] })
    const started = async (change = {}) => {
      const browser = world.warder.browser()
      const page = await browser.open(world.address(client, change))
      assert.match(page.path, /^\/login/)
      return { browser, page }
    }
    const leave = { decision: 'leave' }
    const { browser, page } = await started()
    assert.equal((await world.warder.browser().submit(page, '/consent', leave)).status, 403)
    assert.equal((await browser.submit(page, '/consent', { ...leave, csrf_token: 'x' })).status, 403)
    const back = answered(await browser.submit(page, '/consent', leave))
    assert.deepEqual([back.get('error'), back.get('code')], ['access_denied', null])
    assert.equal((await browser.submit(page, '/consent', leave)).status, 400)
    const gone = page.path.replace('/login', '/oauth/authorize')
    assert.equal((await browser.open(gone)).status, 400)

    const other = await started({ redirect_uri: 'https://app.example/old' })
    await changeClient(world.warder.operator, client.client_id, { redirect_uris: [redirect_uri] })
    const refused = await other.browser.submit(other.page, '/consent', leave)
    assert.deepEqual([refused.status, refused.path], [400, '/consent'])
  })

  test('of five answers at once one makes a code', async () => {
    const client = await world.client()
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client))
    const before = await world.codes()
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => browser.submit(page, '/consent', { decision: 'allow' })),
    )
    assert.equal(answers.filter(({ path }) => path.startsWith(redirect_uri)).length, 1)
    assert.equal(await world.codes(), before + 1)
  })

  test('AZ-32 an answer without the token of this session is refused, and opening the page answers nothing', async () => {
    const client = await world.client()
    await world.warder.user('mallory@example.com')
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client))
    const interaction = new URL(page.path, origin).searchParams.get('interaction') ?? ''
    const before = await world.codes()

    const mallory = await world.signedIn('mallory@example.com')
    const foreign = /name="csrf_token" value="([^"]+)"/.exec((await mallory.open('/account')).html)?.[1] ?? ''
    assert.ok(foreign)
    for (const csrf_token of ['', foreign]) {
      const body = new URLSearchParams({
        interaction,
        decision: 'allow',
        ...(csrf_token && { csrf_token }),
      }).toString()
      const response = await browser.send('/consent', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      assert.equal(response.status, 403)
    }
    assert.match(
      (await browser.open(`/consent?interaction=${interaction}&decision=allow`)).path,
      /^\/consent/,
    )
    assert.equal(await world.codes(), before)
  })

  test('AZ-44 an interaction that another browser began is refused, on every page', async () => {
    const client = await world.client({ skip_consent: true })
    const mallory = world.warder.browser()
    const page = await mallory.open(world.address(client))
    const { search } = new URL(page.path, origin)

    const victim = await world.signedIn()
    for (const path of ['/oauth/authorize', '/consent']) {
      const response = await victim.send(path + search)
      assert.equal(response.status, 403)
      assert.equal(response.headers.get('location'), null)
    }
    const login = await world.warder.browser().open(`/login${search}`)
    assert.doesNotMatch(login.html, /Notes/)
  })

  test('AZ-37 AZ-38 every page here forbids framing and tells nobody its address', async () => {
    const client = await world.client()
    const browser = await world.signedIn()
    const pages = [
      await browser.open(world.address(client)),
      await browser.open('/logout'),
      await browser.open('/oauth/authorize'),
      await world.warder.browser().open(world.address(client)),
    ]
    for (const { path, headers } of pages) {
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path)
      assert.equal(headers.get('x-frame-options'), 'DENY', path)
      assert.equal(headers.get('referrer-policy'), 'same-origin', path)
    }
    assert.match(
      pages[0]?.headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/app\.example;/,
    )
    const leaving = await browser.send(world.address(client, { prompt: 'none' }))
    assert.equal(leaving.headers.get('referrer-policy'), 'no-referrer')
  })
})
