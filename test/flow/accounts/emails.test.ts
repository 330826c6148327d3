import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo, program, type Program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

type Item = { id: string; email: string; primary: boolean; verified: boolean; held_until?: string }

onEveryDatabase('the addresses of an account', (warder) => {
  const items = async (person: Program) =>
    (await json<{ items: Item[] }>(await person.get('/auth/me/emails'))).items
  const mailTo = async (to: string) => (await warder.inbox()).filter((mail) => mail.to === to)
  const mailed = (to: string, path: string) => linkTo(warder, to, path)
  const login = (email: string, password = goodPassword) => warder.post('/auth/login', { email, password })

  test('one more address is asked for, confirmed by its link, and signs in from then on', async () => {
    await warder.user('ada@example.com')
    const ada = await program(warder, 'ada@example.com')
    const asked = await ada.post('/auth/me/emails', { email: 'Ada@Work.example' })
    assert.deepEqual([asked.status, await asked.json()], [202, { accepted: true }])
    assert.equal((await login('ada@work.example')).status, 401)
    const token = await mailed('Ada@work.example', '/confirm-email')
    const confirmed = await ada.post('/auth/me/emails/confirm', { token })
    assert.deepEqual(
      [confirmed.status, await confirmed.json()],
      [200, { email: 'Ada@work.example', primary: false, email_verified: true }],
    )
    assert.deepEqual(
      (await items(ada)).map(({ email, primary, verified }) => [email, primary, verified]),
      [
        ['ada@example.com', true, true],
        ['Ada@work.example', false, true],
      ],
    )
    assert.equal((await login('ADA@work.example')).status, 200)
    assert.equal((await mailTo('ada@example.com'))[0]?.subject, 'An address was added to your Warder account')
  })

  test('a forgotten password is mailed to the address that was typed, and a registration of it conflicts', async () => {
    await warder.post('/auth/forgot-password', { email: 'ada@WORK.example' })
    const token = await mailed('Ada@work.example', '/reset-password')
    const before = (await mailTo('Ada@work.example')).length
    await warder.post('/auth/register', {
      email: 'ada@work.example',
      password: goodPassword,
      full_name: 'Mallory',
    })
    const mails = await mailTo('Ada@work.example')
    assert.equal(mails.length, before + 1)
    assert.equal(mails[0]?.subject, 'You already have an account at Warder')
    const reset = await warder.post('/auth/reset-password', { token, password: goodPassword })
    assert.equal(reset.status, 200)
  })

  test('SE-04 another main address ends other sessions, tokens and devices, and this session goes on renewed', async () => {
    await warder.user('bea@example.com')
    const other = await warder.tokens('bea@example.com')
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', {
      email: 'bea@example.com',
      password: goodPassword,
    })
    const bea = await program(warder, 'bea@example.com')
    const user_id = (await json<{ id: string }>(await bea.get('/auth/me'))).id
    await warder.app.db
      .insertInto('oauth_grant')
      .values({
        id: 'grt_offline',
        tenant_id: 'ten_default',
        client_id: 'cli_notes',
        user_id,
        session_id: 'ses_over',
        offline_at: warder.clock.now,
        scope: 'openid offline_access',
        resource: '',
        amr: 'pwd',
        auth_time: warder.clock.now,
        created_at: warder.clock.now,
        revoked_at: null,
        review_at: warder.clock.now,
      })
      .execute()
    const old = bea.headers()
    await bea.post('/auth/me/emails', { email: 'bea@new.example' })
    await bea.post('/auth/me/emails/confirm', { token: await mailed('bea@new.example', '/confirm-email') })
    const added = (await items(bea)).find(({ email }) => email === 'bea@new.example')
    assert.equal((await bea.post(`/auth/me/emails/${added?.id}/primary`)).status, 200)

    assert.equal((await warder.get('/auth/me', old)).status, 401)
    assert.equal((await warder.post('/auth/refresh', { refresh_token: other.refresh_token })).status, 401)
    assert.equal((await browser.open('/account')).path, '/login?return_to=/account')
    const me = await json<{ email: string; email_verified: boolean }>(await bea.get('/auth/me'))
    assert.deepEqual([me.email, me.email_verified], ['bea@new.example', true])
    const grants = warder.app.db.selectFrom('oauth_grant').select('client_id').where('user_id', '=', user_id)
    assert.deepEqual(
      (await grants.where('revoked_at', 'is', null).execute()).map(({ client_id }) => client_id),
      ['cli_warder'],
      'what applications were given ends too',
    )
    const devices = warder.app.db.selectFrom('known_device').select('user_id').where('user_id', '=', user_id)
    assert.deepEqual(await devices.execute(), [])
  })

  test('a change of address is one request and one confirmation, and the old one is told how to undo it', async () => {
    await warder.user('cleo@example.com')
    const cleo = await program(warder, 'cleo@example.com')
    assert.equal((await cleo.post('/auth/me/email', { email: 'cleo@new.example' })).status, 202)
    assert.equal((await json<{ email: string }>(await cleo.get('/auth/me'))).email, 'cleo@example.com')
    await cleo.post('/auth/me/emails/confirm', {
      token: await mailed('cleo@new.example', '/confirm-email'),
    })
    assert.equal((await json<{ email: string }>(await cleo.get('/auth/me'))).email, 'cleo@new.example')
    const [told] = await mailTo('cleo@example.com')
    assert.match(told?.text ?? '', /became c•••@new\.example/)
    assert.match(told?.links[0] ?? '', /^https:\/\/id\.example\/undo-email\?token=wot_/)
  })

  test('the history of a person tells each of it', async () => {
    const dan = await warder.user('dan@example.com')
    const own = await program(warder, 'dan@example.com')
    await own.post('/auth/me/email', { email: 'dan@new.example' })
    await own.post('/auth/me/emails/confirm', {
      token: await mailed('dan@new.example', '/confirm-email'),
    })
    await warder.post('/auth/undo-email', { token: await mailed('dan@example.com', '/undo-email') })
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select('type')
      .where('subject', '=', dan.id)
      .where('type', 'like', 'email.%')
      .orderBy('seq')
      .execute()
    assert.deepEqual(
      events.map(({ type }) => type),
      ['email.added', 'email.confirmed', 'email.primary_changed', 'email.undone'],
    )
  })

  test('an address is removed and told so; what waits can be taken back', async () => {
    await warder.user('eli@example.com')
    const eli = await program(warder, 'eli@example.com')
    await eli.post('/auth/me/emails', { email: 'eli@work.example' })
    await eli.post('/auth/me/emails/confirm', { token: await mailed('eli@work.example', '/confirm-email') })
    await eli.post('/auth/me/emails', { email: 'eli@waiting.example' })
    const [main, work, waiting] = await items(eli)
    assert.deepEqual([waiting?.email, waiting?.verified], ['eli@waiting.example', false])
    assert.equal((await eli.remove(`/auth/me/emails/${main?.id}`)).status, 409)
    assert.equal((await eli.remove(`/auth/me/emails/${work?.id}`)).status, 204)
    assert.equal((await eli.remove(`/auth/me/emails/${waiting?.id}`)).status, 204)
    assert.equal((await eli.remove(`/auth/me/emails/${waiting?.id}`)).status, 404)
    assert.equal((await items(eli)).length, 1)
    assert.match((await mailTo('eli@work.example'))[0]?.subject ?? '', /was removed/)
    assert.equal((await login('eli@work.example')).status, 401)
    const late = await eli.post('/auth/me/emails/confirm', {
      token: await mailed('eli@waiting.example', '/confirm-email'),
    })
    assert.equal((await json(late))['code'], 'token_invalid')
  })

  test('an account has at most ten addresses, those that wait counted in', async () => {
    await warder.user('fay@example.com')
    const fay = await program(warder, 'fay@example.com')
    for (let i = 1; i < 10; i++)
      assert.equal((await fay.post('/auth/me/emails', { email: `fay@${i}.example` })).status, 202)
    const eleventh = await fay.post('/auth/me/emails', { email: 'fay@ten.example' })
    assert.equal((await json(eleventh))['code'], 'conflict')
    assert.equal((await items(fay)).length, 10)
  })
})
