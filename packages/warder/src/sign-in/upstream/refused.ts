import { recordOfAnybody } from '../../audit/anybody.ts'
import type { Call } from '../../http/router.ts'
import type { Visitor } from '../../sessions/guard.ts'
import type { From } from './identity.ts'

/** What a person is told of a sign-in elsewhere that led to nothing. */
export type Why = (typeof whys)[number]

const whys = ['denied', 'failed', 'not_allowed', 'unconfirmed', 'taken', 'refused', 'closed'] as const

/** `reason` is one word for the log and the audit; nothing of what the provider said stands in it. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly why: Why
  readonly reason: string

  constructor(why: Why, reason: string, cause?: unknown) {
    super(`a sign-in elsewhere was refused: ${reason}`, { cause })
    this.why = why
    this.reason = reason
  }
}

/** What a page says that such a sign-in led back to, by the words in its address. */
export function saidOf({ url, caller }: Call<Visitor>, offered: readonly From[]): string | undefined {
  const why = url.searchParams.get('why')
  const named = url.searchParams.get('with')
  const provider = offered.find(({ name }) => name === named)
  return provider && isWhy(why) ? caller.words.signIn.elsewhere[why](provider.title) : undefined
}

const isWhy = (text: string | null): text is Why => whys.some((why) => why === text)

/** Writes down why a sign-in elsewhere led to nothing; whatever else went wrong is thrown on. */
export async function noteRefused(
  call: Call,
  { name: provider }: Pick<From, 'name'>,
  error: unknown,
): Promise<Why> {
  if (!(error instanceof Refused)) throw error
  const { why, reason } = error
  if (why === 'failed') call.app.log.warn({ reason, error }, 'a sign-in elsewhere failed')
  await recordOfAnybody(call, {
    type: 'sign_in.elsewhere',
    outcome: 'refused',
    detail: { provider, reason },
  })
  return why
}
