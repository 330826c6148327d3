import { parameter, parseApiKey, type ApiKeyEnvironment } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { KeyOwner } from '../../store/programs/api-keys.ts'
import { isoTime } from '../../time.ts'
import { checkKey } from './check.ts'

/** What another server learns about a key. Of one that opens nothing it learns no more than that (RFC 7662 §2.2). */
export type Verification =
  | { active: false }
  | {
      active: true
      id: string
      name: string
      owner: KeyOwner
      tenant_id: string
      scopes: string[]
      environment: ApiKeyEnvironment
      expires_at: string | null
      /** `rotated`: a newer secret has replaced the one that was asked about, which works until `valid_until`. */
      status: 'active' | 'rotated'
      valid_until: string | null
    }

/**
 * Answers what a key is worth that another server was shown: the form has `key`, and `address` where the key came from. A
 * key that may be used from some networks only opens nothing where no address is given.
 *
 * @throws OAuthError `invalid_request` for a parameter sent twice
 */
export async function verifyKey(call: Call, form: URLSearchParams): Promise<Verification> {
  const key = parameter(form, 'key')
  const address = parameter(form, 'address')
  if (key === undefined || !parseApiKey(key)) return { active: false }
  const found = await checkKey(call, key, address)
  if (!found) return { active: false }
  const { expires_at, replaced_until } = found
  const valid_until = replaced_until ?? expires_at
  return {
    active: true,
    id: found.key_id,
    name: found.key_name,
    owner: found.owner,
    tenant_id: found.tenant_id,
    scopes: found.scopes,
    environment: found.environment,
    expires_at: expires_at === null ? null : isoTime(expires_at),
    status: replaced_until === null ? 'active' : 'rotated',
    valid_until: valid_until === null ? null : isoTime(valid_until),
  }
}
