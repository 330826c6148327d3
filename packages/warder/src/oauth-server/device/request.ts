import {
  deviceCodeGrant,
  userCodeAlphabet,
  userCodeLength,
  type AuthorizationDetail,
  type Seconds,
} from '@warder/protocol'
import type { App } from '../../app.ts'
import { newWord } from '../../crypto/tokens.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import { minute } from '../../time.ts'

/** How long a person has, and how often a device may ask meanwhile, in seconds. */
export const lifetime = 10 * minute
export const interval = 5

/** What the person answered, with what the tokens will say of their sign-in. */
type Answer =
  | { kind: 'denied' }
  | {
      kind: 'allowed'
      grant_id: string
      user_id: string
      session_id: string
      auth_time: Seconds
      amr: string[]
    }

/** What a device asked for. */
export type DeviceRequest = {
  client_id: string
  tenant_id: string
  scope: string[]
  resource: string[]
  authorization_details?: AuthorizationDetail[]
  /** Where it was asked from, to show the person. */
  address: string
  user_agent: string
  /** Who typed the code first: nobody else may answer. */
  claimed_by?: string
  answer?: Answer
}

/** The user code is nowhere: a row is found by its HMAC, which needs a data key. */
const subjectOf = ({ secrets }: Pick<App, 'secrets'>, user_code: string) =>
  secrets.mac(deviceCodeGrant, user_code)

/** @returns the two codes: the device keeps one, and shows the person the other */
export async function beginDevice(
  app: Pick<App, 'db' | 'secrets' | 'now'>,
  request: DeviceRequest,
): Promise<{ device_code: string; user_code: string }> {
  const now = app.now()
  const user_code = newWord(userCodeAlphabet, userCodeLength)
  const device_code = await oneTimeTokens.create(app.db, 'device_code', {
    subject: subjectOf(app, user_code),
    data: request,
    expires_at: now + lifetime,
    now,
  })
  return { device_code, user_code }
}

export type WaitingDevice = { row: { token_hash: string; data: string }; request: DeviceRequest }

/** What waits for the answer of a person who typed a code; undefined where nothing does. */
export async function findByUserCode(
  app: Pick<App, 'db' | 'secrets' | 'now'>,
  user_code: string,
): Promise<WaitingDevice | undefined> {
  const [row] = await oneTimeTokens.liveOf(app.db, 'device_code', subjectOf(app, user_code), app.now())
  const request = row && requestOf(row)
  return row && request && request.answer === undefined ? { row, request } : undefined
}

/**
 * Notes who has typed a code, and of two the first: a code that somebody reads off another's screen leads nowhere (RFC 8628 §5.4).
 *
 * @returns false where it was somebody else, or the time is over
 */
export async function claim(
  app: Pick<App, 'db' | 'secrets' | 'now'>,
  user_code: string,
  user_id: string,
): Promise<boolean> {
  // Whoever loses against a second window of their own looks once more.
  for (let attempt = 0; attempt < 2; attempt++) {
    const found = await findByUserCode(app, user_code)
    if (!found) return false
    const { row, request } = found
    if (request.claimed_by !== undefined) return request.claimed_by === user_id
    if (await oneTimeTokens.setData(app.db, row, { ...request, claimed_by: user_id }, app.now())) return true
  }
  return false
}

/** What stands behind a device code, also when it is spent or too old. */
export async function findByDeviceCode(db: Db, device_code: string) {
  const row = await oneTimeTokens.find(db, 'device_code', device_code)
  return row && { row, request: requestOf(row) }
}

/** Written by `beginDevice` and `answer.ts`. */
const requestOf = (row: { data: string }) => JSON.parse(row.data) as DeviceRequest
