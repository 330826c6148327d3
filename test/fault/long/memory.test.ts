import { test } from 'node:test'
import { memoryPressure } from '../process/memory.ts'

test('F-07 with a heap of 128 MiB, a hundred thousand sessions and as many addresses it stays small and quick', async (t) => {
  await memoryPressure(t, 100_000)
})
