import {
  importJwk,
  importJwks,
  jwkThumbprint,
  Problem,
  publicJwk,
  type VerificationKey,
} from '@warder/protocol'
import { requireGiveable } from '../api-keys/owners/keeper.ts'
import { record } from '../audit/audit.ts'
import * as agents from '../store/programs/agents.ts'
import { ownerOf } from '../store/programs/agents.ts'
import { words } from '../store/words.ts'
import { viewOfAgent, type AgentView } from './agent.ts'
import { endTokensNow } from './ended.ts'
import type { AgentChange } from './inputs.ts'
import { requireAgent, type AgentKeeper } from './owners/keeper.ts'
import { columnsOf, requirePowers } from './powers.ts'

/**
 * Changes what an agent may do. Tokens that it has end, so that none is worth more than the agent is now.
 *
 * @throws Problem `insufficient_user_authentication`; `not_found`; `forbidden` for a scope that is not theirs to give;
 *   `invalid_input`; `conflict` when it is changed elsewhere at this moment
 */
export async function changeAgent(by: AgentKeeper, id: string, input: AgentChange): Promise<AgentView> {
  by.fresh()
  const { app } = by
  return app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    const read = await requireAgent(by, id, 'write', tx)
    requirePowers(app.config.agents, by.may, input)
    requireEqual(by, read, input)
    requireOwnKeys(by, read, input)
    const now = app.now()
    const columns = { ...columnsOf(input, by, now), updated_at: now }
    const changed = await agents.change(tx, read, columns)
    if (!changed)
      throw new Problem('conflict', { detail: 'This agent is being changed already. Look at it again.' })
    await endTokensNow(tx, by, changed)
    await record(tx, by, {
      type: 'agent.updated',
      outcome: 'succeeded',
      ...by.who,
      subject: ownerOf(changed).id,
      detail: { id, changed: Object.keys(input) },
    })
    return viewOfAgent(changed)
  })
}

/**
 * Who gave an agent of the tenant its keys may have the private ones, and so does not answer what it asks. Whoever gives it others
 * gives all of them: a key that stayed among them would have no giver any more.
 *
 * @throws Problem `invalid_input`
 */
function requireOwnKeys({ maker }: AgentKeeper, read: agents.Agent, { public_keys = [] }: AgentChange): void {
  if (ownerOf(read).type === 'person' || read.keys_by === maker) return
  const before = new Set(importJwks(JSON.parse(read.jwks)).map(nameOf)) // written by `columnsOf`
  const errors = public_keys.flatMap((jwk, at) => {
    const key = importJwk(jwk)
    const detail = 'was given by somebody else: give the agent new keys alone'
    return key && before.has(nameOf(key)) ? [{ pointer: `/public_keys/${at}`, detail }] : []
  })
  if (errors.length > 0)
    throw new Problem('invalid_input', { detail: 'Some fields need another value; see errors.', errors })
}

/** The same for the same key, whatever it is called. */
const nameOf = (key: VerificationKey) => jwkThumbprint(publicJwk(key))

/**
 * Whoever has an agent of the tenant work, or work otherwise, must be able to do what it does: its owner holds everything, and
 * with a key of theirs it would be the way to more than one's own.
 *
 * @throws Problem `forbidden`
 */
export function requireEqual(by: AgentKeeper, read: agents.Agent, { scopes }: AgentChange = {}): void {
  if (ownerOf(read).type === 'person') return
  requireGiveable(scopes ?? words(read.scope), by.may, 'This agent does more than you may yourself.')
}
