import { json, redirect, type Answer } from '../http/answer.ts'
import { clearCookie, cookieOf, readCookie, setCookie } from '../http/browser/cookies.ts'
import { accountPath } from '../http/browser/return-path.ts'
import type { Call } from '../http/router.ts'
import { lifetime } from './pending/pending.ts'
import type { Outcome } from './proved.ts'

/** What a program is told of its sign-in: tokens, the person where a cookie was wanted, or what is asked for first. */
export function jsonOf(outcome: Outcome): Answer {
  const { fields, cookies } = fieldsOf(outcome)
  return json(fields, { cookies })
}

/** The same, for an answer that says more than that. */
export function fieldsOf(outcome: Outcome): { fields: object; cookies: readonly string[] } {
  const { cookies } = outcome
  switch (outcome.kind) {
    case 'second-factor': {
      const { temp_token, methods, shown } = outcome
      return { fields: { mfa_required: true, temp_token, mfa_types: methods, ...shown }, cookies }
    }
    case 'set-up': {
      const { temp_token, enrol } = outcome
      return { fields: { mfa_required: true, temp_token, mfa_types: [], enrol }, cookies }
    }
    case 'consent': {
      const { temp_token, documents } = outcome
      return { fields: { consent_required: true, temp_token, consents: documents }, cookies }
    }
    case 'signed-in':
      return { fields: outcome.tokens ?? { user: outcome.user }, cookies }
  }
}

/** Where a sign-in leads that began on a page: to the application that waits, or to a page of the account. */
export type Aim = {
  interaction?: string | undefined
  return_to?: string | null | undefined
  /** By way of the page that offers a passkey. */
  offer?: boolean
}

/** Leads a browser on: to where it wanted to go, or to the page that asks for the second factor. */
export function pageAfter(
  { app, tenant, request }: Pick<Call, 'app' | 'tenant' | 'request'>,
  outcome: Outcome,
  aim: Aim,
  before: readonly string[],
): Answer {
  if (outcome.kind === 'consent')
    return redirect(withAim('/agree', aim), { cookies: [...before, ...outcome.cookies] })
  const waiting = cookieOf(tenant, 'pending')
  if (outcome.kind !== 'signed-in') {
    const pending = setCookie(app.config, waiting, outcome.temp_token, lifetime)
    const page = outcome.kind === 'set-up' ? withAim('/mfa/set-up', aim) : mfaPath(aim)
    return redirect(page, { cookies: [...before, ...outcome.cookies, pending] })
  }
  const next = outcome.confirmed ? sayConfirmed(placeOf(aim)) : placeOf(aim)
  const waited = readCookie(app.config, request, waiting) !== undefined
  const over = waited ? [clearCookie(app.config, waiting)] : []
  return redirect(next, { cookies: [...before, ...outcome.cookies, ...over] })
}

/** Where an application's request goes on once the person is signed in. */
export function resume(interaction: string): string {
  return `/oauth/authorize?interaction=${encodeURIComponent(interaction)}`
}

/** The page of a form says that the form works now: it was not sent again by itself. */
function sayConfirmed(path: string): string {
  return path.startsWith('/account') && !path.includes('?') ? `${path}?done=confirmed` : path
}

/** Where somebody goes who is in. */
export function placeOf({ interaction, return_to, offer = false }: Aim): string {
  if (offer) return withAim('/account/passkey-offer', { interaction, return_to })
  return interaction === undefined ? accountPath(return_to ?? null) : resume(interaction)
}

/** The page of the second factor. The handle is in a cookie: in an address it would end up in histories. */
export function mfaPath(aim: Aim): string {
  return withAim('/mfa', aim)
}

/** A page of ours from which the person goes on to where they wanted. */
export function withAim(path: string, { interaction, return_to }: Aim): string {
  const page = accountPath(return_to ?? null)
  const query = new URLSearchParams({
    ...(interaction !== undefined && { interaction }),
    ...(page !== accountPath(null) && { return_to: page }),
  })
  return query.size > 0 ? `${path}?${query.toString()}` : path
}
