import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentsIn, namedVersion } from '../../../packages/warder/src/config/areas/privacy/documents.ts'
import { noteAgreed } from '../../../packages/warder/src/privacy/consents/operator.ts'
import { exportFor } from '../../../packages/warder/src/privacy/export/export.ts'
import { deleteUser } from '../../../packages/warder/src/users/manage.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { addApp, waiting } from '../../support/people/authenticator.ts'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'

const settings = {
  'consents.documents': 'terms@2=https://acme.example/terms privacy@1=https://acme.example/privacy news@1',
  'consents.required': 'terms privacy',
  'consents.texts': 'news=Send me news',
}
const both = { terms: '2', privacy: '1' }
type Asked = {
  consent_required?: boolean
  temp_token: string
  consents: { id: string }[]
  access_token?: string
}

const recordsOf = (warder: TestWarder, user_id: string) =>
  warder.app.db
    .selectFrom('consent_record')
    .select(['document', 'version', 'action', 'source', 'recorded_at'])
    .where('user_id', '=', user_id)
    .orderBy('seq')
    .execute()

const said = async (warder: TestWarder, user_id: string) =>
  (await recordsOf(warder, user_id)).map(
    (row) => `${row.document}@${row.version} ${row.action} ${row.source}`,
  )

const signIn = async (warder: TestWarder, email: string) =>
  json<Asked>(await warder.post('/auth/login', { email, password: goodPassword }))

const agree = (warder: TestWarder, temp_token: string, consents: object[]) =>
  warder.post('/auth/login/consents', { temp_token, consents })

const bothOf = [
  { id: 'terms', version: '2' },
  { id: 'privacy', version: '1' },
]

/** The settings of a running server, as they are after a restart with another version. */
function publish(warder: TestWarder, documents: string): void {
  const named = documents.split(' ').flatMap((word) => {
    const parsed = namedVersion.parse(word)
    return parsed.ok ? [parsed.value] : []
  })
  const values = { 'consents.documents': named, 'consents.required': ['terms', 'privacy'] }
  Object.assign(warder.app.config, { consents: documentsIn(values) })
}

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

    test('is taken back as it is given, with the audit, and each change is one record however often it is sent', async () => {
      const { id } = await warder.user('carol@example.com')
      const { temp_token } = await signIn(warder, 'carol@example.com')
      await agree(warder, temp_token, bothOf)
      const me = await program(warder, 'carol@example.com')
      const give = { document: 'news', version: '1', given: true }
      const take = { document: 'news', given: false }
      assert.equal(
        (await me.post('/auth/me/consents', take)).status,
        200,
        'nothing was given, nothing is taken',
      )
      await Promise.all([1, 2, 3].map(() => me.post('/auth/me/consents', give)))
      await Promise.all([1, 2, 3].map(() => me.post('/auth/me/consents', take)))
      assert.deepEqual((await said(warder, id)).slice(2), ['news@1 given api', 'news@1 withdrawn api'])
      const { documents, items } = await json<{
        documents: { id: string; state: string }[]
        items: object[]
      }>(await me.get('/auth/me/consents'))
      assert.deepEqual(
        documents.map(({ id: name, state }) => `${name} ${state}`),
        ['terms given', 'privacy given', 'news withdrawn'],
      )
      assert.equal(items.length, 4)
      const events = await warder.app.db
        .selectFrom('audit_event')
        .select(['type', 'detail'])
        .where('subject', '=', id)
        .where('type', 'like', 'privacy.%')
        .orderBy('seq')
        .execute()
      assert.deepEqual(
        events.map(({ type }) => type),
        ['privacy.agreed', 'privacy.agreed', 'privacy.withdrawn'],
      )
      assert.match(events[2]?.detail ?? '', /news@1/)
    })

    test('what is required is not taken back by staying, and an old version is not agreed to', async () => {
      await warder.user('dora@example.com')
      const { temp_token } = await signIn(warder, 'dora@example.com')
      await agree(warder, temp_token, bothOf)
      const me = await program(warder, 'dora@example.com')
      // oxfmt-ignore
      const table: [change: object, status: number][] = [
        [{ document: 'terms', given: false },                   409],
        [{ document: 'terms', version: '1', given: true },      409],
        [{ document: 'cookies', version: '1', given: true },    400],
        [{ document: 'cookies', given: false },                 400],
        [{ document: 'news', given: true },                     400],
        [{ document: 'news', version: '1' },                    400],
      ]
      for (const [change, status] of table)
        assert.equal((await me.post('/auth/me/consents', change)).status, status, JSON.stringify(change))
    })

    test('of somebody else is not shown, and not changed by a session that has ended', async () => {
      await warder.user('eve@example.com')
      const { temp_token } = await signIn(warder, 'eve@example.com')
      const { access_token } = await json<Asked>(await agree(warder, temp_token, bothOf))
      const me = await program(warder, 'eve@example.com')
      const { items } = await json<{ items: object[] }>(await me.get('/auth/me/consents'))
      assert.equal(items.length, 2)
      const headers = { authorization: `Bearer ${access_token}` }
      assert.equal((await warder.post('/auth/logout', {}, headers)).status, 204)
      const give = { document: 'news', version: '1', given: true }
      assert.equal((await warder.post('/auth/me/consents', give, headers)).status, 401)
    })

    test('LP-08 whoever agrees at the moment in which the account is erased leaves nothing under its name', async () => {
      for (let round = 0; round < 3; round++) {
        const email = `leaving-${round}@example.com`
        const { id } = await warder.user(email)
        const { temp_token } = await signIn(warder, email)
        await agree(warder, temp_token, bothOf)
        const me = await program(warder, email)
        const give = { document: 'news', version: '1', given: true }
        const both = [
          me.post('/auth/me/consents', give),
          me.remove('/auth/me'),
          me.post('/auth/me/consents', give),
        ]
        const [, gone] = await Promise.all([...both, me.post('/auth/me/consents', { ...give, given: false })])
        assert.equal(gone?.status, 204)
        assert.deepEqual(await said(warder, id), [])
      }
    })

    test('LP-08 nor does an operator write anything of them down', async () => {
      for (let round = 0; round < 3; round++) {
        const { id } = await warder.user(`by-operator-${round}@example.com`)
        const terms = [{ id: 'terms', version: '2' }]
        const done = await Promise.allSettled([
          deleteUser(warder.operator, id),
          noteAgreed(warder.operator, id, terms),
          exportFor(warder.operator, id),
        ])
        assert.equal(done[0]?.status, 'fulfilled')
        assert.deepEqual(await said(warder, id), [])
        const named = await warder.app.db
          .selectFrom('audit_event')
          .select('seq')
          .where('subject', '=', id)
          .execute()
        assert.deepEqual(named, [])
      }
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
