import type { Locale } from '../config/config.ts'
import { json, redirect, type Answer } from '../http/answer.ts'
import { clearCookie, cookieOf, readCookie } from '../http/browser/cookies.ts'
import { beyondHome, returnPath } from '../http/browser/return-path.ts'
import type { Call } from '../http/router.ts'
import { keepAim } from '../pages/form.ts'
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

type Installation = Pick<Call, 'app'>['app']

/** Where a sign-in leads that began on a page: to the application that waits, or to a page of this origin. */
export type Aim = {
  interaction?: string | undefined
  return_to?: string | null | undefined
  /** The language that the page was asked for in. */
  ui_locales?: Locale | undefined
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
  const cookies = [...before, ...outcome.cookies]
  if (outcome.kind === 'consent') return redirect(withAim(app, '/agree', aim), { cookies })
  if (outcome.kind === 'set-up') return redirect(withAim(app, '/mfa/set-up', aim), { cookies })
  if (outcome.kind === 'second-factor') return redirect(mfaPath(app, aim), { cookies })
  const next = outcome.confirmed ? sayConfirmed(placeOf(app, aim)) : placeOf(app, aim)
  const waiting = cookieOf(tenant, 'pending')
  const waited = readCookie(app.config, request, waiting) !== undefined
  return redirect(next, { cookies: waited ? [...cookies, clearCookie(app.config, waiting)] : cookies })
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
export function placeOf(app: Installation, aim: Aim): string {
  const { interaction, return_to, offer = false } = aim
  if (offer) return withAim(app, '/account/passkey-offer', aim)
  return interaction === undefined ? returnPath(app, return_to) : resume(interaction)
}

/** The page of the second factor. The handle is in a cookie: in an address it would end up in histories. */
export function mfaPath(app: Installation, aim: Aim): string {
  return withAim(app, '/mfa', aim)
}

/** A page of ours from which the person goes on to where they wanted. */
export function withAim(app: Installation, path: string, aim: Aim): string {
  const { interaction, return_to, ui_locales } = aim
  return keepAim(path, { interaction, return_to: beyondHome(app, return_to), ui_locales })
}
