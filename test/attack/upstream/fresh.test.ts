import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import type { Browser, Page } from '../../support/cookies.ts'
import { claimsOf, oauthWorld, redirect_uri, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { startIssuer, type Issuer } from '../../support/upstream/issuer.ts'
import {
  at,
  lastReason,
  offer,
  upstreamWorld,
  whoIs,
  withLocalIssuers,
} from '../../support/upstream/world.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

const grace = { sub: 'grace', email: 'grace@example.com', email_verified: true }

let issuer: Issuer
let warder: TestWarder
let oauth: OAuthWorld
let client: ClientView
before(async () => {
  issuer = await startIssuer()
  warder = await startWarder(withLocalIssuers)
  offer(warder, [at(issuer), at(issuer, 'google')])
  oauth = oauthWorld(warder)
  client = await oauth.client({ skip_consent: true })
})
after(async () => {
  await warder.close()
  await issuer.close()
})

/** An application asks, and whoever it asks goes to sign in elsewhere: where the browser is sent to. */
async function sent(browser: Browser, change: Record<string, string>, name = 'acme'): Promise<string> {
  const page = await browser.open(oauth.address(client, change))
  const [query = ''] = /\?interaction=[\w-]+/.exec(page.path) ?? []
  assert.notEqual(query, '', page.path)
  return upstreamWorld(warder, issuer, name).begin(browser, query)
}

const asked = (address: string) => {
  const { searchParams } = new URL(address)
  return [searchParams.get('prompt'), searchParams.get('max_age')]
}

const come = (browser: Browser, address: string, auth_time?: unknown): Promise<Page> =>
  browser.open(issuer.allow(address, { ...grace, auth_time }))

async function idToken({ path }: Page) {
  assert.ok(path.startsWith(`${redirect_uri}?code=`), path)
  const code = new URL(path).searchParams.get('code') ?? ''
  return claimsOf((await json<Tokens>(await oauth.redeem(client, code))).id_token ?? '')
}

describe('an application that wants a new sign-in of somebody who signs in elsewhere', () => {
  // oxfmt-ignore
  const table: [what: string, change: Record<string, string>, asked: (string | null)[]][] = [
    ['prompt=login',         { prompt: 'login' },  ['login', '0']],
    ['max_age=600',          { max_age: '600' },   ['login', '0']],
    ['nothing of the kind',  {},                   [null, null]],
  ]
  for (const [what, change, expected] of table)
    test(`OIDC Core §3.1.2.1 with ${what} the provider is asked for ${expected.join(' ') || 'no new one'}`, async () => {
      assert.deepEqual(asked(await sent(warder.browser(), change)), expected)
    })

  test('OIDC Core §3.1.2.1 has no sign-in of before passed for a new one, also where the wish is taken out of the address', async () => {
    for (const [auth_time, reason] of [
      [warder.clock.now - 61, 'stale'],
      [undefined, 'auth_time'],
      [String(warder.clock.now), 'auth_time'],
    ]) {
      const browser = warder.browser()
      const page = await come(browser, await sent(browser, { prompt: 'login' }), auth_time)
      assert.match(page.path, /^\/login\?interaction=[\w-]+&with=acme&why=failed$/)
      assert.equal(await lastReason(warder), reason)
      assert.equal(await whoIs(browser), undefined)
    }
  })

  test('OIDC Core §2 is told when it was', async () => {
    const browser = warder.browser()
    const address = await sent(browser, { prompt: 'login' })
    warder.clock.now += 30
    const told = await idToken(await come(browser, address, warder.clock.now - 10))
    assert.equal(told['auth_time'], warder.clock.now - 10)
  })

  test('OIDC Core §2 who signed in there this morning has not done so now, and does it anew where that counts', async () => {
    const browser = warder.browser()
    const auth_time = warder.clock.now - 7200
    const told = await idToken(await come(browser, await sent(browser, {}), auth_time))
    assert.equal(told['auth_time'], auth_time)

    const address = await sent(browser, { max_age: '3600' })
    const again = await idToken(await come(browser, address, warder.clock.now))
    assert.equal(again['auth_time'], warder.clock.now)
  })

  test('a provider that takes no such wish is asked as always, and its word on when is none', async () => {
    const browser = warder.browser()
    const address = await sent(browser, { prompt: 'login' }, 'google')
    assert.deepEqual(asked(address), ['select_account', null])
    const told = await idToken(await come(browser, address, 1))
    assert.equal(told['auth_time'], warder.clock.now)
  })
})

test('SE-04 what changes how somebody signs in takes a new sign-in there, which the page leads to', async () => {
  const browser = warder.browser()
  const { signIn } = upstreamWorld(warder, issuer)
  await signIn(browser, { ...grace, auth_time: warder.clock.now - 301 })
  assert.equal(await whoIs(browser), 'grace@example.com')
  const confirm = await browser.open('/account/api-keys/new')
  assert.match(confirm.path, /^\/reauthenticate/)
  const [, link = ''] = /href="(\/auth\/oauth\/acme[^"]*)"/.exec(confirm.html) ?? []
  const there = async () => (await browser.send(link.replaceAll('&amp;', '&'))).headers.get('location') ?? ''
  assert.deepEqual(asked(await there()), ['login', '0'])
  assert.match((await come(browser, await there(), warder.clock.now - 61)).path, /^\/reauthenticate/)
  assert.equal((await come(browser, await there(), warder.clock.now)).path, '/account/api-keys/new')
})
