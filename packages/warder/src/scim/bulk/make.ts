import { bulkTargetOf, ScimError, withIds, type BulkOperation } from '@warder/protocol'
import { newId } from '../../crypto/tokens.ts'
import type { Provisioning } from '../use/guard.ts'
import { writeAtOnce } from '../use/write.ts'
import type { Done } from './change.ts'
import { kinds, requireSmall } from './kinds.ts'

/**
 * Makes one resource, or several that refer to each other, in one transaction. Their ids are known before anything is written, so
 * that each can name the others.
 *
 * @param made gets the ids of what was made, by the bulkId
 * @param begun says which one it was when something was thrown
 */
export async function makeAll(
  by: Provisioning,
  operations: readonly BulkOperation[],
  made: Map<string, string>,
  begun: { at: number },
): Promise<Done[]> {
  const each = <T>(of: (operation: BulkOperation, at: number) => T): T[] =>
    operations.map((operation, at) => {
      begun.at = at
      return of(operation, at)
    })
  const begins = each((operation) => {
    requireSmall(operation)
    const target = bulkTargetOf(operation)
    if (target.method !== 'POST') throw new ScimError('invalidSyntax', 'Only a POST makes something new.')
    return { kind: kinds[target.type.name], type: target.type, bulkId: target.bulkId }
  }).map((one) => ({ ...one, id: newId(one.kind.prefix) }))
  const ids = new Map([...made, ...begins.map(({ bulkId, id }) => [bulkId, id] as const)])
  const written = each((operation, at) => {
    const { kind, id } = begins[at]! // one for each
    return { at, isGroup: kind === kinds.Group, write: kind.make(by, id, withIds(operation, ids).data) }
  })
  // People first: a group has members who are there.
  const order = written.toSorted((a, b) => Number(a.isGroup) - Number(b.isGroup))
  await writeAtOnce(
    by,
    order.map(({ write }) => write),
    (next) => {
      begun.at = order[next]?.at ?? 0
    },
  )
  for (const { bulkId, id } of begins) made.set(bulkId, id)
  return Promise.all(
    begins.map(async ({ kind, type, id }) => {
      const location = `${by.base}${type.endpoint}/${id}`
      // It was made, also where somebody has removed it since.
      const found = await kind.find(by, id, { attributes: ['id'] }).catch(() => undefined)
      return { status: 201, location, ...(found && { version: found.version }) }
    }),
  )
}
