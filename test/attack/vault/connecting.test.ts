import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { removeProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { connectPath, offer, vaultWorld, withVault, type VaultWorld } from '../../support/vault/world.ts'

onEveryDatabase(
  'connecting a service',
  (warder) => {
    let world: VaultWorld
    before(async () => {
      world = await vaultWorld(warder)
    })
    after(() => world.service.close())

    test('it is asked with PKCE and a state, as this client, for what the operator wrote down', async () => {
      const { begin, signIn, someone, service } = world
      const address = new URL(await begin(await signIn(await someone())))
      const { code_challenge, state, ...rest } = Object.fromEntries(address.searchParams)
      assert.equal(address.origin + address.pathname, `${service.origin}/authorize`)
      assert.match(code_challenge ?? '', /^[\w-]{43}$/)
      assert.match(state ?? '', /^wot_[\w-]{43}$/)
      assert.deepEqual(rest, {
        response_type: 'code',
        client_id: 'warder',
        redirect_uri: 'https://id.example/vault/callback/notes',
        scope: 'notes.read notes.write',
        code_challenge_method: 'S256',
      })
    })

    test('a person sees it connected, is told by mail, and reads it in their history', async () => {
      const { signIn, someone, connect, connections } = world
      const ada = await someone()
      const browser = await signIn(ada)
      const page = await connect(browser)
      assert.match(page.path, /^\/account\/connections\/con_[0-9a-z]+\?done=connected$/)
      assert.match(page.html, /That service is connected/)
      const [connection] = await connections(ada)
      assert.deepEqual(
        [connection?.provider, connection?.status, connection?.scopes, connection?.programs],
        ['notes', 'active', ['notes.read', 'notes.write'], []],
      )
      const mails = (await warder.inbox()).filter(
        ({ to, text }) => to === ada.email && text.includes('Notes & Co'),
      )
      assert.equal(mails.length, 1)
      assert.match((await browser.open('/account/activity')).html, /Connected another service/)
    })

    test('connected again there is one connection still, under its old name', async () => {
      const { signIn, someone, connect, connections } = world
      const ada = await someone()
      const browser = await signIn(ada)
      await connect(browser)
      const before_ = await connections(ada)
      await connect(browser)
      assert.deepEqual(
        (await connections(ada)).map(({ id }) => id),
        before_.map(({ id }) => id),
      )
    })

    test('OC-07 an answer counts once, also of twenty at the same time', async () => {
      const { signIn, someone, begin, service } = world
      const browser = await signIn(await someone())
      const back = service.allow(await begin(browser))
      const sent = await Promise.all(Array.from({ length: 20 }, () => browser.send(back)))
      const statuses = sent.map(({ status }) => status)
      assert.deepEqual(
        [303, 400].map((status) => statuses.filter((one) => one === status).length),
        [1, 19],
      )
    })

    test('RFC 9700 §4.7 an answer of another person, another session or another attempt connects nothing', async () => {
      const { signIn, someone, begin, service, connections } = world
      const [ada, mallory] = [await someone(), await someone()]
      const [hers, again, his] = [await signIn(ada), await signIn(ada), await signIn(mallory)]
      const back = service.allow(await begin(his))
      assert.equal((await hers.send(back)).status, 400)
      assert.equal((await his.send(back)).status, 400, 'and it is used up')
      assert.equal((await again.send(service.allow(await begin(hers)))).status, 400)
      const first = service.allow(await begin(hers))
      await begin(hers)
      assert.equal((await hers.send(first)).status, 400, 'a later attempt ends the one before')
      assert.equal((await hers.send('/vault/callback/notes?code=a&state=b')).status, 400)
      assert.deepEqual([...(await connections(ada)), ...(await connections(mallory))], [])
    })

    test('RFC 9700 §4.4 an answer that comes by the address of another service connects nothing', async () => {
      const { signIn, someone, begin, service } = world
      const browser = await signIn(await someone())
      const back = service.allow(await begin(browser))
      assert.equal((await browser.send(back.replace('/notes?', '/other?'))).status, 400)
      assert.equal((await browser.send(back)).status, 400, 'and it is used up')
    })

    test('a service that names its issuer and gives an ID token is connected like any other', async () => {
      const { signIn, someone, begin, service, connections } = world
      const ada = await someone()
      const browser = await signIn(ada)
      service.id_token = 'e30.e30.e30'
      const page = await browser.open(
        service.allow(await begin(browser), { iss: 'https://accounts.example' }),
      )
      service.id_token = undefined
      assert.equal(page.status, 200)
      assert.equal((await connections(ada)).length, 1)
    })

    test('after ten minutes it is over', async () => {
      const { signIn, someone, begin, service } = world
      const browser = await signIn(await someone())
      const back = service.allow(await begin(browser))
      warder.clock.now += 600
      assert.equal((await browser.send(back)).status, 400)
    })

    test('who says no there connects nothing, and reads that', async () => {
      const { signIn, someone, begin, connections } = world
      const ada = await someone()
      const browser = await signIn(ada)
      const state = new URL(await begin(browser)).searchParams.get('state') ?? ''
      const page = await browser.open(`/vault/callback/notes?error=access_denied&state=${state}`)
      assert.match(page.html, /nothing was connected/)
      assert.deepEqual(await connections(ada), [])
    })

    test('a service that answers nonsense connects nothing', async () => {
      const { signIn, someone, begin, service } = world
      const browser = await signIn(await someone())
      const back = service.allow(await begin(browser))
      const { secret } = service
      service.secret = 'another one'
      const answer = await browser.send(back)
      service.secret = secret
      assert.equal(answer.status, 502)
    })

    test('a link from elsewhere shows a page, and changes nothing', async () => {
      const { signIn, someone } = world
      const browser = await signIn(await someone())
      const answer = await browser.send(connectPath, { headers: { 'sec-fetch-site': 'cross-site' } })
      assert.equal(answer.status, 200)
      assert.match(
        answer.headers.get('content-security-policy') ?? '',
        /form-action 'self' http:\/\/127\.0\.0\.1:\d+;/,
      )
      const forged = await browser.send(connectPath, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: '',
      })
      assert.equal(forged.status, 403)
    })

    test('who signed in a while ago is asked first who they are', async () => {
      const { signIn, someone } = world
      const browser = await signIn(await someone())
      warder.clock.now += 301
      assert.equal((await browser.open(connectPath)).path, `/reauthenticate?return_to=${connectPath}`)
    })

    test('a session that was ended while its person was there connects nothing', async () => {
      const { signIn, someone, begin, service } = world
      const ada = await someone()
      const browser = await signIn(ada)
      const back = service.allow(await begin(browser))
      await warder.app.db
        .updateTable('session')
        .set({ revoked_at: warder.clock.now })
        .where('user_id', '=', ada.id)
        .execute()
      assert.equal((await browser.open(back)).path.split('?')[0], '/login')
      const rows = await warder.app.db
        .selectFrom('vault_connection')
        .select('id')
        .where('user_id', '=', ada.id)
        .execute()
      assert.deepEqual(rows, [])
    })

    test('what nobody offers cannot be connected, and what is taken back is disconnected', async () => {
      const { signIn, someone, connect, service } = world
      await offer(warder, service, 'other')
      const ada = await someone()
      const browser = await signIn(ada)
      await connect(browser)
      await removeProvider(warder.operator, 'notes')
      assert.equal((await browser.open(connectPath)).status, 404)
      assert.match((await browser.open('/account/connections')).html, /None\. Connect a service/)
      await offer(warder, service)
    })
  },
  withVault,
)
