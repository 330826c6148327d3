import { answer } from '../account/frame.ts'
import { healthPage, type HealthRow } from '../pages/console/server/health.ts'
import { ask } from './ask.ts'
import { consoleFrame } from './frame.ts'
import type { Handler } from './row.ts'

export const show: Handler = async (call, does) => {
  const { value: health } = await ask<HealthRow>(call, does)
  return answer(call, healthPage({ ...consoleFrame(call), health }))
}
