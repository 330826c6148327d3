import { Problem } from '@warder/protocol'
import * as usage from '../store/programs/api-key-usage.ts'
import { day } from '../time.ts'
import { findKey } from './list.ts'
import type { Keeper } from './owners/keeper.ts'
import { dayOf } from './use/activity.ts'

export type Usage = {
  id: string
  from: string
  to: string
  total: number
  items: { date: string; uses: number }[]
}

const usual = 30
const most = 366

/**
 * How often a key was used, by day in UTC, for `?from=` and `?to=`, both included: the last thirty days where nothing is
 * said. A day without a use is left out.
 * @throws Problem `not_found`, or `invalid_input`
 */
export async function usageOf(by: Keeper, id: string, query: URLSearchParams): Promise<Usage> {
  await findKey(by, id)
  const { app } = by
  const to = query.get('to') ?? dayOf(app.now())
  const last = secondsOf(to, '/to')
  const from = query.get('from') ?? dayOf(last - (usual - 1) * day)
  const days = (last - secondsOf(from, '/from')) / day + 1
  if (days < 1 || days > most) throw wrong('/from', `is at most ${most} days before "to", and not after it`)
  const rows = await usage.between(app.db, id, from, to)
  const items = rows.map((row) => ({ date: row.day, uses: Number(row.uses) }))
  return { id, from, to, total: items.reduce((sum, { uses }) => sum + uses, 0), items }
}

/** The beginning of a day, in seconds. */
function secondsOf(date: string, pointer: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) / 1000 : Number.NaN
  // 30 February is taken for 2 March.
  if (Number.isNaN(at) || dayOf(at) !== date) throw wrong(pointer, 'is a day such as 2027-01-15')
  return at
}

function wrong(pointer: string, detail: string): Problem {
  return new Problem('invalid_input', {
    detail: 'Some parameters need another value; see errors.',
    errors: [{ pointer, detail }],
  })
}
