import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { personWithApp, waiting, type WithApp } from '../../support/people/authenticator.ts'
import { program } from '../../support/people/programs.ts'
import { json } from '../../support/warder.ts'

onEveryDatabase('recovery codes', (warder) => {
  const signIn = async (ada: WithApp, code: string | undefined, temp_token?: string) =>
    warder.post('/auth/login/mfa', {
      temp_token: temp_token ?? (await waiting(warder, ada.email)).temp_token,
      code,
    })
  const left = async (ada: WithApp) => (await json(await ada.program.get('/auth/mfa/backup-codes')))['left']
  const mails = async (email: string) =>
    (await warder.inbox()).filter(({ to, subject }) => to === email && subject.includes('was used'))

  test('MF-09 a code works once, typed in any case and with or without dashes, and its person is told', async () => {
    const ada = await personWithApp(warder, 'ada@example.com')
    const [first = '', second = '', third = ''] = ada.recovery
    assert.match(first, /^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/)
    const spellings = [first, second.toUpperCase().replaceAll('-', ''), third.replaceAll('-', ' ')]
    for (const code of spellings) assert.equal((await signIn(ada, code)).status, 200, code)
    for (const code of spellings) assert.equal((await signIn(ada, code)).status, 401, code)
    assert.equal(await left(ada), 7)
    const told = await mails(ada.email)
    assert.equal(told.length, 3)
    assert.match(told[0]?.text ?? '', /You have 7 left\./)
    assert.doesNotMatch(told[0]?.text ?? '', /It is time to make new ones/)
    for (const code of spellings) assert.ok(told.every(({ text }) => !text.includes(code)))
  })

  test('MF-09 F-33 of twenty sign-ins at once with one code, one is let in', async () => {
    const ada = await personWithApp(warder, 'twenty@example.com')
    const tokens: string[] = []
    for (let at = 0; at < 20; at++) tokens.push((await waiting(warder, ada.email)).temp_token)
    const answers = await Promise.all(tokens.map((temp_token) => signIn(ada, ada.recovery[0], temp_token)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.ok(answers.every(({ status }) => status < 500))
    assert.equal(await left(ada), 9)
    assert.equal((await mails(ada.email)).length, 1)
  })

  test('MF-09 of several new sets at once one is good, and all before it are dead', async () => {
    const ada = await personWithApp(warder, 'sets@example.com')
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ada.program.post('/auth/mfa/backup-codes')),
    )
    const sets: string[][] = []
    for (const answer of answers) {
      assert.equal(answer.status, 200)
      sets.push((await json<{ backup_codes: string[] }>(answer)).backup_codes)
    }
    assert.equal(await left(ada), 10)
    assert.equal((await signIn(ada, ada.recovery[0])).status, 401)
    const statuses: number[] = []
    for (const [code] of sets) statuses.push((await signIn(ada, code)).status)
    assert.deepEqual(
      statuses.toSorted((a, b) => a - b),
      [200, 401, 401, 401, 401],
    )
  })

  test('MF-09 stored is a keyed digest that differs from person to person, and nothing of the code', async () => {
    const ada = await personWithApp(warder, 'stored@example.com')
    const rows = await warder.app.db
      .selectFrom('credential')
      .selectAll()
      .where('method', '=', 'backup_code')
      .where('user_id', '=', String((await json(await ada.program.get('/auth/me')))['id']))
      .execute()
    assert.equal(rows.length, 10)
    assert.equal(new Set(rows.map(({ lookup }) => lookup)).size, 10)
    const text = JSON.stringify(rows) + warder.lines.join('')
    for (const code of ada.recovery)
      for (const form of [code, code.replaceAll('-', ''), code.slice(0, 9)]) assert.ok(!text.includes(form))
  })

  test('the code of somebody else is a wrong one', async () => {
    const [ada, bob] = [
      await personWithApp(warder, 'one@example.com'),
      await personWithApp(warder, 'two@example.com'),
    ]
    assert.equal((await signIn(ada, bob.recovery[0])).status, 401)
    assert.equal((await signIn(bob, bob.recovery[0])).status, 200)
  })

  test('with three left the mail says that it is time for new ones, and after the last one there is none', async () => {
    const ada = await personWithApp(warder, 'last@example.com')
    for (const code of ada.recovery) {
      assert.equal((await signIn(ada, code)).status, 200)
      warder.clock.now += 1
    }
    // The newest first.
    const few = (await mails(ada.email)).map(({ text }) => /It is time to make new ones/.test(text))
    assert.deepEqual(few, [true, true, true, true, false, false, false, false, false, false])
    assert.match((await mails(ada.email))[0]?.text ?? '', /That was the last one\./)
    assert.deepEqual((await waiting(warder, ada.email)).mfa_types, ['totp'])
    const me = await ada.program.get('/auth/me')
    assert.equal((await json(me))['mfa_enabled'], true)
  })

  test('who has no second step has no recovery codes either', async () => {
    await warder.user('none@example.com')
    const ada = await program(warder, 'none@example.com')
    const refused = await ada.post('/auth/mfa/backup-codes')
    assert.deepEqual([refused.status, (await json(refused))['code']], [409, 'conflict'])
    assert.deepEqual(await json(await ada.get('/auth/mfa/backup-codes')), { left: 0 })
  })

  test('the history of the person tells of each use, and of every new set', async () => {
    const ada = await personWithApp(warder, 'history@example.com')
    await signIn(ada, ada.recovery[0])
    await ada.program.post('/auth/mfa/backup-codes')
    const { items } = await json<{ items: { type: string }[] }>(await ada.program.get('/auth/me/events'))
    const types = items.map(({ type }) => type).filter((type) => /^(totp|backup)/.test(type))
    assert.deepEqual(types, [
      'backup_codes.created',
      'backup_code.used',
      'backup_codes.created',
      'totp.added',
    ])
  })
})
