import type { Seconds } from '@warder/protocol'
import { insist } from '../refused.ts'
import { attribute, childOf, requiredChild, textOf, type XmlElement } from '../xml/element.ts'
import { skew, timeIn } from './times.ts'

/** That somebody signed in there, when, and by what. */
export type AuthnStatement = {
  authn_instant: Seconds
  /** The class of how they did it, where one is named. */
  authn_context: string | undefined
  session_index: string | undefined
  /** When the sign-in there ends. */
  session_until: Seconds | undefined
}

/**
 * SAML Core §2.7.2. There is one statement: of two, one could say that a second factor was asked, and the other when.
 *
 * @param contexts the classes that will do; any where there are none (SAML Core §3.3.2.2.1, `exact`)
 * @throws SamlRefused
 */
export function readStatement(
  assertion: XmlElement,
  now: Seconds,
  contexts: readonly string[],
): AuthnStatement {
  const statement = requiredChild(assertion, 'saml', 'AuthnStatement')
  const authn_instant = timeIn(statement, 'AuthnInstant')
  insist(authn_instant !== undefined, 'incomplete')
  insist(authn_instant <= now + skew, 'early')
  const session_until = timeIn(statement, 'SessionNotOnOrAfter')
  insist(session_until === undefined || session_until > now, 'expired')
  const authn_context = contextIn(statement)
  insist(
    contexts.length === 0 || (authn_context !== undefined && contexts.includes(authn_context)),
    'authn_context',
  )
  return { authn_instant, authn_context, session_index: attribute(statement, 'SessionIndex'), session_until }
}

/** SAML Core §2.7.2.2. */
function contextIn(statement: XmlElement): string | undefined {
  const context = childOf(statement, 'saml', 'AuthnContext')
  const named = context && childOf(context, 'saml', 'AuthnContextClassRef')
  return named && textOf(named)
}
