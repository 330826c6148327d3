import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { hiddenFields, type Browser } from '../../support/cookies.ts'
import { linkTo } from '../../support/people/programs.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

/** Ways to write another origin, or a script, where a path is asked for. */
const foreign = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\t//evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  '/%5cevil.example',
  '/%2fevil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://evil.example',
  'https://gate@evil.example',
  'https://id.example@evil.example',
  'https://id.example.evil.example',
  'https://id.example\\.evil.example',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  '/account/../..//evil.example',
  '/account?next=//evil.example',
  '/account\r\nLocation: https://evil.example',
  '.evil.example',
  '@evil.example',
]

/** Every parameter that says where somebody goes, and where they go when it says something else. */
type Way = (warder: TestWarder, target: string) => Promise<{ location: string | null; status: number }>

const credentials = { email: 'ada@example.com', password: goodPassword }

async function posted(browser: Browser, page: string, action: string, fields: Record<string, string>) {
  const { html } = await browser.open(page)
  const body = new URLSearchParams({ ...hiddenFields(html, action), ...fields }).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  }
  return outcome(await browser.send(action, { method: 'POST', body, headers }))
}
const outcome = (answer: Response) => ({ location: answer.headers.get('location'), status: answer.status })
const query = (path: string, name: string, value: string) =>
  `${path}?${new URLSearchParams([[name, value]]).toString()}`

/** A link that a program asked for, followed by the button of its page. */
async function followed(warder: TestWarder, more: object) {
  warder.clock.now += 900
  await warder.post('/auth/magic/send', { email: credentials.email, ...more })
  const token = await linkTo(warder, credentials.email, '/magic')
  return posted(warder.browser(), `/magic?token=${token}`, '/magic', {})
}

const ways: Record<string, Way> = {
  'return_to of the sign-in form': async (warder, return_to) =>
    posted(warder.browser(), query('/login', 'return_to', return_to), '/login', credentials),
  'return_to of a sign-in form that was tampered with': async (warder, return_to) =>
    posted(warder.browser(), '/login', '/login', { ...credentials, return_to }),
  'return_to of the sign-in page of whoever is signed in': async (warder, return_to) =>
    outcome(await (await oauthWorld(warder).signedIn()).send(query('/login', 'return_to', return_to))),
  'return_to of the form that asks who it is': async (warder, return_to) =>
    posted(
      await oauthWorld(warder).signedIn(),
      query('/reauthenticate', 'return_to', return_to),
      '/reauthenticate',
      { password: goodPassword },
    ),
  'ML-06 redirect of a link that signs in': (warder, redirect) => followed(warder, { redirect }),
  'return_to of the page that asks for a link': async (warder, return_to) => {
    warder.clock.now += 900
    const browser = warder.browser()
    const page = await browser.open(query('/magic', 'return_to', return_to))
    await browser.submit(page, '/magic/send', { email: credentials.email })
    return posted(browser, `/magic?token=${await linkTo(warder, credentials.email, '/magic')}`, '/magic', {})
  },
  'return_to of the page that asks for a code': async (warder, return_to) => {
    warder.clock.now += 900
    const browser = warder.browser()
    const to = credentials.email
    const page = await browser.submit(
      await browser.open(query('/otp', 'return_to', return_to)),
      '/otp/send',
      { to },
    )
    const [mail] = (await warder.inbox()).filter((message) => message.to === to)
    const fields = { ...hiddenFields(page.html, '/otp'), code: mail?.codes[0] ?? '' }
    const body = new URLSearchParams(fields).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    }
    return outcome(await browser.send('/otp', { method: 'POST', body, headers }))
  },
  'interaction of the sign-in form': async (warder, interaction) =>
    posted(warder.browser(), '/login', '/login', { ...credentials, interaction }),
  'post_logout_redirect_uri without a client': async (warder, target) =>
    outcome(await warder.get(query('/oauth/logout', 'post_logout_redirect_uri', target))),
  'post_logout_redirect_uri that is not registered': async (warder, target) => {
    const client = await createClient(warder.operator, {
      name: 'Notes',
      type: 'confidential',
      redirect_uris: ['https://app.example/cb'],
    })
    const params = new URLSearchParams({ client_id: client.client_id, post_logout_redirect_uri: target })
    return outcome(await warder.get(`/oauth/logout?${params.toString()}`))
  },
  'redirect_uri that is not registered': async (warder, target) => {
    const world = oauthWorld(warder)
    return outcome(await warder.get(world.address(await world.client(), { redirect_uri: target })))
  },
  'done of a page of the account': async (warder, target) =>
    outcome(await (await oauthWorld(warder).signedIn()).send(query('/account', 'done', target))),
}

const nowhereElse = { settings: {}, inside: /^\/(account|login|logout|oauth\/authorize\?interaction=)/ }
// What the program that Warder is mounted in calls its own, as widely as it can.
const ownPages = {
  settings: { 'sign_in.home': '/dashboard', 'sign_in.pages': '/*' },
  inside: /^\/(?![/\\])[!-~]*$/,
}

for (const { settings, inside } of [nowhereElse, ownPages]) {
  const where = settings === ownPages.settings ? 'SE-22 beside own pages' : 'SE-22'
  for (const [way, go] of Object.entries(ways)) {
    describe(`${where} ${way}`, () => {
      let warder: TestWarder
      before(async () => {
        warder = await startWarder({ 'limits.costly': '1000', ...settings })
        await warder.user()
      })
      after(() => warder.close())

      for (const target of foreign) {
        test(`${where} ${way}: ${JSON.stringify(target)} leads nowhere else`, async () => {
          const { location, status } = await go(warder, target)
          if (location === null) {
            assert.ok(status === 200 || status === 400 || status === 410, `${status}`)
            return
          }
          // What a browser makes of it, which is not what it looks like.
          const url = new URL(location, 'https://id.example/login')
          assert.equal(url.origin, 'https://id.example')
          assert.match(location, inside)
          assert.doesNotMatch(location, /^\/[/\\]/)
        })
      }
    })
  }
}
