import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { setUserDisabled } from '../../../../packages/warder/src/users/manage.ts'
import { addApp } from '../../../support/people/authenticator.ts'
import { program } from '../../../support/people/programs.ts'
import { onEveryDatabase } from '../../../support/on-every-database.ts'
import { oauthWorld, startOAuth, type OAuthWorld } from '../../../support/oauth.ts'
import type { Browser } from '../../../support/cookies.ts'
import { path, till } from './till.ts'

const minute = 60

describe('CIBA: the person who is asked', () => {
  let world: OAuthWorld
  let shop: ReturnType<typeof till>
  let client: ClientView
  before(async () => {
    world = await startOAuth({ 'limits.costly': '100000' })
    shop = till(world)
    client = await shop.client()
  })
  after(() => world.warder.close())

  let people = 0
  /** Somebody new, so that nobody was asked before. */
  async function somebody(): Promise<{
    email: string
    id: string
    browser: Browser
    waiting: () => Promise<string[]>
  }> {
    const email = `person-${++people}@example.com`
    const { id } = await world.warder.user(email)
    const browser = await world.signedIn(email)
    return { email, id, browser, waiting: async () => shop.questions(await browser.open(path)) }
  }
  const ask = (login_hint: string, by = client, fields = {}) => shop.asked(by, { login_hint, ...fields })
  const mailsTo = async (email: string) =>
    (await world.warder.inbox()).filter(({ to }) => to === email).map(({ text }) => text)
  const events = (type: string, subject: string) =>
    world.warder.app.db
      .selectFrom('audit_event')
      .select(['outcome', 'actor', 'client_id', 'detail'])
      .where('type', '=', type as 'approval.asked')
      .where('subject', '=', subject)
      .execute()

  test('is told by mail which application asks, and never what it says', async () => {
    const { email, id } = await somebody()
    await ask(email, client, { binding_message: 'Call 0800 SCAM now' })
    const [mail = ''] = await mailsTo(email)
    assert.ok(mail.includes('Till') && mail.includes(`https://id.example${path}`), mail)
    assert.equal(mail.includes('SCAM'), false)
    const [event] = await events('approval.asked', id)
    assert.deepEqual([event?.outcome, event?.actor], ['succeeded', client.client_id])
  })

  test('reads what the application says as text, and nothing of it acts', async () => {
    const { email, browser } = await somebody()
    await ask(email, client, { binding_message: '<b>17</b> & "20"' })
    const { html } = await browser.open(path)
    assert.ok(html.includes('&lt;b&gt;17&lt;/b&gt; &amp; &quot;20&quot;'), html)
  })

  test('answers once: of a yes and a no at the same moment one counts', async () => {
    const { email, browser, waiting } = await somebody()
    const asked = await ask(email)
    const [question] = await waiting()
    const page = await browser.open(path)
    const send = (decision: string) =>
      browser.submit(page, `${path}/answer`, { decision, question: question ?? '' })
    const answers = await Promise.all([send('deny'), send('allow'), send('deny'), send('allow')])
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.match(await shop.told(client, asked), /^(access_denied|tokens)$/)
  })

  test('answers what they were asked themselves, and nobody else can', async () => {
    const [ada, mallory] = [await somebody(), await somebody()]
    const asked = await ask(ada.email)
    const [question = ''] = await ada.waiting()
    await ask(mallory.email)
    for (const decision of ['allow', 'deny'])
      assert.equal((await shop.answer(mallory.browser, decision, question)).status, 404)
    assert.equal(await shop.told(client, asked), 'authorization_pending')
    assert.deepEqual(await ada.waiting(), [question])
  })

  test('has to be sure to be themselves: a yes needs a sign-in that is not old, a no does not', async () => {
    const { email, browser, waiting } = await somebody()
    world.warder.clock.now += 16 * minute
    const asked = await ask(email)
    const led = await shop.answer(browser, 'allow')
    assert.ok(led.path.startsWith(`/reauthenticate?return_to=${path}`), led.path)
    assert.equal(await shop.told(client, asked), 'authorization_pending')
    assert.equal((await waiting()).length, 1)
    await browser.submit(led, '/reauthenticate', { password: 'correct horse battery staple' })
    assert.equal((await shop.answer(browser, 'allow')).status, 200)
    assert.equal(await shop.told(client, asked), 'tokens')

    world.warder.clock.now += 16 * minute
    const again = await ask(email)
    assert.equal((await shop.answer(browser, 'deny')).status, 200)
    assert.equal(await shop.told(client, again), 'access_denied')
  })

  test('OIDC Core §3.1.2.1 needs a second factor where the application asks for one', async () => {
    const { email, browser } = await somebody()
    const asked = await ask(email, client, { acr_values: 'urn:warder:aal2' })
    const led = await shop.answer(browser, 'allow')
    assert.ok(led.path.startsWith(`/mfa/set-up?return_to=${encodeURIComponent(path)}`), led.path)
    assert.equal(await shop.told(client, asked), 'authorization_pending')

    const bob = await somebody()
    const app = await addApp(world.warder, bob.email, await program(world.warder, bob.email))
    const strong = await ask(bob.email, client, { acr_values: 'urn:warder:aal2' })
    const page = await shop.answer(bob.browser, 'allow')
    world.warder.clock.now += 30
    const chosen = await bob.browser.submit(page, '/reauthenticate/begin', { method: 'totp' })
    await bob.browser.submit(chosen, '/mfa', { code: app.code() })
    assert.equal((await shop.answer(bob.browser, 'allow')).status, 200)
    assert.equal(await shop.told(client, strong), 'tokens')
  })

  test('is asked five times in ten minutes and no more, from whomever; the others see no difference', async () => {
    const { email, id, browser, waiting } = await somebody()
    const clients = [client, await shop.client(), await shop.client()]
    for (let at = 0; at < 12; at++) {
      const { expires_in } = await ask(email, clients[at % 3] ?? client)
      assert.equal(expires_in, 300)
    }
    assert.equal((await waiting()).length, 5)
    assert.equal((await mailsTo(email)).length, 5)
    const withheld = await events('approval.withheld', id)
    assert.equal(withheld.length, 7)
    assert.deepEqual([withheld[0]?.outcome, withheld[0]?.detail.includes('too_often')], ['refused', true])
    // Whoever says yes was not pestered by it.
    await shop.answer(browser, 'allow')
    await ask(email)
    assert.equal((await waiting()).length, 5)
    world.warder.clock.now += 10 * minute
    await ask(email)
    assert.equal((await waiting()).length, 1)
  })

  test('stops an application from asking: all it asked is denied, it asks no more, and uses up nobody’s turn', async () => {
    const { email, id, browser, waiting } = await somebody()
    const [noisy, quiet] = [await shop.client({ name: 'Noisy' }), await shop.client({ name: 'Quiet' })]
    const asked = [await ask(email, noisy), await ask(email, noisy)]
    await ask(email, quiet)
    await ask(email, noisy)
    await browser.submit(await browser.open(path), `${path}/mute`, { client_id: noisy.client_id })
    assert.equal((await waiting()).length, 1)
    for (const one of asked) assert.equal(await shop.told(noisy, one), 'access_denied')

    for (let at = 0; at < 10; at++) await ask(email, noisy)
    assert.equal((await mailsTo(email)).length, 4)
    await ask(email, quiet)
    assert.equal((await waiting()).length, 2, 'the other one still may')
    const page = await browser.open(path)
    assert.ok(page.html.includes('Noisy') && page.html.includes('Let it ask again'))

    world.warder.clock.now += 10 * minute
    await browser.submit(await browser.open(path), `${path}/unmute`, { client_id: noisy.client_id })
    await ask(email, noisy)
    assert.equal((await waiting()).length, 1)
    for (const type of ['approval.muted', 'approval.unmuted', 'approval.denied'])
      assert.equal((await events(type, id)).length > 0, type !== 'approval.denied', type)
  })

  test('mutes and lets ask again what there is, and is told so of what there is not', async () => {
    const { email, browser } = await somebody()
    await ask(email)
    const page = await browser.open(path)
    assert.equal((await browser.submit(page, `${path}/mute`, { client_id: 'cli_none' })).status, 404)
    await browser.submit(page, `${path}/mute`, { client_id: client.client_id })
    const muted = await browser.open(path)
    await browser.submit(muted, `${path}/unmute`, { client_id: client.client_id })
    assert.equal((await browser.submit(muted, `${path}/unmute`, { client_id: client.client_id })).status, 404)
  })

  test('takes it back before it is used: by signing out, by taking back the access, by being disabled, and when the session is over', async () => {
    const ends: ((browser: Browser, id: string) => Promise<unknown>)[] = [
      async (browser) => browser.submit(await browser.open('/logout'), '/logout', {}),
      async (browser) => {
        const page = await browser.open('/account/applications')
        return browser.submit(page, `/account/grants/${client.client_id}/withdraw`, {})
      },
      async (_browser, id) => setUserDisabled(world.warder.operator, id, true),
      // A session that is over without anybody ending it.
      async (_browser, id) =>
        world.warder.app.db
          .updateTable('session')
          .set({ expires_at: world.warder.clock.now })
          .where('user_id', '=', id)
          .execute(),
    ]
    for (const end of ends) {
      const { email, browser, id } = await somebody()
      const asked = await ask(email)
      await shop.answer(browser, 'allow')
      const [given] = await events('approval.given', id)
      assert.deepEqual([given?.outcome, given?.client_id], ['succeeded', client.client_id])
      await end(browser, id)
      assert.equal(await shop.told(client, asked), 'invalid_grant')
    }
  })

  test('says no, and both are written down', async () => {
    const { email, browser, id } = await somebody()
    await ask(email)
    await shop.answer(browser, 'deny')
    assert.equal((await events('approval.denied', id))[0]?.outcome, 'refused')
  })
})

onEveryDatabase(
  'CIBA: answers at the same moment',
  (warder) => {
    test('F-33 of many answers one counts, and a session that ended meanwhile says nothing', async () => {
      await warder.user()
      const world = oauthWorld(warder)
      const shop = till(world)
      const client = await shop.client()
      const browsers = [await world.signedIn(), await world.signedIn(), await world.signedIn()]
      const asked = await shop.asked(client)
      const pages = await Promise.all(browsers.map((browser) => browser.open(path)))
      const answers = await Promise.all(
        browsers.map(async (browser, at) =>
          browser.submit(pages[at] ?? assert.fail(), `${path}/answer`, { decision: 'allow' }),
        ),
      )
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      assert.equal(await shop.told(client, asked), 'tokens')
      const grants = await warder.app.db.selectFrom('oauth_grant').select('id').execute()
      assert.equal(grants.length, 1, 'the others left nothing')

      const [left] = browsers
      assert.ok(left)
      const again = await shop.asked(client)
      const page = await left.open(path)
      // Somewhere else, so that this process still remembers them as open.
      await warder.app.db.updateTable('session').set({ revoked_at: warder.clock.now }).execute()
      const late = await left.submit(page, `${path}/answer`, { decision: 'allow' })
      assert.equal(late.html.includes('You allowed it'), false)
      assert.equal(await shop.told(client, again), 'authorization_pending')
    })

    test('F-33 of many questions at once a person gets as many as they may', async () => {
      await warder.user('bob@example.com')
      const world = oauthWorld(warder)
      const shop = till(world)
      const client = await shop.client()
      await Promise.all(Array.from({ length: 12 }, () => shop.ask(client, { login_hint: 'bob@example.com' })))
      const browser = await world.signedIn('bob@example.com')
      assert.equal(shop.questions(await browser.open(path)).length, 5)
    })
  },
  { 'session.cache': '5s' },
)
