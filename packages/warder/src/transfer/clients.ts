import { OAuthError, Problem } from '@warder/protocol'
import * as z from 'zod'
import { permissionsOfScopes, requireGiveable } from '../access/permissions/giving.ts'
import type { Operator } from '../audit/operator.ts'
import { check } from '../http/body.ts'
import { clientTypes } from '../oauth-server/clients/client.ts'
import { keepNewClient, newClientRow } from '../oauth-server/register.ts'
import { readMetadata } from '../oauth-server/registration/metadata.ts'
import { isUniqueViolation } from '../store/errors.ts'
import type { ClientRow } from '../store/oauth/clients.ts'
import { words } from '../store/words.ts'
import { requirePermission } from './checked.ts'
import type { IncomingClient } from './person.ts'

/** What an operator alone says of an application, as `client show` writes it. */
const ours = z.object({
  type: z.enum(clientTypes),
  resources: z.array(z.string().max(2000)).max(50).optional(),
  skip_consent: z.boolean().optional(),
  require_pkce: z.boolean().optional(),
  access_token_claims: z
    .array(z.enum(['roles', 'permissions']))
    .max(2)
    .optional(),
  authorization_details_types: z.array(z.string().max(2000)).max(50).optional(),
})

/**
 * An application as it was elsewhere, under the same name. One that has a secret keeps it where its digest came along;
 * otherwise it needs a new one.
 *
 * @throws Problem `invalid_input` or `forbidden`
 */
export function checkedClient(by: Operator, incoming: IncomingClient): ClientRow {
  const { client_id, client_secret_hash, disabled, ...view } = incoming
  requirePermission(by, 'clients:write')
  try {
    const { row } = newClientRow(by, { ...readMetadata(view, by.app.config), ...given(check(ours, view)) })
    requireGiveable(by.holds, permissionsOfScopes(words(row.scope)))
    return {
      ...row,
      client_id,
      client_secret_hash: (row.client_secret_hash && client_secret_hash) ?? null,
      disabled_at: disabled === true ? by.app.now() : null,
    }
  } catch (error) {
    if (error instanceof OAuthError) throw new Problem('invalid_input', { detail: error.message })
    throw error
  }
}

/** @throws Problem `conflict` where another tenant has one of this name */
export async function insertClient(by: Operator, row: ClientRow): Promise<void> {
  try {
    await by.app.db.transaction().execute((tx) => keepNewClient(tx, by, row))
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem('conflict', { detail: 'an application of this name is there already' })
    throw error
  }
}

function given<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> } // the same names
}
