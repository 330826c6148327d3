import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deleteUser } from '../../../packages/warder/src/users/manage.ts'
import { hasOf } from '../../../packages/warder/src/users/ways/ways.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo } from '../../support/people/programs.ts'
import { startIssuer, type Issuer, type Somebody } from '../../support/upstream/issuer.ts'
import { at, offer, upstreamWorld, whoIs, withLocalIssuers } from '../../support/upstream/world.ts'
import { goodPassword } from '../../support/warder.ts'

let people = 0
const somebody = (more: Partial<Somebody> = {}): Somebody => {
  const sub = `p-${++people}`
  return { sub, email: `${sub}@acme.example`, email_verified: true, ...more }
}

onEveryDatabase(
  'whose account an account elsewhere opens',
  (warder) => {
    let issuer: Issuer
    let world: ReturnType<typeof upstreamWorld>
    before(async () => {
      issuer = await startIssuer(() => warder.clock.now)
      offer(warder, [at(issuer)])
      world = upstreamWorld(warder, issuer)
    })
    after(() => issuer.close())

    const rows = async (lookup: string) =>
      warder.app.db
        .selectFrom('credential')
        .select(['id', 'user_id'])
        .where('method', '=', 'identity')
        .where('lookup', '=', `${issuer.issuer} ${lookup}`)
        .execute()
    const connect = async (email: string, person: Somebody) => {
      const browser = warder.browser()
      await world.withPassword(browser, email)
      const begun = await browser.open('/account/security/identities/acme/connect')
      return { browser, page: await browser.open(issuer.allow(begun.path, person)) }
    }
    const connected = async (email: string, person: Somebody) => {
      const { browser, page } = await connect(email, person)
      const done = await browser.submit(page, '/account/security/identities/connect', {})
      return { browser, done }
    }

    test('UP-07 an address that is not confirmed there opens nothing and makes nothing, whoever has it here', async () => {
      const known = somebody({ email_verified: false })
      await warder.user(known.email)
      for (const person of [
        known,
        somebody({ email_verified: false }),
        somebody({ email_verified: 'true' }),
        { sub: 'no-mail' },
      ])
        // One answer: it must not tell which addresses have accounts.
        assert.equal(await world.refused(person), '/login?with=acme&why=unconfirmed')
      assert.deepEqual(await rows('no-mail'), [])
    })

    test('an address that nobody can have makes no account', async () => {
      for (const email of ['ada', 'a@b@acme.example', '<ada@acme.example>', `${'a'.repeat(80)}@acme.example`])
        assert.equal(await world.refused(somebody({ email })), '/login?with=acme&why=unconfirmed')
    })

    test('UP-07 the address is compared as it is everywhere: another case of it is no way round', async () => {
      const person = somebody()
      await warder.user(person.email)
      assert.match(await world.refused({ ...person, email: person.email?.toUpperCase() ?? '' }), /why=taken$/)
    })

    test('whoever registered an address and never proved it catches nobody (pre-hijacking)', async () => {
      const victim = somebody()
      const email = victim.email ?? ''
      const mallory = { email, password: goodPassword, full_name: 'Mallory' }
      assert.equal((await warder.post('/auth/register', mallory)).status, 201)
      const browser = warder.browser()
      await world.signIn(browser, victim)
      assert.equal(await whoIs(browser), email)
      assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 401)
      // Nor does the link that was mailed make the password good.
      const token = await linkTo(warder, email, '/verify-email')
      assert.equal((await warder.post('/auth/verify-email', { token, password: goodPassword })).status, 400)
      assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 401)
    })

    test('of eight attempts of somebody new at once, all sign in to the one account that is made', async () => {
      const person = somebody()
      const browsers = Array.from({ length: 8 }, () => warder.browser())
      const backs = await Promise.all(
        browsers.map(async (browser) => issuer.allow(await world.begin(browser), person)),
      )
      const pages = await Promise.all(browsers.map((browser, which) => browser.open(backs[which] ?? '')))
      assert.deepEqual(
        pages.filter(({ path }) => path !== '/account').map(({ path }) => path),
        [],
      )
      assert.equal((await rows(person.sub)).length, 1)
      const users = warder.app.db
        .selectFrom('user')
        .select('id')
        .where('email', '=', person.email ?? '')
      assert.equal((await users.execute()).length, 1)
    })

    test('UP-16 nothing is connected by looking, by a form of another site, in another browser or by somebody else', async () => {
      const [ada, mallory] = [somebody(), somebody()]
      await warder.user(ada.email)
      await warder.user(mallory.email)
      const theirs = somebody({ sub: 'the account of mallory' })
      const begun = await connect(mallory.email ?? '', theirs)
      const handle = /handle=(wot_[\w-]{43})/.exec(begun.page.path)?.[1] ?? ''
      assert.ok(handle)
      const victim = warder.browser()
      await world.withPassword(victim, ada.email ?? '')
      assert.equal((await victim.open(begun.page.path)).status, 400)
      const security = await victim.open('/account/security')
      const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(security.html)?.[1] ?? ''
      const form = {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://id.example' },
      }
      const body = (fields: Record<string, string>) => new URLSearchParams({ handle, ...fields }).toString()
      assert.equal(
        (await victim.send('/account/security/identities/connect', { ...form, body: body({ csrf_token }) }))
          .status,
        400,
      )
      assert.equal(
        (await begun.browser.send('/account/security/identities/connect', { ...form, body: body({}) }))
          .status,
        403,
      )
      assert.deepEqual(await rows(theirs.sub), [])
    })

    test('UP-16 what waits to be connected waits for one person, in one browser', async () => {
      const [ada, bob] = [somebody(), somebody()]
      await warder.user(ada.email)
      await warder.user(bob.email)
      const { browser, page } = await connect(ada.email ?? '', somebody())
      const other = warder.browser()
      await world.withPassword(other, ada.email ?? '')
      assert.equal((await other.open(page.path)).status, 400, 'the same person in another browser')
      assert.equal((await browser.open(page.path)).status, 200)
      for (const name of browser.cookies.keys()) if (name.endsWith('_session')) browser.cookies.delete(name)
      await world.withPassword(browser, bob.email ?? '')
      assert.equal((await browser.open(page.path)).status, 400, 'another person in the same browser')
    })

    test('UP-16 an answer that comes while somebody else is signed in connects nothing', async () => {
      const [ada, bob] = [somebody(), somebody()]
      await warder.user(ada.email)
      await warder.user(bob.email)
      const theirs = somebody()
      const browser = warder.browser()
      await world.withPassword(browser, ada.email ?? '')
      const begun = await browser.open('/account/security/identities/acme/connect')
      for (const name of browser.cookies.keys()) if (name.endsWith('_session')) browser.cookies.delete(name)
      await world.withPassword(browser, bob.email ?? '')
      assert.equal((await browser.open(issuer.allow(begun.path, theirs))).status, 400)
      assert.deepEqual(await rows(theirs.sub), [])
    })

    test('connecting and disconnecting need a fresh proof of who it is', async () => {
      const person = somebody()
      await warder.user(person.email)
      const { browser, done } = await connected(person.email ?? '', somebody())
      const begun = await browser.open('/account/security/identities/acme/connect')
      const page = await browser.open(issuer.allow(begun.path, somebody()))
      warder.clock.now += 301
      const [, remove = ''] =
        /action="(\/account\/security\/identities\/crd_\w+\/remove)"/.exec(done.html) ?? []
      const late = [
        await browser.open('/account/security/identities/acme/connect'),
        await browser.submit(page, '/account/security/identities/connect', {}),
        await browser.submit(done, remove, {}),
      ]
      // From there it goes on to the page on which all of it begins.
      for (const { path } of late) assert.equal(path, '/reauthenticate?return_to=/account/security')
    })

    test('an account elsewhere signs in one person: who connects it second is told so', async () => {
      const [ada, bob, shared] = [somebody(), somebody(), somebody()]
      await warder.user(ada.email)
      await warder.user(bob.email)
      const first = await connected(ada.email ?? '', shared)
      assert.equal(first.done.path, '/account/security?done=identity-connected')
      const second = await connected(bob.email ?? '', shared)
      assert.equal(second.done.status, 409)
      assert.equal((await rows(shared.sub)).length, 1)
    })

    test('an account that was connected and taken off again signs nobody in, also where a second step waits', async () => {
      const person = somebody()
      const email = person.email ?? ''
      await warder.user(email)
      const { browser, done } = await connected(email, person)
      const [, action = ''] =
        /action="(\/account\/security\/identities\/crd_\w+\/remove)"/.exec(done.html) ?? []
      await warder.app.db
        .updateTable('user')
        .set({ second_factor_required_at: warder.clock.now })
        .where('email', '=', email)
        .execute()
      const waiting = warder.browser()
      assert.match((await world.signIn(waiting, person)).path, /^\/mfa\/set-up/)
      assert.equal((await browser.submit(done, action, {})).path, '/account/security?done=identity-removed')
      assert.match((await waiting.open('/mfa/set-up')).path, /^\/login/)
      assert.match(await world.refused(person), /why=taken$/)
      assert.ok(
        (await warder.inbox()).some(
          ({ to, subject }) => to === email && /no longer signs you in/.test(subject),
        ),
      )
    })

    test('the last way in stays, and of two removed at once one', async () => {
      const person = somebody()
      const browser = warder.browser()
      await world.signIn(browser, person)
      const { without_password } = warder.app.config
      Object.assign(warder.app.config, {
        without_password: { magic_link: false, otp_email: false, otp_sms: false },
      })
      const page = await browser.open('/account/security')
      const [, action = ''] =
        /action="(\/account\/security\/identities\/crd_\w+\/remove)"/.exec(page.html) ?? []
      const kept = await browser.submit(page, action, {})
      assert.equal(kept.status, 409)
      assert.match(kept.html, /your only way to sign in/)

      const begun = await browser.open('/account/security/identities/acme/connect')
      const asked = await browser.open(issuer.allow(begun.path, somebody({ sub: `${person.sub}-2` })))
      const two = await browser.submit(asked, '/account/security/identities/connect', {})
      const actions = [
        ...two.html.matchAll(/action="(\/account\/security\/identities\/crd_\w+\/remove)"/g),
      ].map(([, one = '']) => one)
      assert.equal(actions.length, 2)
      // In two sessions, neither of which waits for the other.
      const other = warder.browser()
      await world.signIn(other, person)
      const theirs = await other.open('/account/security')
      const [one = '', another = ''] = actions
      const pages = await Promise.all([browser.submit(two, one, {}), other.submit(theirs, another, {})])
      assert.deepEqual(
        pages.map(({ status }) => status).toSorted((a, b) => a - b),
        [200, 409],
      )
      Object.assign(warder.app.config, { without_password })
    })

    test('an account elsewhere whose provider is not set up any more is no way in', async () => {
      const person = somebody()
      await world.signIn(warder.browser(), person)
      const [{ user_id } = { user_id: '' }] = await rows(person.sub)
      assert.equal((await hasOf(warder.app.db, warder.app.config, user_id)).identities, 1)
      assert.equal(
        (await hasOf(warder.app.db, { ...warder.app.config, sign_in_with: [] }, user_id)).identities,
        0,
      )
    })

    test('"This wasn’t me" takes off what was connected since, and nothing of before opens the account', async () => {
      const person = somebody()
      const email = person.email ?? ''
      await warder.user(email)
      const { done } = await connected(email, person)
      assert.equal(done.path, '/account/security?done=identity-connected')
      const link = await linkTo(warder, email, '/not-me')
      const browser = warder.browser()
      await browser.submit(await browser.open(`/not-me?token=${link}`), '/not-me', {})
      assert.deepEqual(await rows(person.sub), [])
      assert.match(await world.refused(person), /why=taken$/)
    })

    test('LP-08 who is erased leaves no account elsewhere behind', async () => {
      const person = somebody()
      await world.signIn(warder.browser(), person)
      await deleteUser(warder.operator, person.email ?? '')
      assert.deepEqual(await rows(person.sub), [])
      const browser = warder.browser()
      await world.signIn(browser, person)
      assert.equal(await whoIs(browser), person.email)
    })
  },
  withLocalIssuers,
)
