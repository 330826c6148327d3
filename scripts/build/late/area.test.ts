import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Answer } from '../../../packages/warder/src/http/answer.ts'
import { anyone, route, type Call, type Route } from '../../../packages/warder/src/http/router.ts'
import { unlimited } from '../../../packages/warder/src/http/limit.ts'
import { lateArea, type Known } from './area.ts'

const call = {} as Call // nothing here reads it
const said = (body: string): Answer => ({ status: 200, headers: {}, body })

describe('an area that is loaded late', () => {
  const rows: readonly Route[] = [
    route('GET', '/a', unlimited, anyone, 'problem', () => said('a')),
    { ...route('POST', '/a/:id', unlimited, anyone, 'page', async () => said('b')), permission: 'a:write' },
  ]
  const known: Known[] = rows.map(({ run: _run, ...row }) => ({ row, late: ['run'] }))

  test('has its whole table before anything is loaded', () => {
    const late = lateArea(() => assert.fail('nobody called'), known)
    assert.deepEqual(
      late.map(({ run: _run, ...row }) => row),
      known.map(({ row }) => row),
    )
  })

  test('answers with the first call, and is loaded once for those who come at the same time', async () => {
    let loaded = 0
    const late = lateArea(async () => {
      loaded++
      return rows
    }, known)
    const answers = await Promise.all([late[0]?.run(call), late[1]?.run(call), late[0]?.run(call)])
    assert.deepEqual(
      answers.map((answer) => answer?.body),
      ['a', 'b', 'a'],
    )
    assert.equal(loaded, 1)
    // From then on nobody waits.
    assert.deepEqual(late[0]?.run(call), said('a'))
  })

  test('fails for those who called while it could not be loaded, and for nobody after them', async () => {
    let there = false
    const late = lateArea(async () => {
      if (!there) throw new Error('too many open files')
      return rows
    }, known)
    await assert.rejects(async () => late[0]?.run(call), /too many open files/)
    there = true
    assert.deepEqual(await late[0]?.run(call), said('a'))
  })

  test('is not answered by another row', async () => {
    const late = lateArea(async () => rows.toReversed(), known)
    await assert.rejects(async () => late[0]?.run(call), /has GET \/a, and its area has not/)
  })
})
