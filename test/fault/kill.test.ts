import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killRounds } from './kill-rounds.ts'

test('F-01 killed in the middle of writing, five times, the server loses nothing it had answered', async (t) => {
  const report = await killRounds(5)
  assert.ok(report.acknowledged >= report.rounds, `${report.acknowledged} writes were acknowledged`)
  t.diagnostic(JSON.stringify(report))
})
