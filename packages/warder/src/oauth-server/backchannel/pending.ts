import { decideBackchannel, type Seconds } from '@warder/protocol'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import type { Asked } from '../pending/answer.ts'
import type { Way } from '../pending/grant.ts'

/** How often a client may ask whether somebody has answered, in seconds (CIBA §7.3). */
export const interval: Seconds = 5

/** CIBA §10.1: a client asks whether somebody has answered it. */
export const backchannelWay: Way = {
  purpose: 'backchannel_request',
  grant_type: 'ciba',
  interval,
  decide: decideBackchannel,
  invalid: 'the auth_req_id is invalid or was used',
}

/** What a client asked somebody who is elsewhere. */
export type PendingRequest = Asked & {
  /** To be compared with what the client shows in the other place. */
  binding_message?: string
  /** A second factor was asked for. */
  strong: boolean
  address: string
  /** Where the client is told that there is an answer, and with what, sealed. */
  ping?: { endpoint: string; sealed: string }
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
