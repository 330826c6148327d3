import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startRangeServer, type Answer, type RangeServer } from '../support/outbound/range-server.ts'
import { json, startWarder, type TestWarder } from '../support/warder.ts'

// oxfmt-ignore
const outages: [what: string, reason: string, answer: Answer][] = [
  ['hangs',                      'timeout',    () => undefined],
  ['answers a byte at a time',   'timeout',    (_request, answer) => drip(answer)],
  ['answers 500',                'status 500', (_request, answer) => void answer.writeHead(500).end('oh no')],
  ['answers 429',                'status 429', (_request, answer) => void answer.writeHead(429).end()],
  ['redirects',                  'status 302', (_request, answer) => void answer.writeHead(302, { location: '/range/00000' }).end()],
  ['answers a page',             'malformed',  (_request, answer) => void answer.end('<html>Sign in to the network</html>')],
  ['answers nothing',            'empty',      (_request, answer) => void answer.end()],
  ['answers a hundred megabytes', 'too_large', (_request, answer) => flood(answer, 100)],
  ['announces a gigabyte',       'too_large',  (_request, answer) => void answer.writeHead(200, { 'content-length': '1000000000' }).write('x')],
  ['hangs up',                   'connection', (request) => request.socket.destroy()],
]

describe('F-30 the range query is out of order', () => {
  let ranges: RangeServer
  let open: TestWarder
  let closed: TestWarder
  before(async () => {
    ranges = await startRangeServer()
    const settings = { 'breach.api_url': ranges.url, allow_networks: '127.0.0.0/8' }
    open = await startWarder(settings)
    closed = await startWarder({ ...settings, 'breach.on_failure': 'closed' })
    for (const warder of [open, closed]) await warder.user()
  })
  after(async () => {
    await Promise.all([open.close(), closed.close()])
    ranges.close()
  })

  const register = (warder: TestWarder) =>
    warder.post('/auth/register', {
      email: 'new@example.com',
      password: 'nobody knows this one yet',
      full_name: 'New Person',
    })
  const lastCheck = (warder: TestWarder) =>
    warder.app.db
      .selectFrom('audit_event')
      .select(['outcome', 'detail'])
      .where('type', '=', 'password.breach_check')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()

  // Makes each of them ready, so that only the outage is measured.
  before(async () => {
    for (const warder of [open, closed]) await register(warder)
  })

  for (const [what, reason, answer] of outages) {
    test(`F-30 PW-03 it ${what}: the policy decides within two seconds, the audit tells, and people sign in`, async () => {
      ranges.answer = answer
      const began = performance.now()
      const [accepted, refused] = await Promise.all([register(open), register(closed)])
      const took = performance.now() - began
      assert.ok(took < 3000, `${took.toFixed(0)} ms`)

      assert.equal(accepted.status, 201)
      assert.deepEqual(
        [refused.status, refused.headers.get('retry-after'), (await json(refused))['code']],
        [503, '60', 'password_check_unavailable'],
      )
      for (const [warder, on_failure] of [
        [open, 'open'],
        [closed, 'closed'],
      ] as const) {
        const { outcome, detail = '' } = (await lastCheck(warder)) ?? {}
        assert.deepEqual([outcome, JSON.parse(detail)], ['failed', { reason, on_failure }])
        await warder.tokens()
      }
    })
  }
})

function drip(answer: Parameters<Answer>[1]): void {
  const timer = setInterval(() => answer.write('0'), 50)
  answer.on('close', () => clearInterval(timer))
}

function flood(answer: Parameters<Answer>[1], megabytes: number): void {
  let left = megabytes
  const more = () => {
    while (left-- > 0) if (!answer.write('0'.repeat(1 << 20))) return
    answer.end()
  }
  answer.on('drain', more)
  more()
}
