import { memoryPressure } from './memory.ts'
import { test } from 'node:test'

test('F-07 with a heap of 128 MiB, fifteen hundred sessions and as many addresses it stays small and quick', async (t) => {
  await memoryPressure(t, 1_500)
})
