import type { Seconds } from '@warder/protocol'
import type { Definition } from './definition.ts'

/** What became of reading its metadata again. */
export type Standing = {
  /** Why it failed, in one word; null where it did not. */
  failure: string | null
}

/** The provider is not in the document any more that describes it: whoever writes that document has taken it back. */
export const withdrawn = 'withdrawn'

/**
 * Why nothing of a provider counts at this moment. Metadata that cannot be read leaves the last good one in place, for as long as
 * that is good itself (SAML Metadata §2.3.1); a provider that is taken out of it is out at once.
 */
export function whyNot(
  { idp, failure }: Pick<Definition, 'idp'> & Standing,
  now: Seconds,
): 'withdrawn' | 'metadata_expired' | undefined {
  if (failure === withdrawn) return withdrawn
  return idp.valid_until !== undefined && idp.valid_until <= now ? 'metadata_expired' : undefined
}
