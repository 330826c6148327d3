import type { StoredRecord } from '@warder/outbound'
import { check } from '../../http/body.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOwner } from '../../sessions/recent.ts'
import { typedKey, typedLogin } from '../inputs.ts'
import type { TypedProvider } from '../providers/provider.ts'
import { keepConnection } from './keep.ts'

/**
 * Connects a service by what its person typed in: a key, or a name and a password. Nobody is shown it again, not even they.
 *
 * @param typed `key`, or `username` and `password`
 * @returns the id of the connection
 * @throws Problem `insufficient_user_authentication`, or `invalid_input`, which does not repeat what was typed
 */
export async function connectByTyping(
  call: Call,
  caller: SessionCaller,
  provider: TypedProvider,
  typed: Readonly<Record<string, string>>,
): Promise<string> {
  requireOwner(call, caller)
  const kept: StoredRecord =
    provider.definition.kind === 'api_key'
      ? { kind: 'api-key', data: check(typedKey, typed) }
      : { kind: 'basic', data: check(typedLogin, typed) }
  return keepConnection(call, caller, provider, kept, '')
}
