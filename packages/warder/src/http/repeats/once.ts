import { Problem, type Seconds } from '@warder/protocol'
import type { Db } from '../../store/open.ts'
import * as repeats from '../../store/operations/repeats.ts'
import { day } from '../../time.ts'
import { json, type Answer } from '../answer.ts'
import type { Call } from '../router.ts'
import type { Request } from '../wire/request.ts'

/** How long a call may be sent again. */
const remembered: Seconds = day

const purpose = 'repeat'

/** Writes down, in the transaction that makes something, what was made. */
export type NoteMade = (tx: Db, id: string) => Promise<void>

/** For what is made by nobody's call. */
export const unnoted: NoteMade = () => Promise.resolve()

type Making = {
  /** Who calls, as their row is known: what somebody else sends is another call. */
  caller: string
  /** What is asked for, as it was read. */
  input: unknown
  make: (note: NoteMade) => Promise<Answer>
  /** What was made, as it is now, without what is told once. */
  show: (id: string) => Promise<unknown>
}

/**
 * Makes something once for each `Idempotency-Key` of a caller, however often and however many at once send it, and for each
 * call where there is none. Sent again within a day, it is answered 200 with what was made.
 *
 * @throws Problem `idempotency_key_reused` where the same key asks for something else; `malformed_request` for a key that is none
 */
export async function onceOnly(call: Call, { caller, input, make, show }: Making): Promise<Answer> {
  const { app, tenant, request, url } = call
  const key = keyIn(request)
  if (key === undefined) return make(unnoted)
  const handle = `${tenant.id} ${caller} ${request.method} ${url.pathname} ${key}`
  // Under a key: a password may be among it, which is not to be guessed from what is kept.
  const text = JSON.stringify(input)
  const answered = async () => {
    const done = await repeats.find(app.db, handle, app.now())
    if (!done) return undefined
    if (!app.secrets.macMatches(purpose, text, done.asked)) throw otherwise()
    return json(await show(done.made), { headers: { 'idempotency-replayed': 'true' } })
  }
  const before = await answered()
  if (before) return before
  try {
    return await make(async (tx, made) => {
      const now = app.now()
      const asked = app.secrets.mac(purpose, text)
      const noted = { handle, subject: caller, asked, made, now, expires_at: now + remembered }
      if (!(await repeats.note(tx, noted))) throw otherwise()
    })
  } catch (error) {
    // The same call may have come first by a moment, and have been let in where this one was not.
    const meanwhile = await answered()
    if (meanwhile) return meanwhile
    throw error
  }
}

function keyIn(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key')
  if (key === null) return undefined
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new Problem('malformed_request', {
    detail: 'An Idempotency-Key is 1 to 255 visible characters without a space.',
  })
}

function otherwise(): Problem {
  return new Problem('idempotency_key_reused', { detail: 'Use another Idempotency-Key for another request.' })
}
