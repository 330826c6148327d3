import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createUser, findUser } from '../../../packages/warder/src/users/manage.ts'
import { setupLink } from '../../../packages/warder/src/users/register/setup-link.ts'
import { invite } from '../../../packages/warder/src/users/invite/invite.ts'
import { linkTo } from '../../support/people/programs.ts'
import { startSaml } from '../../support/saml/world.ts'
import { startIssuer, type Issuer } from '../../support/upstream/issuer.ts'
import {
  at,
  lastReason,
  offer,
  upstreamWorld,
  whoIs,
  withLocalIssuers,
} from '../../support/upstream/world.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

type Policy = TestWarder['app']['config']['sign_up']
const follow = ({ app }: TestWarder, sign_up: Policy) => Object.assign(app.config, { sign_up })

const person = (email: string) => ({ email, password: goodPassword, full_name: 'Bob' })

for (const policy of ['invited', 'closed'] as const)
  describe(`where sign_up.policy is ${policy}`, () => {
    let warder: TestWarder
    let issuer: Issuer
    before(async () => {
      warder = await startWarder({ ...withLocalIssuers, 'sign_up.policy': policy })
      issuer = await startIssuer()
      offer(warder, [at(issuer)])
      await warder.user()
    })
    after(async () => {
      await issuer.close()
      await warder.close()
    })

    test('nobody registers, and the answer is the same for an address that has an account', async () => {
      const answers = []
      for (const email of ['ada@example.com', 'bob@example.com'])
        for (const path of ['/auth/register', '/auth/verify-email/resend']) {
          const answer = await warder.post(path, person(email))
          const { instance, ...body } = await json(answer)
          answers.push([path, answer.status, body])
          assert.ok(instance !== email)
        }
      assert.deepEqual(answers.slice(0, 2), answers.slice(2))
      assert.deepEqual(
        answers.map(([, status]) => status),
        [403, 403, 403, 403],
      )
      assert.deepEqual(await warder.inbox(), [])
    })

    test('the pages offer no account, in the language of their reader, and make none', async () => {
      const browser = warder.browser()
      assert.doesNotMatch((await browser.open('/login')).html, /\/register/)
      const page = await browser.open('/register?ui_locales=de&return_to=/account/sessions')
      assert.equal(page.status, 403)
      assert.match(page.html, /Hier legt man sich kein Konto an/)
      assert.match(page.html, /href="\/login\?return_to=%2Faccount%2Fsessions/)
    })

    test('a link of a registration that began before makes no account', async () => {
      follow(warder, 'open')
      assert.equal((await warder.post('/auth/register', person('late@example.com'))).status, 201)
      const token = await linkTo(warder, 'late@example.com', '/verify-email')
      follow(warder, policy)
      const answer = await warder.post('/auth/verify-email', { token, password: goodPassword })
      assert.equal(answer.status, 403)
      assert.equal((await warder.browser().open(`/verify-email?token=${token}`)).status, 403)
      await assert.rejects(findUser(warder.operator, 'late@example.com'), { code: 'not_found' })
    })

    test('mail to an address without an account leads to no registration', async () => {
      for (const [path, body] of [
        ['/auth/magic/send', { email: 'link@example.com' }],
        ['/auth/otp/send', { channel: 'email', to: 'link@example.com' }],
      ] as const)
        assert.ok((await warder.post(path, body)).status < 300, path)
      const mails = (await warder.inbox()).filter(({ to }) => to === 'link@example.com')
      assert.ok(mails.length >= 1)
      for (const mail of mails) assert.doesNotMatch(mail.text, /\/register/)
      await assert.rejects(findUser(warder.operator, 'link@example.com'), { code: 'not_found' })
    })

    test('a first sign-in elsewhere makes none, and whoever has one still comes in', async () => {
      const world = upstreamWorld(warder, issuer)
      const bob = { sub: `bob-${policy}`, email: 'bob@example.com', email_verified: true, name: 'Bob' }
      assert.equal(await world.refused(bob), '/login?with=acme&why=closed')
      assert.equal(await lastReason(warder), 'policy')
      assert.equal(await world.refused({ ...bob, email_verified: false }), '/login?with=acme&why=closed')
      follow(warder, 'open')
      await world.signIn(warder.browser(), bob)
      follow(warder, policy)
      const again = warder.browser()
      await world.signIn(again, bob)
      assert.equal(await whoIs(again), bob.email)
    })

    test('operators make accounts, and the first set-up the first administrator', async () => {
      await createUser(warder.operator, person('carol@example.com'))
      const link = await setupLink(warder.app, warder.operator.tenant)
      const token = new URL(link ?? '').searchParams.get('token') ?? ''
      const browser = warder.browser()
      const page = await browser.open(`/setup?token=${token}`)
      const done = await browser.submit(page, '/setup', { ...person('root@example.com') })
      assert.equal(done.status, 200)
      assert.deepEqual((await findUser(warder.operator, 'root@example.com')).roles, ['admin'])
    })

    test(`an invitation ${policy === 'closed' ? 'makes none either' : 'makes one'}`, async () => {
      follow(warder, 'open')
      await invite(warder.operator, { email: 'dora@example.com' })
      follow(warder, policy)
      const token = await linkTo(warder, 'dora@example.com', '/invite')
      const accepted = await warder.post('/auth/invite', { token, full_name: 'Dora', password: goodPassword })
      assert.equal(accepted.status, policy === 'closed' ? 403 : 200)
      const another = invite(warder.operator, { email: 'eve@example.com' })
      if (policy === 'closed') await assert.rejects(another, { code: 'forbidden' })
      else await another
    })

    test(`an organisation that signs its people in by SAML makes ${policy === 'closed' ? 'none' : 'them'}`, async () => {
      const world = await startSaml()
      follow(world.warder, policy)
      const page = await world.signIn(world.warder.browser())
      const made = await world.warder.app.db.selectFrom('user').select('id').execute()
      assert.equal(made.length, policy === 'closed' ? 0 : 1, page.path)
      await world.warder.close()
    })
  })
