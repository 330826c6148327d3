import type { AuthorizationDetail, Seconds } from '@warder/protocol'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'

/** How often a client may ask whether somebody has answered, in seconds (CIBA §7.3). */
export const interval: Seconds = 5

/** What the person answered, with what the tokens will say of their sign-in. */
export type BackchannelAnswer =
  | { kind: 'denied' }
  | {
      kind: 'approved'
      grant_id: string
      user_id: string
      session_id: string
      auth_time: Seconds
      amr: string[]
    }

/** What a client asked somebody who is elsewhere. */
export type PendingRequest = {
  client_id: string
  tenant_id: string
  scope: string[]
  resource: string[]
  authorization_details?: AuthorizationDetail[]
  /** To be compared with what the client shows in the other place. */
  binding_message?: string
  /** A second factor was asked for. */
  strong: boolean
  address: string
  /** Where the client is told that there is an answer, and with what, sealed. */
  ping?: { endpoint: string; sealed: string }
  answer?: BackchannelAnswer
}

/** What stands behind an `auth_req_id`, also when it is spent or too old. */
export async function findPending(db: Db, auth_req_id: string) {
  const row = await oneTimeTokens.find(db, 'backchannel_request', auth_req_id)
  return row && { row, request: requestIn(row) }
}

/** What waits for the answer of a person, newest first. */
export async function pendingOf(db: Db, user_id: string, now: Seconds) {
  const rows = await oneTimeTokens.liveOf(db, 'backchannel_request', user_id, now)
  return rows
    .map((row) => ({ row, request: requestIn(row) }))
    .filter(({ request }) => request.answer === undefined)
}

export type Pending = Awaited<ReturnType<typeof pendingOf>>[number]

/** Written by `approvals/ask.ts` and `approvals/answer.ts`. */
export const requestIn = ({ data }: { data: string }) => JSON.parse(data) as PendingRequest
