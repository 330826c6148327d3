import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { startIssuer, type Issuer, type Somebody } from '../../support/upstream/issuer.ts'
import { at, offer, upstreamWorld, whoIs, withLocalIssuers } from '../../support/upstream/world.ts'
import { json } from '../../support/warder.ts'

let people = 0
const somebody = (more: Partial<Somebody> = {}): Somebody => {
  const sub = `person-${++people}`
  return { sub, email: `${sub}@acme.example`, email_verified: true, name: 'Ada Lovelace', ...more }
}

onEveryDatabase(
  'signing in with an account elsewhere',
  (warder) => {
    let issuer: Issuer
    let world: ReturnType<typeof upstreamWorld>
    before(async () => {
      issuer = await startIssuer()
      offer(warder, [at(issuer)])
      world = upstreamWorld(warder, issuer)
    })
    after(() => issuer.close())

    test('whoever is new gets an account, and the next time the same one', async () => {
      const person = somebody()
      const browser = warder.browser()
      const page = await world.signIn(browser, person)
      assert.deepEqual([page.status, page.path], [200, '/account'])
      assert.equal(await whoIs(browser), person.email)
      const again = warder.browser()
      // The address has changed there: it is still the same person.
      await world.signIn(again, { ...person, email: 'new@acme.example' })
      assert.equal(await whoIs(again), person.email)
    })

    test('the session says that it was elsewhere, and no more than that', async () => {
      const person = somebody()
      await world.signIn(warder.browser(), person)
      const session = await warder.app.db
        .selectFrom('session')
        .innerJoin('user', 'user.id', 'session.user_id')
        .select(['session.amr', 'user.passwordless_proved_by', 'user.full_name'])
        .where('user.email', '=', person.email ?? '')
        .executeTakeFirstOrThrow()
      assert.deepEqual(session, { amr: 'fed', passwordless_proved_by: 'identity', full_name: 'Ada Lovelace' })
    })

    test('the request has PKCE, a state and a nonce, and the exact redirect URI', async () => {
      const { searchParams } = new URL(await world.begin(warder.browser()))
      assert.equal(searchParams.get('code_challenge_method'), 'S256')
      assert.equal(searchParams.get('redirect_uri'), 'https://id.example/auth/oauth/acme/callback')
      assert.equal(searchParams.get('scope'), 'openid email profile')
      for (const name of ['state', 'nonce', 'code_challenge'])
        assert.ok((searchParams.get(name) ?? '').length >= 16)
    })

    test('the pages of signing in and registering offer it, and lead back to where one wanted to go', async () => {
      const browser = warder.browser()
      const login = await browser.open('/login?return_to=/account/sessions')
      assert.match(
        login.html,
        /href="\/auth\/oauth\/acme\?redirect=%2Faccount%2Fsessions">Continue with Acme &amp; Co</,
      )
      assert.match((await browser.open('/register')).html, /Continue with Acme &amp; Co</)
      const page = await world.signIn(browser, somebody(), { query: '?redirect=%2Faccount%2Fsessions' })
      assert.equal(page.path, '/account/sessions')
    })

    test('/auth/status names the providers', async () => {
      const status = await json<{ providers: unknown; methods: string[] }>(await warder.get('/auth/status'))
      assert.deepEqual(status.providers, [{ name: 'acme', title: 'Acme & Co' }])
      assert.ok(status.methods.includes('upstream'))
    })

    test('MF-02 whoever has a second step is asked for it, and whoever must have one sets it up', async () => {
      const person = somebody()
      await world.signIn(warder.browser(), person)
      await warder.app.db
        .updateTable('user')
        .set({ second_factor_required_at: warder.clock.now })
        .where('email', '=', person.email ?? '')
        .execute()
      const browser = warder.browser()
      assert.match((await world.signIn(browser, person)).path, /^\/mfa\/set-up/)
      assert.equal(await whoIs(browser), undefined)
    })

    test('AD-05 whoever is disabled is not let in, and told no more than that', async () => {
      const person = somebody()
      await world.signIn(warder.browser(), person)
      await warder.app.db
        .updateTable('user')
        .set({ disabled_at: warder.clock.now })
        .where('email', '=', person.email ?? '')
        .execute()
      assert.equal(await world.refused(person), '/login?with=acme&why=refused')
    })

    test('UP-07 an account with the same address is not opened: its person signs in to it, and then connects it', async () => {
      const person = somebody()
      const email = person.email ?? ''
      await warder.user(email)
      const browser = warder.browser()
      const page = await world.signIn(browser, person)
      assert.equal(await whoIs(browser), undefined)
      assert.match(page.html, /has an account here already/)
      const asked = await world.withPassword(browser, email, page)
      assert.match(asked.path, /^\/account\/security\/identities\/connect\?handle=wot_/)
      assert.ok(asked.html.includes(`<bdi>${email}</bdi></b> at <bdi>Acme &amp; Co</bdi>`))
      // Looking at the page has connected nothing.
      assert.match(await world.refused(person), /why=taken$/)

      const connected = await browser.submit(asked, '/account/security/identities/connect', {})
      assert.equal(connected.path, '/account/security?done=identity-connected')
      const mail = (await warder.inbox()).find(
        ({ to, subject }) => to === email && subject.includes('signs you in'),
      )
      assert.ok(mail)
      const other = warder.browser()
      await world.signIn(other, person)
      assert.equal(await whoIs(other), email)
    })
  },
  withLocalIssuers,
)
