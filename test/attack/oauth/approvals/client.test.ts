import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { scopeSentence } from '../../../../packages/warder/src/pages/access/scopes.ts'
import { english } from '../../../../packages/warder/src/pages/words/en.ts'
import { setUserDisabled } from '../../../../packages/warder/src/users/manage.ts'
import { assertionOf, clientKey, proofOf } from '../../../support/oauth-clients/keys.ts'
import { claimsOf, redirect_uri, startOAuth, type OAuthWorld } from '../../../support/oauth.ts'
import { json, origin } from '../../../support/warder.ts'
import { cibaGrant, path, till } from './till.ts'

describe('CIBA: an application asks somebody who is elsewhere', () => {
  let world: OAuthWorld
  let shop: ReturnType<typeof till>
  let client: ClientView
  before(async () => {
    world = await startOAuth({
      'approvals.most': '100',
      'limits.costly': '100000',
      authorization_details_types: 'payment[amount]',
    })
    shop = till(world)
    client = await shop.client()
  })
  after(() => world.warder.close())

  test('CIBA Core §7.3 and §4 what it gets, and what the metadata say', async () => {
    const { auth_req_id, expires_in, interval } = await shop.asked(client)
    assert.match(auth_req_id, /^wot_[\w-]{43}$/)
    assert.deepEqual([expires_in, interval], [300, 5])
    const metadata = await json(await world.warder.get('/.well-known/openid-configuration'))
    assert.equal(metadata['backchannel_authentication_endpoint'], `${origin}/oauth/bc-authorize`)
    assert.ok((metadata['grant_types_supported'] as string[]).includes(cibaGrant))
  })

  test('CIBA Core §7.1 it waits as long as it wants to, and never longer than it may', async () => {
    assert.equal((await shop.asked(client, { requested_expiry: '30' })).expires_in, 30)
    assert.equal((await shop.asked(client, { requested_expiry: '86400' })).expires_in, 300)
  })

  test('CIBA Core §11 it waits, is slowed down, and has its tokens once, as soon as the person has allowed it', async () => {
    const asked = await shop.asked(client, {
      scope: 'openid email offline_access',
      binding_message: 'Order 17',
    })
    const first = await json(await shop.poll(client, asked))
    assert.equal(first['error'], 'authorization_pending')
    assert.equal((await json(await shop.poll(client, asked)))['error'], 'slow_down')
    const browser = await world.signedIn()
    const page = await browser.open(path)
    for (const text of ['Till', 'Order 17', scopeSentence(english, 'email'), '192.0.2.1'])
      assert.ok(page.html.includes(text), text)
    const done = await shop.answer(browser, 'allow')
    assert.ok(done.html.includes('You allowed it'), done.html)
    const tokens = await shop.tokens(client, asked)
    const { amr, aud, sid, sub } = claimsOf(tokens.id_token ?? '')
    assert.deepEqual([amr, aud], [['pwd'], client.client_id])
    assert.ok(sid)
    assert.equal(claimsOf(tokens.access_token)['sub'], sub)
    assert.equal((await json(await world.userinfo(tokens.access_token)))['email'], 'ada@example.com')
    assert.equal((await world.refresh(client, tokens.refresh_token ?? '')).status, 200)
    assert.equal(await shop.told(client, asked), 'invalid_grant', 'once')
  })

  test('F-33 of many who ask at once with one answer, one gets the tokens', async () => {
    const asked = await shop.asked(client)
    await shop.answer(await world.signedIn(), 'allow')
    const answers: Response[] = []
    for (let round = 0; round < 4; round++) {
      world.warder.clock.now += 6
      answers.push(...(await Promise.all(Array.from({ length: 4 }, () => shop.poll(client, asked)))))
    }
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })

  test('CIBA Core §11 a no, and anything that is no clear yes, ends it', async () => {
    for (const decision of ['deny', 'perhaps']) {
      const asked = await shop.asked(client)
      await shop.answer(await world.signedIn(), decision)
      assert.equal(await shop.told(client, asked), 'access_denied')
    }
  })

  test('CIBA Core §11 what is not answered in time is over on both sides', async () => {
    const asked = await shop.asked(client, { requested_expiry: '20' })
    const browser = await world.signedIn()
    const [question = ''] = shop.questions(await browser.open(path))
    world.warder.clock.now += 20
    assert.equal(shop.questions(await browser.open(path)).includes(question), false)
    await shop.asked(client)
    assert.equal((await shop.answer(browser, 'allow', question)).status, 404)
    assert.equal(await shop.told(client, asked), 'expired_token')
  })

  test('CA-04 TK-03 an answer is for the client that asked, and for no other one', async () => {
    const asked = await shop.asked(client)
    await shop.answer(await world.signedIn(), 'allow')
    assert.equal(await shop.told(await shop.client(), asked), 'invalid_grant')
    assert.equal(await shop.told(client, { ...asked, auth_req_id: 'wot_made_up' }), 'invalid_grant')
    assert.equal(await shop.told(client, asked), 'tokens')
  })

  test('TK-08 a client without the grant, and one that cannot show who it is, ask nobody', async () => {
    const web = await world.client()
    await shop.refused('unauthorized_client', web)
    await shop.refused('invalid_client', { ...client, client_secret: 'wrong' }, {}, 401)
    const byId = await world.warder.form('/oauth/bc-authorize', {
      client_id: client.client_id,
      scope: 'openid',
    })
    assert.equal(byId.status, 401)
    await assert.rejects(shop.client({ type: 'public' }), { code: 'invalid_client_metadata' })
  })

  test('CA-11 nobody registers such a client by themselves', async () => {
    const open = await startOAuth({ 'registration.policy': 'open' })
    const metadata = {
      client_name: 'Till',
      redirect_uris: [redirect_uri],
      grant_types: ['authorization_code', cibaGrant],
    }
    const answer = await json(await open.warder.post('/oauth/register', metadata))
    assert.equal(answer['error'], 'invalid_client_metadata')
    await open.warder.close()
  })

  test('TK-32 RFC 8707 §2 a scope and a place that are not its own are refused', async () => {
    await shop.refused('invalid_scope', client, { scope: 'openid admin' })
    await shop.refused('invalid_target', client, { resource: 'https://elsewhere.example' })
  })

  test('CIBA Core §7.1 people are meant by their address, their name here, or an ID token of the client', async () => {
    const web = await world.client({ grant_types: ['authorization_code', cibaGrant], scope: 'openid' })
    const { id_token = '' } = await world.tokens(web)
    const { sub } = claimsOf(id_token)
    for (const hint of [
      { login_hint: ' Ada@Example.com' },
      { login_hint: String(sub) },
      { id_token_hint: id_token },
    ]) {
      const asked = await shop.asked(web, hint)
      await shop.answer(await world.signedIn(), 'allow')
      assert.equal(await shop.told(web, asked), 'tokens')
    }
    await shop.refused('unknown_user_id', client, { id_token_hint: id_token })
    await shop.refused('unknown_user_id', web, { id_token_hint: 'eyJhbGciOiJub25lIn0.e30.' })
  })

  test('OIDC Core §8 a client whose people have names of its own means them by those, and by no other', async () => {
    const own = await world.client({
      name: 'Own',
      grant_types: ['authorization_code', cibaGrant],
      scope: 'openid',
      subject_type: 'pairwise',
    })
    const { sub } = claimsOf((await world.tokens(own)).id_token ?? '')
    const { sub: real } = claimsOf((await world.tokens(await world.client())).id_token ?? '')
    const asked = await shop.asked(own, { login_hint: String(sub) })
    await shop.answer(await world.signedIn(), 'allow')
    assert.equal(claimsOf((await shop.tokens(own, asked)).access_token)['sub'], sub)
    const waiting = async () => shop.questions(await (await world.signedIn()).open(path)).length
    const before = await waiting()
    const by_real = await shop.asked(own, { login_hint: String(real) })
    assert.equal(await waiting(), before)
    assert.equal(await shop.told(own, by_real), 'authorization_pending')
  })

  test('whether somebody has an account is told by nothing: the answer, the mail that is written, and what comes after', async () => {
    const bob = await world.warder.user('bob@example.com')
    await setUserDisabled(world.warder.operator, bob.id, true)
    const written = async () => (await world.warder.app.db.selectFrom('outbox').select('id').execute()).length
    for (const login_hint of [
      'ada@example.com',
      'nobody@example.com',
      'bob@example.com',
      'usr_nobody',
      '@@',
    ]) {
      const before = await written()
      const { expires_in, interval, ...asked } = await shop.asked(client, { login_hint })
      assert.deepEqual([expires_in, interval], [300, 5])
      assert.equal((await written()) - before, 1, login_hint)
      assert.equal(await shop.told(client, { expires_in, interval, ...asked }), 'authorization_pending')
    }
    const mails = (await world.warder.inbox()).map(({ to }) => to)
    assert.equal(mails.includes('bob@example.com') || mails.some((to) => to.startsWith('nobody')), false)
  })

  test('RFC 9449 §5 what it gets is bound to the key that it asks with', async () => {
    const key = clientKey('ES256')
    const asked = await shop.asked(client)
    await shop.answer(await world.signedIn(), 'allow')
    world.warder.clock.now += 6
    const proof = proofOf(key, { method: 'POST', url: `${origin}/oauth/token`, now: world.warder.clock.now })
    const answer = await json(await shop.poll(client, asked, { dpop: proof }))
    assert.equal(answer['token_type'], 'DPoP')
    assert.deepEqual(claimsOf(String(answer['access_token']))['cnf'], { jkt: key.thumbprint })
  })

  test('RFC 9396 §3 what is asked in detail stands on the page, and in the token', async () => {
    const payer = await shop.client({ authorization_details_types: ['payment'] })
    const detail = { type: 'payment', amount: '20.00' }
    const authorization_details = JSON.stringify([detail])
    const asked = await shop.asked(payer, { authorization_details })
    const browser = await world.signedIn()
    assert.ok((await browser.open(path)).html.includes('20.00'))
    await shop.answer(browser, 'allow')
    const { access_token } = await shop.tokens(payer, asked)
    assert.deepEqual(claimsOf(access_token)['authorization_details'], [detail])
    await shop.refused('invalid_authorization_details', client, { authorization_details })
    const more = JSON.stringify([{ ...detail, iban: 'CH1' }])
    await shop.refused('invalid_authorization_details', payer, { authorization_details: more })
  })

  test('the handle and the words of the question are nowhere in a log, and the handle nowhere in the database', async () => {
    const asked = await shop.asked(client, { binding_message: 'Lovelace 1843' })
    const rows = await world.warder.app.db.selectFrom('one_time_token').selectAll().execute()
    assert.equal(JSON.stringify(rows).includes(asked.auth_req_id), false)
    assert.equal(/Lovelace 1843|wot_/.test(world.warder.lines.join('\n')), false)
  })

  test('RFC 9126 §2 an assertion for this endpoint shows who asks', async () => {
    const key = clientKey('ES256')
    const signing = await shop.client({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.jwk] },
    })
    const said = (aud: string) => assertionOf(key, signing.client_id, { aud, now: world.warder.clock.now })
    const send = (aud: string) =>
      world.warder.form('/oauth/bc-authorize', {
        scope: 'openid',
        login_hint: 'ada@example.com',
        ...said(aud),
      })
    assert.equal((await send(`${origin}/oauth/bc-authorize`)).status, 200)
    assert.equal((await send('https://other.example')).status, 401)
  })
})
