import { decideDeviceCode, deviceCodeGrant, userCodeAlphabet, userCodeLength } from '@warder/protocol'
import type { App } from '../../app.ts'
import { newWord } from '../../crypto/tokens.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { minute } from '../../time.ts'
import type { Asked } from '../pending/answer.ts'
import type { Way } from '../pending/grant.ts'

/** How long a person has, and how often a device may ask meanwhile, in seconds. */
export const lifetime = 10 * minute
export const interval = 5

/** RFC 8628 §3.4: a device asks whether its person has answered. */
export const deviceWay: Way = {
  purpose: 'device_code',
  grant_type: 'device_code',
  interval,
  decide: decideDeviceCode,
  invalid: 'the device code is invalid or was used',
}

/** What a device asked for. */
export type DeviceRequest = Asked & {
  /** Where it was asked from, to show the person. */
  address: string
  user_agent: string
  /** Who typed the code first: nobody else may answer. */
  claimed_by?: string
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

/** Written by `beginDevice` and `answer.ts`. */
const requestOf = (row: { data: string }) => JSON.parse(row.data) as DeviceRequest
