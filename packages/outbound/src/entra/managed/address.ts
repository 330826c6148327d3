import { metadataUrl } from '../../metadata/ask.ts'
import type { ManagedIdentityId } from './platform.ts'

type Names = { clientId: string; objectId: string; resourceId: string }

/** What most platforms call the parameters by which an identity is chosen. */
export const names: Names = { clientId: 'client_id', objectId: 'object_id', resourceId: 'mi_res_id' }

export function chosen(id: ManagedIdentityId | undefined, by: Names = names): Record<string, string> {
  if (!id) return {}
  if ('clientId' in id) return { [by.clientId]: id.clientId }
  return 'objectId' in id ? { [by.objectId]: id.objectId } : { [by.resourceId]: id.resourceId }
}

/** @throws OutboundError CONFIG_INVALID, INSECURE_URL for an address that no platform has */
export function addressed(endpoint: string, parameters: Record<string, string>): URL {
  const url = metadataUrl(endpoint)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url
}
