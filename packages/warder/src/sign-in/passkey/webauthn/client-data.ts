import type { Reason, RelyingParty } from './relying-party.ts'

/** What a browser says that it did (WebAuthn Level 3 §5.8.1). */
type ClientData = {
  type: unknown
  challenge: unknown
  origin: unknown
  crossOrigin: unknown
  topOrigin: unknown
}

function parse(bytes: Buffer): ClientData | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? (parsed as ClientData) : undefined
  } catch {
    return undefined
  }
}

/**
 * What is wrong with the client data of a response, undefined when it is as it must be: for this ceremony, this challenge
 * and one of our own pages (WebAuthn Level 3 §7.1 steps 6 to 11, §7.2 steps 9 to 14). Origins are compared byte for byte.
 */
export function clientDataProblem(
  bytes: Buffer,
  expected: { type: 'webauthn.create' | 'webauthn.get'; challenge: string },
  { origins, top_origins }: Pick<RelyingParty, 'origins' | 'top_origins'>,
): Reason | undefined {
  const data = parse(bytes)
  if (!data) return 'form'
  if (data.type !== expected.type) return 'type'
  if (data.challenge !== expected.challenge) return 'challenge'
  if (typeof data.origin !== 'string' || !origins.includes(data.origin)) return 'origin'

  const { crossOrigin, topOrigin } = data
  if (crossOrigin !== undefined && typeof crossOrigin !== 'boolean') return 'form'
  if (crossOrigin !== true) return topOrigin === undefined ? undefined : 'cross_origin'
  // Not every browser names the page that holds the frame; in which frame ours may be, its own headers say.
  const known =
    topOrigin === undefined ? top_origins.length > 0 : top_origins.some((top) => top === topOrigin)
  return known ? undefined : 'cross_origin'
}
