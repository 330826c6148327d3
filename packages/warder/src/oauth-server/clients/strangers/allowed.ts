import { isAboutPeople } from '../../../access/permissions/scopes.ts'
import type { Config } from '../../../config/config.ts'
import type { Client } from '../client.ts'

/**
 * What an application that nobody here registered may ask people for: what the operator says now, and not what was said when
 * it came. One that acts for itself has nobody to ask.
 */
export function withShared(client: Client, { scopes, resources }: Config['self_registered']): Client {
  if (!client.self_registered) return client
  return {
    ...client,
    scope: client.scope.filter((scope) => isAboutPeople(scope) || scopes.includes(scope)),
    resources: client.type === 'machine' ? client.resources : [...client.resources, ...resources],
  }
}
