import { bulkTargetOf, parseOperations, ScimError, withIds, type BulkOperation } from '@warder/protocol'
import type { Provisioning } from '../use/guard.ts'
import { kinds, requireSmall } from './kinds.ts'

/** What an operation has done, as a single request tells it. */
export type Done = { status: number; location: string; version?: string }

/** Changes or removes what is there, as a single PUT, PATCH or DELETE does. */
export async function changeOne(
  by: Provisioning,
  sent: BulkOperation,
  made: ReadonlyMap<string, string>,
): Promise<Done> {
  requireSmall(sent)
  const operation = withIds(sent, made)
  const target = bulkTargetOf(operation)
  if (target.method === 'POST') throw new ScimError('invalidSyntax', 'A POST makes something new.')
  const { method, type, id } = target
  const kind = kinds[type.name]
  const if_match = operation.version ?? null
  const location = `${by.base}${type.endpoint}/${id}`
  if (method === 'DELETE') {
    await kind.remove(by, id, if_match)
    return { status: 204, location }
  }
  if (method === 'PUT') await kind.replace(by, id, if_match, operation.data)
  else await kind.patch(by, id, if_match, parseOperations(operation.data))
  const { version } = await kind.find(by, id, { attributes: ['id'] })
  return { status: method === 'PUT' ? 200 : kind.patched, location, version }
}
