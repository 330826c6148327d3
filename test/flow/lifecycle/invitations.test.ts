import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { invite, listInvitations, uninvite } from '../../../packages/warder/src/users/invite/invite.ts'
import { findUser } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

onEveryDatabase('an invitation', (warder) => {
  const accept = (token: string, more: object = {}) =>
    warder.post('/auth/invite', { token, full_name: 'Ada Lovelace', password: goodPassword, ...more })
  async function invited(email: string, roles: string[] = []): Promise<string> {
    await invite(warder.operator, { email, roles })
    return linkTo(warder, email, '/invite')
  }

  test('is mailed, makes no account before it is accepted, and then one that is signed in with its roles', async () => {
    const token = await invited('ada@example.com', ['admin'])
    await assert.rejects(findUser(warder.operator, 'ada@example.com'), { code: 'not_found' })
    const answer = await accept(token)
    assert.equal(answer.status, 200)
    const { access_token } = await json<{ access_token: string }>(answer)
    const me = await json(await warder.get('/auth/me', { authorization: `Bearer ${access_token}` }))
    assert.deepEqual(
      [me['email'], me['full_name'], me['email_verified'], me['roles']],
      ['ada@example.com', 'Ada Lovelace', true, ['admin']],
    )
    assert.equal((await accept(token)).status, 400, 'it works once')
  })

  test('is not accepted by what another site made a browser send', async () => {
    const token = await invited('elsewhere@example.com')
    const body = { token, full_name: 'Alice', password: goodPassword }
    const answer = await warder.post('/auth/invite', body, { origin: 'https://evil.example' })
    assert.deepEqual([answer.status, (await json(answer))['code']], [403, 'csrf_failed'])
    assert.equal((await accept(token)).status, 200)
  })

  test('TN-07 that is accepted twenty times at once makes one account, with the roles it names and no other', async () => {
    const token = await invited('bob@example.com')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => accept(token, { roles: ['admin'], role: 'admin' })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(answers.filter(({ status }) => status === 400).length, 19)
    assert.deepEqual((await findUser(warder.operator, 'bob@example.com')).roles, [])
  })

  test('TN-06 is dead after seven days, after a newer one and when it is taken back', async () => {
    const late = await invited('late@example.com')
    warder.clock.now += 7 * 24 * 3600
    assert.equal((await accept(late)).status, 400)
    assert.equal((await warder.browser().open(`/invite?token=${late}`)).status, 410)

    const older = await invited('twice@example.com')
    const newer = await invited('twice@example.com')
    assert.equal((await accept(older)).status, 400)
    await uninvite(warder.operator, 'Twice@example.com')
    assert.equal((await accept(newer)).status, 400)
    await assert.rejects(uninvite(warder.operator, 'twice@example.com'), { code: 'not_found' })
  })

  test('asks for a password that is good enough, and stays when it is not', async () => {
    const token = await invited('alice@example.com')
    const weak = await accept(token, { password: 'short' })
    assert.deepEqual([weak.status, (await json(weak))['code']], [400, 'password_refused'])
    assert.equal((await accept(token)).status, 200)
  })

  test('goes to nobody who has an account, and names roles that exist', async () => {
    await warder.user('other-mallory@example.com')
    await assert.rejects(invite(warder.operator, { email: 'other-mallory@example.com' }), {
      code: 'conflict',
    })
    await assert.rejects(invite(warder.operator, { email: 'x@example.com', roles: ['owner'] }), {
      code: 'invalid_input',
    })
    await assert.rejects(invite(warder.operator, { email: 'not an address' }), { code: 'invalid_input' })
  })

  test('makes no second account where the address registered by itself: its owner accepts, signed in', async () => {
    const token = await invited('other-ada@example.com', ['admin'])
    await warder.user('other-ada@example.com')
    const refused = await accept(token)
    assert.deepEqual([refused.status, (await json(refused))['code']], [409, 'conflict'])
    assert.deepEqual((await findUser(warder.operator, 'other-ada@example.com')).roles, [])

    const browser = warder.browser()
    const page = await browser.open(`/invite?token=${token}`)
    assert.match(page.html, /has an account by now/)
    const login = /href="(\/login[^"]+)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const fields = { email: 'other-ada@example.com', password: goodPassword }
    const back = await browser.submit(await browser.open(login), '/login', fields)
    assert.equal(back.path, `/invite?token=${token}`)
    const cookie = browser.cookies.get('__Host-warder_session')
    const done = await browser.submit(back, '/invite', {})
    assert.equal(done.path, '/account?done=joined')
    assert.notEqual(browser.cookies.get('__Host-warder_session'), cookie)
    assert.deepEqual((await findUser(warder.operator, 'other-ada@example.com')).roles, ['admin'])
    assert.equal((await browser.open(`/invite?token=${token}`)).status, 410)
  })

  test('TN-06 for Bob is nothing that Mallory can accept with her own account', async () => {
    const token = await invited('invited-bob@example.com', ['admin'])
    await Promise.all([warder.user('invited-bob@example.com'), warder.user('mallory@example.com')])
    const browser = warder.browser()
    const fields = { email: 'mallory@example.com', password: goodPassword }
    const own = await browser.submit(await browser.open('/login'), '/login', fields)
    const page = await browser.open(`/invite?token=${token}`)
    assert.match(page.html, /Sign out first/)
    const { csrf_token = '' } = Object.fromEntries(
      [...own.html.matchAll(/name="(csrf_token)" value="([^"]+)"/g)].map(([, key, value]) => [key, value]),
    )
    const body = new URLSearchParams({ csrf_token, token, full_name: 'Mallory', password: goodPassword })
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.toString().length),
      origin: 'https://id.example',
    }
    const sent = await browser.send('/invite', { method: 'POST', body: body.toString(), headers })
    assert.equal(sent.status, 409)
    assert.deepEqual((await findUser(warder.operator, 'mallory@example.com')).roles, [])
    assert.deepEqual((await findUser(warder.operator, 'invited-bob@example.com')).roles, [])
  })

  test('is listed by address while it waits, in pages', async () => {
    for (const one of ['z1', 'z2', 'z3']) await invited(`${one}@example.com`, ['admin'])
    await uninvite(warder.operator, 'z2@example.com')
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listInvitations(warder.operator, { limit: 2, cursor })
      seen.push(...page.items.map(({ email }) => email))
      cursor = page.next_cursor ?? undefined
    } while (cursor !== undefined)
    assert.deepEqual(
      seen.filter((email) => /^z\d@/.test(email)),
      ['z1@example.com', 'z3@example.com'],
    )
    assert.deepEqual(seen, seen.toSorted())
  })
})

describe('the page of an invitation, without JavaScript', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  test('asks for a name and a password, says what is wrong with them, and signs in', async () => {
    const { link } = await invite(warder.operator, { email: 'ada@example.com' })
    const browser = warder.browser()
    const page = await browser.open(new URL(link).pathname + new URL(link).search)
    assert.match(page.html, /value="ada@example\.com"/)
    const weak = await browser.submit(page, '/invite', { full_name: 'Ada', password: 'short' })
    assert.equal(weak.status, 400)
    assert.match(weak.html, /value="Ada"/)
    assert.match(weak.html, /at least 15 characters/i)
    const done = await browser.submit(weak, '/invite', { full_name: 'Ada', password: goodPassword })
    assert.equal(done.path, '/account')
    assert.match(done.html, /Ada/)
    assert.equal((await browser.open('/invite?token=wot_x')).status, 410)
    assert.equal((await browser.open('/invite')).status, 410)
  })
})
