import { recordOfAnybody } from '../../audit/anybody.ts'
import type { Call } from '../../http/router.ts'
import type { From } from './identity.ts'

/** What a person is told of a sign-in elsewhere that led to nothing. */
export type Why = 'denied' | 'failed' | 'not_allowed' | 'unconfirmed' | 'taken' | 'refused'

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

/** The same in words. `title` is the name of the provider, by its operator. */
export const sentences: Readonly<Record<Why, (title: string) => string>> = {
  denied: (title) => `You did not let ${title} tell us who you are, so you are not signed in.`,
  failed: (title) => `Signing in with ${title} did not work just now. Try again, or use another way.`,
  not_allowed: (title) => `This account at ${title} is not one that may sign in here. Choose another one.`,
  unconfirmed: (title) =>
    `${title} does not say that your address is confirmed, so no account was made. Sign in or register another way. Then you can connect ${title} in your account.`,
  taken: (title) =>
    `Your address has an account here already. Sign in to it as you usually do, and then connect ${title} to it.`,
  refused: (title) => `You cannot sign in with ${title}. Use another way, or choose “Forgot your password?”.`,
}

/** What a page says that such a sign-in led back to, by the words in its address. */
export function saidOf({ url }: Pick<Call, 'url'>, offered: readonly From[]): string | undefined {
  const why = url.searchParams.get('why')
  const named = url.searchParams.get('with')
  const provider = offered.find(({ name }) => name === named)
  return provider && isWhy(why) ? sentences[why](provider.title) : undefined
}

const isWhy = (text: string | null): text is Why => text !== null && Object.hasOwn(sentences, text)

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
