import { Problem, bearerChallenge } from '@warder/protocol'
import { after, later } from '../../after.ts'
import type { Call } from '../../http/router.ts'
import type * as sessions from '../../store/people/sessions.ts'

/** What a session may do for whoever sends this request. */
export type Standing = 'trusted' | 'suspect' | 'ended'

export type Watched = Pick<Call, 'app' | 'tenant'> & Partial<Pick<Call, 'trace'>>

/**
 * The standing of a live session of a cookie. Without a difference this is two comparisons of strings, and what
 * follows from one is loaded when there is one.
 */
export function standingOf(
  call: Watched,
  row: sessions.LiveSession,
  token_hash: string,
): Standing | Promise<Standing> {
  if (row.suspect_at !== null) return 'suspect'
  // Where Warder is mounted in another program, the sender of a request to that program is not known here.
  if (!isWhole(call)) return 'trusted'
  const { address, user_agent } = call.trace
  if (address === row.address && user_agent === row.user_agent) return 'trusted'
  return after(elsewhere(), ({ standingElsewhere }) => standingElsewhere(call, row, token_hash))
}

export type Whole = Pick<Call, 'app' | 'tenant' | 'trace'>

function isWhole(call: Watched): call is Whole {
  return call.trace !== undefined
}

const elsewhere = later(() => import('./elsewhere.ts'))

/** RFC 9470 §3: no sign-in of the past will do, however fresh. */
export function confirmFirst(): Problem {
  const challenge = bearerChallenge({
    realm: 'Warder',
    error: 'insufficient_user_authentication',
    error_description: 'A fresh sign-in is required',
    max_age: 0,
  })
  return new Problem('insufficient_user_authentication', {
    detail:
      'This session has turned up in another browser and network. Confirm that it is you: send your password, a code or a passkey to POST /auth/reauthenticate, then try again.',
    headers: { 'www-authenticate': challenge },
    extra: { max_age: 0 },
  })
}
