import { isoTime } from '../../time.ts'
import { states, type State } from '../../access/passwordless.ts'
import type { WayIn } from '../../access/ways-in.ts'
import * as passwordless from '../../store/people/passwordless.ts'
import type { Operator } from '../manage.ts'
import { standingIn, type Proves } from './state.ts'

/** Of everybody in a directory, as many as fit well into memory. */
const pageSize = 2000

export type Line = {
  id: string
  email: string
  state: State
  ways: WayIn[]
  /** When they last signed in without a password, as an ISO 8601 time. */
  passwordless_proved_at: string | null
}

export type Report = {
  /** How many are in each state; absent where the list goes on from a cursor. */
  counts?: Record<State, number>
  items: Line[]
  next_cursor: string | null
}

export type Asked = {
  /** Of the list; everybody is counted. */
  state?: State
  limit?: number
  cursor?: string
  /** Hears how many people have been looked at. */
  progress?: (people: number) => void
}

/**
 * How far the people of a directory have come, and who they are, in the order of their ids. Whoever is disabled is left
 * out. Reads everybody once, in pages; from a cursor on it reads no more than the list needs.
 */
export async function reportPasswordless(
  by: Operator,
  { state, limit = 50, cursor, progress }: Asked,
): Promise<Report> {
  const counts = noCounts()
  const items: Line[] = []
  for await (const line of everybody(by, cursor, progress)) {
    counts[line.state]++
    // One more than asked for says that there is more.
    if (items.length <= limit && (state === undefined || line.state === state)) items.push(line)
    if (cursor !== undefined && items.length > limit) break
  }
  const shown = items.slice(0, limit)
  const next_cursor = items.length > limit ? (shown.at(-1)?.id ?? null) : null
  return { ...(cursor === undefined && { counts }), items: shown, next_cursor }
}

/** Everybody who may sign in, one after the other, with what they have at the moment of their page. */
export async function* everybody(
  { app, tenant: { directory_id } }: Operator,
  after?: string,
  progress?: (people: number) => void,
): AsyncGenerator<Line> {
  let [seen, last] = [0, after]
  for (;;) {
    const people = await passwordless.listPeople(app.db, directory_id, pageSize, last)
    const [first, end] = [people.at(0), people.at(-1)]
    if (!first || !end) return
    const proofs = Map.groupBy(
      await passwordless.listProofs(app.db, first.id, end.id),
      ({ user_id }) => user_id,
    )
    for (const person of people) {
      const rows: Proves[] = proofs.get(person.id) ?? []
      const { id, email, passwordless_proved_at: at } = person
      const passwordless_proved_at = at === null ? null : isoTime(at)
      yield { id, email, ...standingIn(person, rows, app.config), passwordless_proved_at }
    }
    seen += people.length
    last = end.id
    progress?.(seen)
    if (people.length < pageSize) return
  }
}

function noCounts(): Record<State, number> {
  return Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number> // each of them
}
