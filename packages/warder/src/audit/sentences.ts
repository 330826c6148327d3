import { events as personal } from '../pages/words/account/own/events/en.ts'
import { administration } from './administration.ts'
import type { AuditType } from './events.ts'

/** What is said of an event: when it worked, and when it was refused or could not be done. */
export type Words = { succeeded?: string; refused?: string }

/** An event without a sentence does not compile. */
const sentences: Readonly<Record<AuditType, Words>> = { ...personal, ...administration }

/**
 * What happened, in words; the type itself where an event is of another version.
 *
 * @param said the sentences of another language, for what a person reads of their own history
 */
export function sentenceFor(
  type: string,
  outcome: string,
  said: Readonly<Record<string, Words>> = sentences,
): string {
  const words = Object.hasOwn(said, type) ? said[type] : undefined
  const [first, second] =
    outcome === 'succeeded' ? [words?.succeeded, words?.refused] : [words?.refused, words?.succeeded]
  return first ?? second ?? type
}

/** The events a person's own history shows. */
export const personalTypes: readonly string[] = Object.keys(personal)
