/**
 * Why the other side did not take a message, and what follows from it.
 * - `later`: this message, not now. Greylisting and full mailboxes end by themselves.
 * - `away`: no message at all, for now. The others wait without being tried.
 * - `never`: this message is given up, because the next attempt would end the same, or might send it twice.
 */
export type Verdict = 'later' | 'away' | 'never'

export class NotDelivered extends Error {
  override readonly name = 'NotDelivered'
  readonly verdict: Verdict

  constructor(verdict: Verdict, reason: string, cause?: unknown) {
    super(reason, { cause })
    this.verdict = verdict
  }
}
