import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oauthWorld } from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { addApp, waiting } from '../../support/people/authenticator.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'
import { settings, both, type Asked, recordsOf, said, signIn, agree, bothOf, publish } from './terms.ts'

onEveryDatabase(
  'what people agree to',
  (warder) => {
    test('is told to programs that register people', async () => {
      const { consents } = await json<{ consents: object[] }>(await warder.get('/auth/status'))
      assert.deepEqual(consents[0], {
        id: 'terms',
        version: '2',
        url: 'https://acme.example/terms',
        title: 'Terms',
        text: 'I agree to the terms',
        required: true,
      })
      assert.equal(consents.length, 3)
    })

    test('registers nobody who left out what is required, and says which it was', async () => {
      const input = { email: 'nobody@example.com', password: goodPassword, full_name: 'Nobody' }
      // oxfmt-ignore
      const table: [what: object | undefined, wrong: string[]][] = [
        [undefined,                                    ['/consents/terms', '/consents/privacy']],
        [{ terms: true },                              ['/consents/privacy']],
        [{ terms: '1', privacy: '1' },                 ['/consents/terms']],
        [{ terms: false, privacy: true },              ['/consents/terms']],
        [{ ...both, cookies: true },                   ['/consents/cookies']],
        [{ ...both, 'a/b': true },                     ['/consents/a~1b']],
      ]
      for (const [consents, wrong] of table) {
        const answer = await warder.post('/auth/register', { ...input, consents })
        const { errors } = await json<{ errors: { pointer: string }[] }>(answer)
        assert.deepEqual([answer.status, errors.map(({ pointer }) => pointer).sort()], [400, wrong.sort()])
      }
    })

    test('is written down with the account, as of when it was said, and optional things alone where they were said', async () => {
      const input = { email: 'ada@example.com', password: goodPassword, full_name: 'Ada', consents: both }
      const began = warder.clock.now
      assert.equal((await warder.post('/auth/register', input)).status, 201)
      warder.clock.now += 600
      const token = await linkTo(warder, input.email, '/verify-email')
      assert.equal((await warder.post('/auth/verify-email', { token })).status, 200)
      const me = await program(warder, input.email)
      const { id } = await json<{ id: string }>(await me.get('/auth/me'))
      assert.deepEqual(await said(warder, id), ['terms@2 given registration', 'privacy@1 given registration'])
      assert.deepEqual(
        (await recordsOf(warder, id)).map((row) => row.recorded_at),
        [began, began],
      )
    })

    test('of somebody else, who typed a stranger’s address, is not the stranger’s word', async () => {
      const input = { email: 'stranger@example.com', password: goodPassword, full_name: 'Bob' }
      const mallory = {
        ...input,
        password: 'mallory has a long pass phrase',
        consents: { ...both, news: true },
      }
      assert.equal((await warder.post('/auth/register', mallory)).status, 201)
      assert.equal((await warder.post('/auth/register', { ...input, consents: both })).status, 201)
      const token = await linkTo(warder, input.email, '/verify-email')
      const another = 'the owner has a pass phrase as well'
      assert.equal((await warder.post('/auth/verify-email', { token, password: another })).status, 200)
      const asked = await json<Asked>(
        await warder.post('/auth/login', { email: input.email, password: another }),
      )
      assert.deepEqual(
        [asked.consent_required, asked.consents.map(({ id }) => id)],
        [true, ['terms', 'privacy']],
      )
    })

    test('stands between a right password and every token, until all of it is agreed to', async () => {
      const { id } = await warder.user('bob@example.com')
      const asked = await signIn(warder, 'bob@example.com')
      assert.equal(asked.access_token, undefined)
      assert.deepEqual(
        asked.consents.map((one) => one.id),
        ['terms', 'privacy'],
      )
      // oxfmt-ignore
      const table: [consents: object[], status: number, code: string][] = [
        [[],                                                    400, 'invalid_input'],
        [[{ id: 'terms', version: '2' }],                       400, 'invalid_input'],
        [[{ id: 'terms', version: '1' }, bothOf[1] ?? {}],      409, 'conflict'],
        [[...bothOf, { id: 'cookies', version: '1' }],          400, 'invalid_input'],
      ]
      for (const [consents, status, code] of table) {
        const refused = await agree(warder, asked.temp_token, consents)
        assert.deepEqual([refused.status, (await json(refused))['code']], [status, code])
      }
      assert.deepEqual(await said(warder, id), [])
      const { access_token } = await json<Asked>(await agree(warder, asked.temp_token, bothOf))
      assert.equal((await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status, 200)
      assert.deepEqual(await said(warder, id), ['terms@2 given sign-in', 'privacy@1 given sign-in'])
      assert.equal((await agree(warder, asked.temp_token, bothOf)).status, 400, 'the handle is spent')
      assert.ok((await signIn(warder, 'bob@example.com')).access_token, 'nobody is asked twice')
    })

    test('of ten who answer with one handle at once one is in, and it is written down once', async () => {
      const { id } = await warder.user('ten@example.com')
      const { temp_token } = await signIn(warder, 'ten@example.com')
      const answers = await Promise.all(Array.from({ length: 10 }, () => agree(warder, temp_token, bothOf)))
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      assert.equal((await said(warder, id)).length, 2)
    })

    test('is asked after the second factor, and is no way around it', async () => {
      const { id } = await warder.user('factor@example.com')
      const first = await signIn(warder, 'factor@example.com')
      const { access_token } = await json<Asked>(await agree(warder, first.temp_token, bothOf))
      assert.ok(access_token)
      const app = await addApp(warder, 'factor@example.com', await program(warder, 'factor@example.com'))
      publish(warder, 'terms@3 privacy@1 news@1')
      const asked = await waiting(warder, 'factor@example.com')
      const terms = [{ id: 'terms', version: '3' }]
      assert.equal((await agree(warder, asked.temp_token, terms)).status, 400, 'this handle waits for a code')
      warder.clock.now += 60
      const code = app.code()
      const next = await json<Asked>(
        await warder.post('/auth/login/mfa', { temp_token: asked.temp_token, code }),
      )
      assert.equal(next.consent_required, true)
      const guess = await warder.post('/auth/login/mfa', { temp_token: next.temp_token, code })
      assert.equal(guess.status, 400, 'this handle waits for no code')
      const done = await agree(warder, next.temp_token, terms)
      assert.equal(done.status, 200)
      const row = await warder.app.db
        .selectFrom('session')
        .select('amr')
        .where('user_id', '=', id)
        .orderBy('created_at', 'desc')
        .executeTakeFirst()
      assert.match(row?.amr ?? '', /otp.*mfa/, 'the session says all that was proved')
      publish(warder, 'terms@2 privacy@1 news@1')
    })

    test('a new version is asked for at the next sign-in; what is open goes on, and a new password ends what waits', async () => {
      await warder.user('versions@example.com')
      const first = await signIn(warder, 'versions@example.com')
      const { access_token } = await json<Asked>(await agree(warder, first.temp_token, bothOf))
      publish(warder, 'terms@2 privacy@2 news@1')
      assert.equal((await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status, 200)
      const asked = await signIn(warder, 'versions@example.com')
      assert.deepEqual(
        asked.consents.map(({ id }) => id),
        ['privacy'],
      )
      const again = await signIn(warder, 'versions@example.com')
      publish(warder, 'terms@2 privacy@3 news@1')
      const late = await agree(warder, again.temp_token, [{ id: 'privacy', version: '2' }])
      assert.equal(late.status, 409, 'the one that was shown holds no longer')
      const current = await agree(warder, again.temp_token, [{ id: 'privacy', version: '3' }])
      assert.equal(current.status, 200)
      publish(warder, 'terms@4 privacy@3 news@1')
      const waits = await signIn(warder, 'versions@example.com')
      const headers = { authorization: `Bearer ${access_token}` }
      const change = { current_password: goodPassword, password: 'quite another pass phrase' }
      assert.equal((await warder.post('/auth/change-password', change, headers)).status, 200)
      assert.equal((await agree(warder, waits.temp_token, [{ id: 'terms', version: '4' }])).status, 400)
      publish(warder, 'terms@2 privacy@1 news@1')
    })

    test('on the pages, without JavaScript: unticked boxes, what is missing said beside them, and on to the application', async () => {
      const email = 'pages@example.com'
      publish(warder, 'terms@2=https://acme.example/terms privacy@1 news@1')
      const browser = warder.browser()
      const page = await browser.open('/register')
      assert.doesNotMatch(page.html, /checked/)
      assert.match(
        page.html,
        /<a href="https:\/\/acme\.example\/terms" target="_blank" rel="noopener noreferrer">/,
      )
      const fields = { full_name: 'Paula', email, password: goodPassword }
      const refused = await browser.submit(page, '/register', { ...fields, consent_terms: '2' })
      assert.equal(refused.status, 400)
      assert.match(refused.html, /id="consent_privacy-error">This has to be agreed to\./)
      const sent = await browser.submit(refused, '/register', {
        ...fields,
        consent_terms: '2',
        consent_privacy: '1',
      })
      assert.match(sent.html, /Check your inbox/)
      const token = await linkTo(warder, email, '/verify-email')
      const link = await browser.open(`/verify-email?token=${token}`)
      await browser.submit(link, '/verify-email', {})

      publish(warder, 'terms@9 privacy@1 news@1')
      const world = oauthWorld(warder)
      const client = await world.client()
      const login = await browser.open(world.address(client))
      const asked = await browser.submit(login, '/login', { email, password: goodPassword })
      assert.match(asked.path, /^\/agree\?interaction=/)
      assert.equal((await browser.open('/account')).path, '/agree', 'nobody is in yet')
      const unread = await browser.submit(asked, '/agree', {})
      assert.equal(unread.status, 400)
      assert.match(unread.html, /This has to be agreed to/)
      const on = await browser.submit(unread, '/agree', { consent_terms: '9' })
      assert.match(on.html, /<title>Allow access/)

      publish(warder, 'terms@10 privacy@1 news@1')
      const second = await browser.submit(await browser.open('/logout'), '/logout', {})
      assert.equal(second.status, 200)
      const back = await browser.submit(await browser.open('/login'), '/login', {
        email,
        password: goodPassword,
      })
      assert.equal(back.path, '/agree')
      const declined = await browser.submit(back, '/agree/decline', {})
      assert.equal(declined.path, '/login')
      assert.equal((await browser.open('/agree')).path, '/login', 'that sign-in is over')
      publish(warder, 'terms@2 privacy@1 news@1')
    })
  },
  settings,
)

onEveryDatabase('where nothing is to be agreed to', (warder) => {
  test('nobody is asked, and what is sent is not looked at', async () => {
    const input = {
      email: 'ada@example.com',
      password: goodPassword,
      full_name: 'Ada',
      consents: { terms: true },
    }
    assert.equal((await warder.post('/auth/register', input)).status, 201)
    const token = await linkTo(warder, input.email, '/verify-email')
    await warder.post('/auth/verify-email', { token })
    const me = await program(warder, input.email)
    const { documents, items } = await json(await me.get('/auth/me/consents'))
    assert.deepEqual([documents, items], [[], []])
  })
})
