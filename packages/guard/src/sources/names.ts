import { hash } from 'node:crypto'
import { clientName, diesWith, type Seconds } from '@warder/protocol'
import type { Caller } from '../caller.ts'
import type { RevocationKind } from '../issuer/revocations/dead-list.ts'
import { nameOf } from '../issuer/revocations/dead-list.ts'

/** By what a credential can be revoked, and when it was issued. */
export type Mortal = { names: readonly string[]; issued_at: Seconds }

/**
 * The names under which the feed would kill a caller. They come from what was verified and never from the text that was
 * presented, of which there may be several for one token.
 */
export function mortal(caller: Caller, key: string | undefined, issued_at: unknown): Mortal {
  const issuer = textIn(caller.claims['iss'])
  const { client_id } = caller
  const named: [kind: RevocationKind, value: string | undefined][] = [
    ['jti', caller.token_id],
    ['sid', caller.session_id],
    ['sub', caller.subject],
    ['client', client_id === undefined ? undefined : clientName(issuer ?? '', client_id)],
    ['tenant', caller.tenant_id],
    // Most tokens do not name their tenant, but who issued them does.
    ['tenant', issuer],
    ['key', key],
  ]
  const names = named.flatMap(([kind, value]) =>
    value === undefined ? [] : [nameOf(kind, hash('sha256', value, 'base64url'))],
  )
  // RFC 8693 §1.1: what was exchanged ends with what it was exchanged for, which stands in it as digests.
  names.push(...diesWith(caller.claims))
  // What does not say when it was issued was issued before any moment.
  return { names, issued_at: typeof issued_at === 'number' ? issued_at : 0 }
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
