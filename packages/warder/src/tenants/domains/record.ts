import { Resolver } from 'node:dns/promises'

/** Below the domain, so that the records of the domain itself stay as they are (RFC 8552 §1.1). */
export const recordOf = (name: string): string => `_warder.${name}`

/** What the record says. */
export const textOf = (challenge: string): string => `warder-domain=${challenge}`

/**
 * Whether DNS says that a domain is the one of a claim. Undefined where it says nothing, because it does not answer or its
 * answer is a failure: that proves nothing.
 *
 * @param servers who is asked; none is those of the system
 */
export async function isRecorded(
  { name, challenge }: { name: string; challenge: string },
  servers: readonly string[],
): Promise<boolean | undefined> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  try {
    const records = await resolver.resolveTxt(recordOf(name))
    // RFC 7208 §3.3: a long text comes in pieces.
    return records.some((pieces) => pieces.join('') === textOf(challenge))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code === 'ENOTFOUND' || code === 'ENODATA' ? false : undefined
  }
}
