import { OAuthError } from '../errors.ts'
import { scopesOfClaims } from '../../openid/claims-request.ts'
import type { AcrDemand } from './acr-demand.ts'
import type { AuthorizeRequest } from './authorize-request.ts'
import type { Seconds } from '../../time.ts'

/** Everything that decides where an authorization request stands. */
export type AuthorizationState = {
  request: AuthorizeRequest
  /** The signed-in person of this browser, if there is one. */
  session: { user_id: string; auth_time: Seconds; acr?: string } | undefined
  /** How sure the client wants to be of who it is; absent when any sign-in will do. */
  acr?: AcrDemand | undefined
  /** Where the tokens may be used: the resources asked for, or the client's own where none is (RFC 8707 §2). */
  resource: readonly string[]
  /** The scopes this person has granted to this client already, for every one of the resources. */
  consent: readonly string[]
  /** The resources they have granted it something for. */
  consent_resource: readonly string[]
  /** When they last answered the consent page with yes. */
  consent_given_at?: Seconds | undefined
  /** A client of the house, which needs no consent. */
  skip_consent: boolean
  /** A client that another program can pass for: what was granted before may have been granted to that one. */
  confirm_each_time: boolean
  /** The subject of a valid id_token_hint. */
  hint_subject?: string | undefined
  /**
   * When the interaction for this request began; absent when the request has only just arrived. A sign-in or
   * a consent from then on was made for this request. Store it once, with the interaction.
   */
  reauthenticated_since?: Seconds | undefined
  /** Who was chosen for this request on the page that `select_account` asks for. Store it with the interaction. */
  chosen_user_id?: string | undefined
  now: Seconds
}

export type AuthorizationDecision =
  | { kind: 'login' }
  | { kind: 'select-account' }
  | { kind: 'step-up'; acr: readonly string[] }
  | { kind: 'consent'; scopes: string[] }
  | { kind: 'issue' }

/**
 * Decides what an authorization request needs next: a sign-in, a choice of who it is for, more certainty about who it is, a consent
 * to the scopes named, or nothing more. Ask again after each page, until it says `issue`.
 *
 * @throws OAuthError login_required or consent_required where the request forbids to ask, and login_required
 *   when somebody else than the hinted person signed in
 * @see OIDC Core §3.1.2.3, §3.1.2.4 and §3.1.2.6
 */
export function decideAuthorization(state: AuthorizationState): AuthorizationDecision {
  const { request, session } = state
  const silent = request.prompt.includes('none')

  if (!session || needsLogin(state, session)) {
    // OIDC Core §3.1.2.1: with prompt=none no page may be shown.
    if (silent) throw new OAuthError('login_required', 'the person must sign in')
    return { kind: 'login' }
  }
  if (mustChoose(state, session)) return { kind: 'select-account' }
  const { acr } = state
  if (acr && !acr.sufficient.includes(session.acr ?? '')) {
    if (silent) throw stepUpRefused(acr)
    return { kind: 'step-up', acr: acr.sufficient }
  }
  const scopes = scopesToAsk(state)
  if (scopes) {
    if (silent) throw new OAuthError('consent_required', 'the person must give consent')
    return { kind: 'consent', scopes }
  }
  return { kind: 'issue' }
}

/** With prompt=none no page may be shown (OIDC Core §3.1.2.1), and what must be is not there. */
function stepUpRefused({ essential }: AcrDemand): OAuthError {
  // OpenID Connect Core Error Code unmet_authentication_requirements 1.0 §3.
  if (essential)
    return new OAuthError(
      'unmet_authentication_requirements',
      'the sign-in does not have the acr that must be',
    )
  return new OAuthError('login_required', 'the person must confirm with a second factor')
}

function needsLogin(state: AuthorizationState, session: { user_id: string; auth_time: Seconds }): boolean {
  const { request, hint_subject, now } = state
  const fresh = happenedFor(state, session.auth_time)

  if (hint_subject !== undefined && hint_subject !== session.user_id) {
    // OIDC Core §3.1.2.1: signed in as someone else as a result of the request: "it MUST return an error".
    if (fresh) throw new OAuthError('login_required', 'another person than the hinted one signed in')
    return true
  }
  if (fresh) return false
  if (request.prompt.includes('login')) return true
  // OIDC Core §3.1.2.1: max_age=0 asks for the same as prompt=login.
  return request.max_age !== undefined && (request.max_age === 0 || now - session.auth_time > request.max_age)
}

/** OIDC Core §3.1.2.1, select_account: signing in for this request is a choice too. */
function mustChoose(state: AuthorizationState, session: { user_id: string; auth_time: Seconds }): boolean {
  const chosen = state.chosen_user_id === session.user_id || happenedFor(state, session.auth_time)
  return state.request.prompt.includes('select_account') && !chosen
}

/** What a person is asked to allow: the scopes of a request, and those of the claims that it asks for by name. */
export function scopesToConsent({ scope, claims }: Pick<AuthorizeRequest, 'scope' | 'claims'>): string[] {
  return claims ? [...new Set([...scope, ...scopesOfClaims(claims)])] : scope
}

/** Undefined when there is nothing to ask. */
function scopesToAsk(state: AuthorizationState): string[] | undefined {
  const { request, consent, consent_given_at } = state
  const asked = request.prompt.includes('consent')
  const scope = scopesToConsent(request)
  // OIDC Core §3.1.2.4: asked for by name, consent is given again, whatever was given before.
  if (asked && !(consent_given_at !== undefined && happenedFor(state, consent_given_at))) {
    return scope
  }
  // OIDC Core §11: offline_access is a scope like the others here, so it too is never issued unasked.
  if (state.skip_consent) return undefined
  // RFC 8252 §8.6, RFC 6749 §10.2: without proof of who asks, the answer waits for the person each time.
  if (state.confirm_each_time) return scope
  // RFC 9396 §11.1: such a permission is for one thing, so what was allowed before says nothing of it.
  if (request.authorization_details) return scope
  // RFC 8707 §2: at another resource the same scope is another permission.
  if (!state.resource.every((one) => state.consent_resource.includes(one))) return scope
  const missing = scope.filter((one) => !consent.includes(one))
  return missing.length > 0 ? missing : undefined
}

function happenedFor(state: AuthorizationState, time: Seconds): boolean {
  return state.reauthenticated_since !== undefined && time >= state.reauthenticated_since
}
