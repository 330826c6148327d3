import type { SignInProvider } from '../../../config/areas/sign-in-with/provider.ts'
import type { Call } from '../../../http/router.ts'
import * as oneTimeTokens from '../../../store/one-time-tokens.ts'
import { minute } from '../../../time.ts'
import { isAwaited, over } from './attempt.ts'

/** What a provider sends with the browser (RFC 6749 §4.1.2). The rest of it, descriptions above all, is not looked at. */
export type Answered = {
  state?: string
  code?: string
  error?: string
  iss?: string
  /** Of Apple. */
  user?: string
  /** Of Entra, to an administrator. */
  admin_consent?: string
}

const names = ['state', 'code', 'error', 'iss', 'user', 'admin_consent'] as const
const longest = 4096

/** What comes without a value, or twice, is as if it had not come (RFC 6749 §3.1). */
export function brought(sent: URLSearchParams): Answered {
  const answer: Answered = {}
  for (const name of names) {
    const [value, ...more] = sent.getAll(name)
    if (value && more.length === 0 && value.length <= longest) answer[name] = value
  }
  return answer
}

type Kept = { provider: string; sealed: string }

const place = (provider: string) => `upstream-answer:${provider}`

/**
 * Keeps an answer for the moment until the browser comes again. Only one that is waited for: anybody can send a form.
 *
 * @returns the handle
 * @throws Problem `sign_in_over`
 */
export async function keepAnswer(call: Call, provider: SignInProvider, answer: Answered): Promise<string> {
  const { app } = call
  const { name } = provider
  if (answer.state === undefined || !(await isAwaited(call, provider, answer.state))) throw over()
  const now = app.now()
  const data: Kept = { provider: name, sealed: app.secrets.seal(place(name), JSON.stringify(answer)) }
  return oneTimeTokens.create(app.db, 'upstream_answer', { data, expires_at: now + 2 * minute, now })
}

/** Takes it out again, one time. @throws Problem `sign_in_over` */
export async function takeAnswer({ app }: Call, { name }: SignInProvider, handle: string): Promise<Answered> {
  const row = await oneTimeTokens.consume(app.db, 'upstream_answer', handle, app.now())
  const kept = row && (JSON.parse(row.data) as Kept) // written by `keepAnswer`
  const opened = kept?.provider === name ? app.secrets.open(place(name), kept.sealed) : undefined
  if (!opened) throw over()
  return JSON.parse(opened.toString('utf8')) as Answered // sealed above
}
