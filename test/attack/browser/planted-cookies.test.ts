import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readCookie } from '../../../packages/warder/src/http/browser/cookies.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

/**
 * A browser lets no other host set a cookie whose name begins with __Host- (RFC 6265bis §4.1.3.2). A name that begins with
 * something else it lets a subdomain set for all of its domain, and sends it as it is.
 */
describe('a cookie that a subdomain has planted', () => {
  let warder: TestWarder
  let alice: string
  before(async () => {
    warder = await startWarder()
    await warder.user('alice@example.com')
    await warder.user('mallory@example.com')
    alice = await sessionOf('alice@example.com')
  })
  after(() => warder.close())

  async function sessionOf(email: string): Promise<string> {
    const fields = { email, password: 'correct horse battery staple' }
    const answer = await warder.post('/auth/login/session', fields)
    const cookie = answer.headers.getSetCookie().find((one) => one.includes('warder_session='))
    return cookie?.split(';')[0] ?? ''
  }
  const who = async (cookie: string) => {
    const answer = await warder.get('/auth/me', { cookie })
    return answer.status === 200 ? (await json<{ email: string }>(answer)).email : answer.status
  }

  const spaces = { 'a byte A0': '\u00a0', 'a tab': '\t', 'a line tabulation': '\v', 'two spaces': '  ' }
  for (const [what, start] of Object.entries(spaces)) {
    test(`is no session, by ${what} before its name`, async () => {
      const planted = `${start}${await sessionOf('mallory@example.com')}`
      assert.equal(await who(`theme=dark; ${planted}`), 401)
      assert.equal(await who(`${alice}; ${planted}`), 'alice@example.com', 'the real one counts beside it')
      assert.equal(await who(`theme=dark; ${planted}; ${alice}`), 'alice@example.com')
    })
  }

  test('is none by another case of its name, or with something behind it', async () => {
    const planted = await sessionOf('mallory@example.com')
    for (const name of ['__HOST-warder_session', '__host-warder_session', '__Host-warder_session\u00a0'])
      assert.equal(await who(planted.replace('__Host-warder_session', name)), 401, name)
  })

  test('of the same name beside the real one is the mark of something planted, and neither counts', async () => {
    assert.equal(await who(`${alice}; ${await sessionOf('mallory@example.com')}`), 401)
  })

  test('is read with the one space of a browser before it, and without', () => {
    const of = (cookie: string) =>
      readCookie(warder.app.config, new Request('https://id.example', { headers: { cookie } }), 'pre')
    for (const cookie of ['a=b; __Host-warder_pre=wdp_x', 'a=b;__Host-warder_pre=wdp_x; c=d'])
      assert.equal(of(cookie), 'wdp_x')
  })
})
