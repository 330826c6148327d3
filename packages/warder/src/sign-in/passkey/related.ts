import { Problem } from '@warder/protocol'
import { json, type Answer } from '../../http/answer.ts'
import type { Call } from '../../http/router.ts'
import { relyingParty } from './party.ts'

/**
 * The origins whose pages may use passkeys of this domain (WebAuthn Level 3 §5.11.1, related origins).
 * @throws Problem `not_found` where there are none beside our own
 */
export function wellKnownOrigins({ app, tenant }: Pick<Call, 'app' | 'tenant'>): Answer {
  // An app is none that a browser could ask for.
  const pages = relyingParty(app.config, tenant).origins.filter((origin) => !origin.startsWith('android:'))
  if (pages.length === 1) throw new Problem('not_found')
  return json({ origins: pages })
}
