import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import {
  addApp,
  begin,
  codeAt,
  fromBase32,
  personWithApp,
  waiting,
  wrongCodeAt,
  type Begun,
} from '../../support/people/authenticator.ts'
import { program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'

type Claims = { amr: string[]; acr: string }

onEveryDatabase('an authenticator app', (warder) => {
  const answer = (temp_token: string, code: string) => warder.post('/auth/login/mfa', { temp_token, code })
  const sessions = async () => (await warder.app.db.selectFrom('session').select('id').execute()).length
  const me = async (headers: Record<string, string>) => json(await warder.get('/auth/me', headers))

  test('its code is asked for at every sign-in, and the session says that it was', async () => {
    const ada = await personWithApp(warder, 'ada@example.com')
    assert.equal(ada.recovery.length, 10)
    assert.equal((await me(ada.program.headers()))['mfa_enabled'], true)
    const { temp_token, mfa_types } = await waiting(warder, ada.email)
    assert.deepEqual(mfa_types, ['totp', 'backup_code'])
    const done = await answer(temp_token, ada.code())
    assert.equal(done.status, 200)
    const { access_token } = await json<{ access_token: string }>(done)
    const payload = access_token.split('.')[1] ?? ''
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
    assert.ok(claims.amr.includes('otp'))
    assert.equal(claims.acr, 'urn:warder:aal2')
  })

  test('MF-03 a code counts once, however it is written, and none counts that is older', async () => {
    const ada = await personWithApp(warder, 'mf03@example.com')
    const code = ada.code()
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
    assert.equal((await answer((await waiting(warder, ada.email)).temp_token, spaced)).status, 200)
    const { temp_token } = await waiting(warder, ada.email)
    assert.equal((await answer(temp_token, code)).status, 401)
    assert.equal((await answer(temp_token, ada.code(-1))).status, 401, 'the step before it')
    assert.equal((await answer(temp_token, ada.code(1))).status, 200, 'the next one')
  })

  test('MF-03 nor does the code that confirmed it, read from the screen, sign in', async () => {
    await warder.user('screen@example.com')
    const ada = await addApp(warder, 'screen@example.com', await program(warder, 'screen@example.com'))
    assert.equal((await answer((await waiting(warder, ada.email)).temp_token, ada.code())).status, 401)
  })

  test('MF-03 F-33 of twenty sign-ins at once with one code, one is let in', async () => {
    const ada = await personWithApp(warder, 'mf03-twenty@example.com')
    const tokens: string[] = []
    for (let at = 0; at < 20; at++) tokens.push((await waiting(warder, ada.email)).temp_token)
    const before = await sessions()
    const code = ada.code()
    const answers = await Promise.all(tokens.map((temp_token) => answer(temp_token, code)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.ok(answers.every(({ status }) => status < 500))
    assert.equal(await sessions(), before + 1)
  })

  // oxfmt-ignore
  const drifts: [steps: number, status: number][] = [[-2, 401], [-1, 200], [0, 200], [1, 200], [2, 401]]
  for (const [steps, status] of drifts) {
    test(`MF-04 a code ${steps} steps away is answered with ${status}`, async () => {
      const ada = await personWithApp(warder, `mf04-${steps + 2}@example.com`)
      warder.clock.now += 300
      const { temp_token } = await waiting(warder, ada.email)
      assert.equal((await answer(temp_token, ada.code(steps))).status, status)
    })
  }

  test('F-23 a clock that goes back an hour makes no used code good again', async () => {
    const ada = await personWithApp(warder, 'f23@example.com')
    const code = ada.code()
    assert.equal((await answer((await waiting(warder, ada.email)).temp_token, code)).status, 200)
    warder.clock.now -= 3600
    const { temp_token } = await waiting(warder, ada.email)
    assert.equal((await answer(temp_token, code)).status, 401)
    assert.equal((await answer(temp_token, ada.code())).status, 401)
    warder.clock.now += 3600
  })

  test('MF-10 what was begun and not confirmed is asked for by nobody and counts for nothing', async () => {
    await warder.user('mf10@example.com')
    const ada = await program(warder, 'mf10@example.com')
    const { secret } = await begin(ada, { name: 'Blue phone' })
    assert.deepEqual(await json(await ada.get('/auth/mfa/totp')), { items: [], next_cursor: null })
    assert.equal((await me(ada.headers()))['mfa_enabled'], false)
    const again = await warder.post('/auth/login', { email: 'mf10@example.com', password: goodPassword })
    assert.ok('access_token' in (await json(again)))
    assert.equal((await ada.post('/auth/mfa/backup-codes')).status, 409)
    warder.clock.now += 15 * 60
    const fresh = await program(warder, 'mf10@example.com')
    const late = await fresh.post('/auth/mfa/totp/confirm', { code: codeAt(secret, warder.clock.now) })
    assert.deepEqual([late.status, (await json(late))['code']], [400, 'token_invalid'])
  })

  test('two windows do not break each other: each has its own secret and is confirmed by its own code', async () => {
    await warder.user('tabs@example.com')
    const ada = await program(warder, 'tabs@example.com')
    const [first, second] = [await begin(ada, { name: 'Blue phone' }), await begin(ada)]
    assert.notEqual(first.secret, second.secret)
    const confirm = (body: object) => ada.post('/auth/mfa/totp/confirm', body)
    const of = ({ secret }: { secret: string }) => codeAt(secret, warder.clock.now)
    const wrong = await confirm({ code: of(first), id: second.id })
    assert.equal(wrong.status, 400)
    const added = await json(await confirm({ code: of(first), id: first.id }))
    assert.deepEqual([added['id'], added['name']], [first.id, 'Blue phone'])
    const newest = await json(await confirm({ code: of(second) }))
    assert.deepEqual(
      [newest['id'], newest['name'], newest['backup_codes']],
      [second.id, 'Authenticator app', []],
    )
    const { items } = await json<{ items: { name: string; last_used_at: null }[] }>(
      await ada.get('/auth/mfa/totp'),
    )
    assert.deepEqual(items.map(({ name, last_used_at }) => `${name} ${last_used_at}`).toSorted(), [
      'Authenticator app null',
      'Blue phone null',
    ])
  })

  test('F-33 of twenty confirmations at once one adds it, and ten recovery codes there are', async () => {
    await warder.user('confirm@example.com')
    const ada = await program(warder, 'confirm@example.com')
    const { id, secret } = await begin(ada)
    const code = codeAt(secret, warder.clock.now)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ada.post('/auth/mfa/totp/confirm', { code, id })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(answers.filter(({ status }) => status === 400).length, 19)
    const rows = await warder.app.db
      .selectFrom('credential')
      .select('method')
      .innerJoin('user', 'user.id', 'credential.user_id')
      .where('user.email', '=', 'confirm@example.com')
      .execute()
    assert.equal(rows.filter(({ method }) => method === 'totp').length, 1)
    assert.equal(rows.filter(({ method }) => method === 'backup_code').length, 10)
  })

  test('five wrong codes end what was begun, and the right one comes too late', async () => {
    await warder.user('guess@example.com')
    const ada = await program(warder, 'guess@example.com')
    const { secret } = await begin(ada)
    const left: unknown[] = []
    for (let at = 0; at < 5; at++) {
      const refused = await ada.post('/auth/mfa/totp/confirm', {
        code: wrongCodeAt(secret, warder.clock.now),
      })
      left.push((await json(refused))['attempts_left'])
    }
    assert.deepEqual(left, [4, 3, 2, 1, 0])
    const late = await ada.post('/auth/mfa/totp/confirm', { code: codeAt(secret, warder.clock.now) })
    assert.equal(late.status, 400)
  })

  test('MF-15 the secret is shown once, and stands nowhere afterwards', async () => {
    const ada = await personWithApp(warder, 'mf15@example.com')
    await answer((await waiting(warder, ada.email)).temp_token, wrongCodeAt(ada.secret, warder.clock.now))
    await answer((await waiting(warder, ada.email)).temp_token, ada.code())
    const raw = fromBase32(ada.secret)
    assert.equal(raw.length, 20, '160 bits (RFC 4226 §4 R6)')
    const said: string[] = [warder.lines.join('')]
    for (const path of ['/auth/me', '/auth/mfa/totp', '/auth/me/events', '/auth/sessions'])
      said.push(await (await ada.program.get(path)).text())
    for (const { name } of await warder.app.db.introspection.getTables()) {
      const { rows } = await sql`select * from ${sql.table(name)}`.execute(warder.app.db)
      said.push(
        JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
      )
    }
    const forms = [ada.secret, ada.secret.toLowerCase(), raw.toString('hex'), raw.toString('base64url')]
    for (const text of said) for (const form of forms) assert.ok(!text.includes(form))
    const pages = warder.browser()
    await pages.submit(await pages.open('/login'), '/login', { email: ada.email, password: goodPassword })
    assert.ok(!(await pages.open('/account/security')).html.includes(ada.secret))
  })

  test('it is renamed and removed; without the last one nothing is asked for and the recovery codes are gone', async () => {
    const ada = await personWithApp(warder, 'remove@example.com')
    const bearer = ada.program.headers()
    const rename = (id: string, name: string) => {
      const body = JSON.stringify({ name })
      const headers = { ...bearer, 'content-type': 'application/json', 'content-length': String(body.length) }
      return warder.request(`/auth/mfa/totp/${id}`, { method: 'PATCH', body, headers })
    }
    assert.equal((await json(await rename(ada.id, 'Red phone')))['name'], 'Red phone')
    assert.equal((await rename(ada.id, '')).status, 400)
    assert.equal((await rename('tot_unknown', 'x')).status, 404)

    const { secret } = await begin(ada.program)
    await ada.program.post('/auth/mfa/totp/confirm', { code: codeAt(secret, warder.clock.now) })
    assert.equal((await ada.program.remove(`/auth/mfa/totp/${ada.id}`)).status, 204)
    assert.equal((await ada.program.remove(`/auth/mfa/totp/${ada.id}`)).status, 404)
    assert.deepEqual(await json(await ada.program.get('/auth/mfa/backup-codes')), { left: 10 })
    assert.equal((await me(bearer))['mfa_enabled'], true)
    assert.equal((await ada.program.remove('/auth/mfa/totp')).status, 204)
    assert.equal((await ada.program.remove('/auth/mfa/totp')).status, 204)
    assert.equal((await me(bearer))['mfa_enabled'], false)
    assert.deepEqual(await json(await ada.program.get('/auth/mfa/backup-codes')), { left: 0 })
    assert.equal('access_token' in (await warder.tokens(ada.email)), true)
    const subjects = (await warder.inbox()).filter(({ to }) => to === ada.email).map(({ subject }) => subject)
    assert.equal(subjects.filter((subject) => /was added/.test(subject)).length, 2)
    assert.equal(subjects.filter((subject) => /was removed/.test(subject)).length, 2)
  })

  test('nothing is added, removed or made without a recent sign-in', async () => {
    const ada = await personWithApp(warder, 'recent@example.com')
    warder.clock.now += 301
    const refused = [
      await ada.program.post('/auth/mfa/totp/enable'),
      await ada.program.remove('/auth/mfa/totp'),
      await ada.program.remove(`/auth/mfa/totp/${ada.id}`),
      await ada.program.post('/auth/mfa/backup-codes'),
    ]
    for (const answered of refused) {
      assert.equal(answered.status, 401)
      assert.equal((await json(answered))['code'], 'insufficient_user_authentication')
    }
  })

  test('a person has ten of them at most', async () => {
    const ada = await personWithApp(warder, 'ten@example.com')
    const waits = [await begin(ada.program), await begin(ada.program)]
    for (let at = 1; at < 10; at++) {
      const { id, secret } = at === 1 ? waits[0]! : await begin(ada.program)
      const code = codeAt(secret, warder.clock.now)
      assert.equal((await ada.program.post('/auth/mfa/totp/confirm', { code, id })).status, 200)
    }
    assert.equal((await ada.program.post('/auth/mfa/totp/enable')).status, 409)
    const { id, secret } = waits[1]!
    const late = await ada.program.post('/auth/mfa/totp/confirm', {
      code: codeAt(secret, warder.clock.now),
      id,
    })
    assert.equal(late.status, 409)
  })

  test('of more than ten that were begun the oldest are over', async () => {
    await warder.user('eleven@example.com')
    const ada = await program(warder, 'eleven@example.com')
    const begun: Begun[] = []
    for (let at = 0; at < 11; at++) {
      warder.clock.now += 1
      begun.push(await begin(ada))
    }
    const confirm = ({ id, secret }: Begun) =>
      ada.post('/auth/mfa/totp/confirm', { id, code: codeAt(secret, warder.clock.now) })
    assert.equal((await confirm(begun[0]!)).status, 400)
    assert.equal((await confirm(begun[1]!)).status, 200)
  })

  test('what somebody else added goes when its owner says that it was not them', async () => {
    await warder.user('owner@example.com')
    const mallory = await program(warder, 'owner@example.com')
    const { secret } = await begin(mallory)
    await mallory.post('/auth/mfa/totp/confirm', { code: codeAt(secret, warder.clock.now) })
    const browser = warder.browser()
    const link = (await warder.inbox())
      .filter(
        ({ to, subject }) => to === 'owner@example.com' && subject.includes('authenticator app was added'),
      )
      .flatMap(({ links }) => links)[0]
    assert.ok(link)
    const page = await browser.open(new URL(link).pathname + new URL(link).search)
    assert.equal((await browser.submit(page, '/not-me', {})).status, 200)
    const rows = await warder.app.db
      .selectFrom('user')
      .leftJoin('credential', 'credential.user_id', 'user.id')
      .select(['method', 'mfa_enabled_at'])
      .where('user.email', '=', 'owner@example.com')
      .execute()
    assert.deepEqual(rows, [{ method: 'password', mfa_enabled_at: null }])
  })
})

describe('RFC 6238 Appendix B, by the arithmetic of the tests', () => {
  const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  for (const [time, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ] as const)
    test(`${time} is ${code}`, () => assert.equal(codeAt(seed, time), code))
})
