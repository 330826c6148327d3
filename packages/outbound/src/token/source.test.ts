import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { OutboundError, type OutboundErrorOptions } from '../errors.ts'
import { createTokenSource } from './source.ts'

const second = 1000
const away = (more: OutboundErrorOptions = {}) =>
  new OutboundError('TOKEN_ENDPOINT_UNAVAILABLE', 'away', { retryable: true, ...more })

describe('a source of tokens', () => {
  let now = Date.UTC(2026, 0, 1)
  const clock = () => now
  let asked = 0
  let fail: Error | undefined
  let life = 3600 * second
  beforeEach(() => {
    asked = 0
    fail = undefined
    life = 3600 * second
  })
  const make = () =>
    createTokenSource(() => {
      asked++
      if (fail) return Promise.reject(fail)
      return Promise.resolve({ access_token: `t-${asked}`, requested_at: now, expires_at: now + life })
    })
  /** Twenty callers, one of which tells how it went. */
  const outcome = async (source: ReturnType<typeof make>) => {
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => source.get(clock, undefined)))
    const first = all[0] ?? assert.fail()
    return first.status === 'fulfilled' ? first.value.access_token : (first.reason as OutboundError).code
  }

  test('asks once for twenty callers, also when it fails', async () => {
    fail = away()
    const source = make()
    assert.equal(await outcome(source), 'TOKEN_ENDPOINT_UNAVAILABLE')
    assert.equal(asked, 1)
    fail = undefined
    assert.equal(await outcome(source), 't-2')
  })

  test('leaves a server in peace that failed three times: a second, then two, four, and half a minute at most', async () => {
    fail = away()
    const source = make()
    for (let i = 0; i < 3; i++) await outcome(source)
    assert.equal(asked, 3)
    const pauses: number[] = []
    for (let requests = asked; requests < 10; requests = asked) {
      let waited = 0
      for (; asked === requests; waited++) {
        await outcome(source)
        if (asked === requests) now += second
      }
      pauses.push(waited - 1)
    }
    assert.deepEqual(pauses, [1, 2, 4, 8, 16, 30, 30])
    fail = undefined
    now += 30 * second
    assert.match(await outcome(source), /^t-/)
  })

  test('tells in the meantime what the failure was, and when the next request is due', async () => {
    fail = new OutboundError('INVALID_CLIENT', 'refused', { status: 401, oauth: { error: 'invalid_client' } })
    const source = make()
    for (let i = 0; i < 3; i++) await outcome(source)
    await assert.rejects(source.get(clock, undefined), {
      code: 'INVALID_CLIENT',
      status: 401,
      oauth: { error: 'invalid_client' },
      retryAfterMs: second,
      hint: 'The next one is made in 1 seconds.',
    })
    assert.equal(asked, 3)
  })

  test('heeds what the server asks for at once, up to ten minutes', async () => {
    for (const [retryAfterMs, waited] of [
      [45 * second, 45],
      [3600 * second, 600],
    ] as const) {
      asked = 0
      fail = away({ retryAfterMs })
      const source = make()
      await outcome(source)
      now += (waited - 1) * second
      await outcome(source)
      assert.equal(asked, 1)
      now += second
      await outcome(source)
      assert.equal(asked, 2)
    }
  })

  test('a clock that is set back does not make it wait, nor does what is missing on this machine', async () => {
    fail = away({ retryAfterMs: 60 * second })
    const source = make()
    await outcome(source)
    now -= 3600 * second
    await outcome(source)
    assert.equal(asked, 2)
    fail = new OutboundError('SECRET_MISSING', 'no secret')
    const other = make()
    for (let i = 0; i < 5; i++) await outcome(other)
    assert.equal(asked, 7)
  })

  test('what is held serves while the server is away, and is renewed as soon as it is back', async () => {
    const source = make()
    assert.equal(await outcome(source), 't-1')
    fail = away({ retryAfterMs: 20 * second })
    now += 3545 * second
    for (let i = 0; i < 5; i++) {
      assert.equal(await outcome(source), 't-1')
      now += 3 * second
    }
    assert.equal(asked, 2)
    fail = undefined
    now += 10 * second
    assert.equal(await outcome(source), 't-1')
    await new Promise(setImmediate)
    assert.equal(await outcome(source), 't-3')
  })

  test('a request that all have given up does not fail those who come next', async () => {
    const gone = new AbortController()
    let aborted = 0
    const source = createTokenSource((_clock, signal) => {
      asked++
      if (asked > 1) return Promise.resolve({ access_token: 't', requested_at: now, expires_at: undefined })
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          aborted++
          // As slow as a connection that has to be closed first.
          setImmediate(() => reject(new Error('aborted')))
        }),
      )
    })
    const first = source.get(clock, gone.signal)
    gone.abort(new Error('gone'))
    await assert.rejects(first, /gone/)
    assert.equal((await source.get(clock, undefined)).access_token, 't')
    assert.equal(aborted, 1)
  })
})
