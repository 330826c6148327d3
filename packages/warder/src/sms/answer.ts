import { FetchError, type Fetched } from '../http/outbound/safe-fetch.ts'
import { NotDelivered, type Verdict } from '../mail/not-delivered.ts'

/** Posts to the provider, whose URL the operator wrote. */
export type Ask = (url: string, headers: Record<string, string>, body: string) => Promise<Fetched>

/** Nothing left this machine, so that another attempt sends nothing twice. */
const unsent = new Set<unknown>(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])

/** The provider's answer; throws what follows from there being none. `unknown` is what a lost answer means. */
export async function answerOf(asking: Promise<Fetched>, unknown: Verdict): Promise<Fetched> {
  try {
    return await asking
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    const cause = error.cause instanceof Error && 'code' in error.cause ? error.cause.code : undefined
    const before = error.reason === 'name' || (error.reason === 'connection' && unsent.has(cause))
    if (before) throw new NotDelivered('away', `the provider cannot be reached: ${error.reason}`, error)
    const refused = error.reason === 'address' || error.reason === 'port' || error.reason === 'scheme'
    if (refused) throw new NotDelivered('away', `SMS_URL may not be fetched: ${error.reason}`, error)
    throw new NotDelivered(unknown, `it is not known whether the provider took it: ${error.reason}`, error)
  }
}
