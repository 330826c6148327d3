import { Problem, signingAlgorithms, type SigningAlgorithm } from '@warder/protocol'
import * as z from 'zod'
import { empty, json } from '../../http/answer.ts'
import { isoTime } from '../../time.ts'
import { listKeys, retireKey, rotateKeys, writtenKey } from '../../signing-keys/rotate.ts'
import { idIn, work, workOn } from '../administration.ts'

// The keys of a constant object are its type's keys; TypeScript calls them strings.
const algorithms = Object.keys(signingAlgorithms) as SigningAlgorithm[]

const rotation = z.object({
  /** Only this algorithm. */
  alg: z.enum(algorithms).optional(),
  /** The old key is known to others: what it signed is worthless from now on. */
  emergency: z.boolean().default(false),
  tenant_id: z.string().max(64).optional(),
})

/** Every key there is or was, newest first, without its private half: a few a year. */
export const listSigningKeys = work(async ({ app, tenant }) =>
  json({ items: (await listKeys(app, tenant.id)).map(writtenKey), next_cursor: null }),
)

export const rotateSigningKeys = workOn(rotation, async (by, { alg, emergency, tenant_id }) => {
  const { app, tenant } = by
  if (tenant_id !== undefined && tenant_id !== tenant.id)
    throw new Problem('forbidden', { detail: 'The keys of a tenant are replaced at its own address.' })
  const asked = { tenant_id: tenant.id, emergency, ...(alg !== undefined && { alg }) }
  const rotated = await rotateKeys(app, asked, by)
  return json({ items: rotated.map((key) => ({ ...key, active_at: isoTime(key.active_at) })) })
})

/** Stops believing a key that was replaced, before its last token has expired. */
export const retireSigningKey = work(async (by, _input, call) => {
  await retireKey(by.app, { tenant_id: by.tenant.id, kid: idIn(call) }, by)
  return empty(204)
})
