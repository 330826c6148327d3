/** Values that say a person was asked for something they know, or that opens with it, as a mailbox or an account elsewhere does. */
const knowledge = ['pwd', 'mca', 'fed']

/**
 * What was proved in all, once something more is. A second factor of the person's own beside a password, or beside a
 * mailbox or an account elsewhere, which a password opens, makes it several factors, and RFC 8176 §2 has a word for that; two things that a
 * person has are still one kind of factor (NIST SP 800-63B-4 §2.2.1).
 *
 * @param own whether what was added is a second factor that the person set up, and no mere second look
 */
export function joined<A extends string>(
  before: readonly A[],
  more: readonly A[],
  own: boolean,
): (A | 'mfa')[] {
  const all = new Set<A | 'mfa'>([...before, ...more])
  if (own && knowledge.some((known) => [...all].some((value) => value === known))) {
    all.delete('mfa')
    all.add('mfa')
  }
  return [...all]
}
