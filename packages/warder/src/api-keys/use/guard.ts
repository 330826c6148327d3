import { bearerChallenge, OAuthError, presentedApiKey, Problem, type PresentedApiKey } from '@warder/protocol'
import { after } from '../../after.ts'
import type { Call, Guard } from '../../http/router.ts'
import { confidentialClient } from '../../oauth-server/client-auth.ts'
import { person, type SessionCaller } from '../../sessions/guard.ts'
import { isoTime } from '../../time.ts'
import { readForm } from '../../http/body.ts'
import { verifyKeys } from '../scopes.ts'
import { checkKey, noteDenied, type KeyCaller, type KeyPerson } from './check.ts'

/** A program that acts in the name of a person, by their key. */
export type PersonKeyCaller = KeyCaller & KeyPerson

/**
 * A person as `person` has them, or a program of theirs whose API key has this scope. What people do to their keys, their
 * sessions and whatever else opens their account is guarded by `person` alone: no key leads to another.
 */
export function personOrKey(scope: string): Guard<SessionCaller | PersonKeyCaller> {
  const known = personOrProgram(scope)
  return function personOrKey(call) {
    return after(known(call), (caller) => (caller.via === 'key' ? inNameOf(caller) : caller))
  }
}

function inNameOf(caller: KeyCaller): PersonKeyCaller {
  if (caller.person) return Object.assign(caller, caller.person)
  throw new Problem('forbidden', { detail: 'This API key belongs to a program, which is no person.' })
}

/** The same, where a program that acts for itself may come too. */
export function personOrProgram(scope: string): Guard<SessionCaller | KeyCaller> {
  return function personOrProgram(call) {
    const presented = presentedIn(call)
    return presented.kind === 'none' ? person(call) : useKey(call, presented, scope)
  }
}

/** Another server that asks about a key: an application that proves itself, or a program whose key may ask. */
export const keyVerifier: Guard<{ form: URLSearchParams }> = async (call) => {
  const presented = presentedIn(call)
  if (presented.kind === 'none') {
    const caller = await confidentialClient(call)
    // Whoever may register itself is anybody, and anybody could then try keys here.
    if (caller.client.self_registered)
      throw new OAuthError(
        'unauthorized_client',
        'an application that registered itself may not ask about keys',
      )
    if (caller.client.credential && !caller.client.scope.includes(verifyKeys))
      throw new OAuthError('unauthorized_client', `this service account lacks the scope ${verifyKeys}`)
    return caller
  }
  await useKey(call, presented, verifyKeys)
  return { form: await readForm(call.request) }
}

function presentedIn({ request: { headers } }: Call): PresentedApiKey {
  return presentedApiKey(headers.get('authorization'), headers.get('x-api-key'))
}

type SomeKey = Exclude<PresentedApiKey, { kind: 'none' }>

/** @throws Problem `not_authenticated`, or `forbidden` for a key without the scope (RFC 6750 §3.1) */
async function useKey(call: Call, presented: SomeKey, scope: string): Promise<KeyCaller> {
  if (presented.kind === 'malformed') throw refused(presented.detail)
  const caller = await checkKey(call, presented.key, call.trace.address)
  if (!caller) throw refused('This API key is unknown, has ended, or cannot be used from here.')
  if (!caller.scopes.includes(scope)) {
    await noteDenied(call, { id: caller.key_id, owner: caller.owner }, 'scope')
    throw lacking(scope)
  }
  // Whatever the answer will be, its reader learns that this secret has a successor.
  const { replaced_until } = caller
  if (replaced_until !== null)
    call.headers = { ...call.headers, 'warder-key-status': `rotated; until="${isoTime(replaced_until)}"` }
  return caller
}

function refused(detail: string): Problem {
  const challenge = bearerChallenge({ realm: 'Warder', error: 'invalid_token', error_description: detail })
  return new Problem('not_authenticated', { detail, headers: { 'www-authenticate': challenge } })
}

function lacking(scope: string): Problem {
  const detail = `This API key lacks the scope ${scope}.`
  const challenge = bearerChallenge({
    realm: 'Warder',
    error: 'insufficient_scope',
    error_description: detail,
    scope,
  })
  return new Problem('forbidden', { detail, headers: { 'www-authenticate': challenge } })
}
