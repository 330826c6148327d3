import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { LiveSession } from '../../store/people/sessions.ts'
import { createSessionMemory, type SessionMemory } from './memory.ts'

const row = {
  id: 'ses_1',
  user_id: 'usr_ada',
  idle_expires_at: 1000,
  expires_at: 1000,
} as LiveSession

/** A memory of five seconds with a database that counts how often it was asked. */
function asked(answer: () => LiveSession | undefined = () => row, capacity = 100) {
  let times = 0
  const memory: SessionMemory = createSessionMemory({ keep: 5, capacity })
  const ask = async () => {
    times++
    return answer()
  }
  return {
    memory,
    check: (now: number, hash = 'a') => memory.find(hash, now, ask),
    times: () => times,
  }
}

describe('a session check', () => {
  test('is remembered for less than five seconds, whatever the fraction of the second was', async () => {
    const { check, times } = asked()
    for (const now of [10, 11, 14]) await check(now)
    assert.equal(times(), 1)
    await check(15)
    assert.equal(times(), 2)
  })

  test('that found nothing is not remembered', async () => {
    const { check, times } = asked(() => undefined)
    await check(10)
    await check(10)
    assert.equal(times(), 2)
  })

  test('SE-12 is not remembered past the end of the session, idle or absolute', async () => {
    for (const end of [{ idle_expires_at: 12 }, { expires_at: 12 }]) {
      const { check, times } = asked(() => ({ ...row, ...end }))
      await check(10)
      await check(12)
      assert.equal(times(), 2)
    }
  })

  test('F-23 is not remembered for longer by a clock that is set back', async () => {
    const { check, times } = asked()
    await check(3600)
    await check(10)
    assert.equal(times(), 2)
  })

  for (const id of ['usr_ada', 'ses_1']) {
    test(`SE-05 is forgotten at once when ${id} changes`, async () => {
      const { memory, check, times } = asked()
      await check(10)
      memory.forget(id, 10)
      await check(10)
      assert.equal(times(), 2)
    })

    test(`SE-05 that read before the change of ${id} was committed is not remembered`, async () => {
      const { memory, check, times } = asked()
      memory.forget(id, 10)
      for (const now of [10, 14]) await check(now)
      assert.equal(times(), 2)
      for (const now of [15, 16]) await check(now)
      assert.equal(times(), 3)
    })
  }

  test('SE-05 whose answer was under way when the change came is not remembered', async () => {
    const { memory, times, check } = asked()
    const under_way = check(10)
    memory.forget('usr_ada', 10)
    await under_way
    await check(11)
    assert.equal(times(), 2)
  })

  test('SE-05 is forgotten however many other changes come with it', async () => {
    const { memory, check, times } = asked(() => row, 10)
    await check(10)
    memory.forget('usr_ada', 10)
    for (let i = 0; i < 100; i++) memory.forget(`usr_${i}`, 10)
    await check(10)
    assert.equal(times(), 2)
  })

  test('of one person is remembered while another changes', async () => {
    const { memory, check, times } = asked()
    await check(10)
    memory.forget('usr_bob', 10)
    await check(11)
    assert.equal(times(), 1)
  })

  test('DS-14 is dropped, the oldest first, when there are too many', async () => {
    const { check, times } = asked(() => row, 10)
    for (let i = 0; i <= 10; i++) await check(10, `hash ${i}`)
    await check(10, 'hash 10')
    assert.equal(times(), 11)
    await check(10, 'hash 0')
    assert.equal(times(), 12)
  })

  test('is not remembered at all unless the operator says so', async () => {
    const memory = createSessionMemory({ keep: 0 })
    let times = 0
    for (const now of [10, 10])
      await memory.find('a', now, async () => {
        times++
        return row
      })
    assert.equal(times, 2)
  })
})
