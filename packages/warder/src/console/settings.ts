import { answer } from '../account/frame.ts'
import { settingsPage } from '../pages/console/server/settings.ts'
import { ask } from './ask.ts'
import { consoleFrame } from './frame.ts'
import type { Handler } from './row.ts'

export const show: Handler = async (call, does) => {
  const { value: settings } = await ask<Record<string, unknown>>(call, does)
  return answer(call, settingsPage({ ...consoleFrame(call), settings }))
}
