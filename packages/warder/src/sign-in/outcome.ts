import { json, redirect, type Answer } from '../http/answer.ts'
import { clearCookie, readCookie, setCookie } from '../http/browser/cookies.ts'
import { accountPath } from '../http/browser/return-path.ts'
import type { Call } from '../http/router.ts'
import { lifetime } from './pending/pending.ts'
import type { Outcome } from './proved.ts'

/** What a program is told of its sign-in: tokens, the person where a cookie was wanted, or that a second factor is asked for. */
export function jsonOf(outcome: Outcome): Answer {
  const { cookies } = outcome
  if (outcome.kind === 'second-factor') {
    const { temp_token, methods } = outcome
    return json({ mfa_required: true, temp_token, mfa_types: methods }, { cookies })
  }
  return json(outcome.tokens ?? { user: outcome.user }, { cookies })
}

/** Where a sign-in leads that began on a page: to the application that waits, or to a page of the account. */
export type Aim = { interaction?: string | undefined; return_to?: string | null | undefined }

/** Leads a browser on: to where it wanted to go, or to the page that asks for the second factor. */
export function pageAfter(
  { app, request }: Pick<Call, 'app' | 'request'>,
  outcome: Outcome,
  aim: Aim,
  before: readonly string[],
): Answer {
  if (outcome.kind === 'second-factor') {
    const pending = setCookie(app.config, 'pending', outcome.temp_token, lifetime)
    return redirect(mfaPath(aim), { cookies: [...before, ...outcome.cookies, pending] })
  }
  const next = aim.interaction === undefined ? accountPath(aim.return_to ?? null) : resume(aim.interaction)
  const waited = readCookie(app.config, request, 'pending') !== undefined
  const over = waited ? [clearCookie(app.config, 'pending')] : []
  return redirect(next, { cookies: [...before, ...outcome.cookies, ...over] })
}

/** Where an application's request goes on once the person is signed in. */
export function resume(interaction: string): string {
  return `/oauth/authorize?interaction=${encodeURIComponent(interaction)}`
}

/** The page of the second factor. The handle is in a cookie: in an address it would end up in histories. */
export function mfaPath({ interaction, return_to }: Aim): string {
  const page = accountPath(return_to ?? null)
  const query = new URLSearchParams({
    ...(interaction !== undefined && { interaction }),
    ...(page !== accountPath(null) && { return_to: page }),
  })
  return query.size > 0 ? `/mfa?${query.toString()}` : '/mfa'
}
