import type { Seconds } from '@warder/protocol'
import { digest } from '../crypto/tokens.ts'
import type { Call } from '../http/router.ts'
import type { Db } from '../store/open.ts'
import * as revocations from '../store/oauth/revocations.ts'
import { isRevoked } from '../store/oauth/token-holders.ts'
import * as agents from '../store/programs/agents.ts'
import { day, minute } from '../time.ts'

/** The feed keeps what ends so long: nothing that an agent got lives longer. */
const longestToken: Seconds = day

/** Clocks of our instances may differ by this much: what another one signs in the next seconds is meant as well. */
const leeway: Seconds = 5

/**
 * Ends every token that agents have, those in a person's name and those that were exchanged for one too: each names the
 * agent as its client, or as what it dies with.
 *
 * @param from what was issued from then on is good again; without it nothing ever is
 */
export async function endTokensOf(
  tx: Db,
  agent_ids: readonly string[],
  now: Seconds,
  from?: Seconds,
): Promise<void> {
  const until = now + longestToken
  const ended = agent_ids.map((value) => {
    return { kind: 'client' as const, value, until, ...(from !== undefined && { not_before: from }) }
  })
  await revocations.insert(tx, ended, now)
}

/**
 * Ends the tokens of an agent whose row the transaction holds: what it got before has an earlier time, and what it gets in
 * the next seconds would be dead as well, so it has to wait for them.
 */
export async function endTokensNow(
  tx: Db,
  { app }: Pick<Call, 'app'>,
  { id, last_used_at }: Pick<agents.Agent, 'id' | 'last_used_at'>,
): Promise<void> {
  if (last_used_at === null) return
  const now = app.now()
  await endTokensOf(tx, [id], now, now + leeway)
}

/** Whether a token that an agent got now would be dead already. */
export async function areTokensDead(db: Db, agent_id: string, now: Seconds): Promise<boolean> {
  const name = digest(agent_id)
  return isRevoked(db, [name, name, name, name, name], now, now)
}

/**
 * Ends the tokens of a person's agents, who may not sign in for now. The agents stay: they get no token before their owner
 * may sign in again.
 */
export async function pauseAgentsOf(tx: Db, user_id: string, now: Seconds): Promise<void> {
  // Whoever waited for another transaction comes a little later than `now`.
  await endTokensOf(tx, await agents.holdAllOf(tx, user_id), now, now + minute)
}

/**
 * Stops every agent of a person, everywhere or in one tenant: whoever got into an account may have registered one, and whoever
 * leaves takes theirs along. Says which.
 */
export async function stopAgentsOf(
  tx: Db,
  user_id: string,
  now: Seconds,
  where: { tenant_id?: string } = {},
): Promise<string[]> {
  const stopped = await agents.stopAllOf(tx, user_id, now, where)
  await endTokensOf(tx, stopped, now, now + minute)
  return stopped
}

/** Ends the tokens of a person's agents for good, before the agents go with their person. */
export async function endAgentsOf(tx: Db, user_id: string, now: Seconds): Promise<void> {
  await endTokensOf(tx, await agents.holdAllOf(tx, user_id), now)
}
