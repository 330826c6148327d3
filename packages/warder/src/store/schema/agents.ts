import type { Seconds } from '@warder/protocol'

export type AgentTables = {
  agent: AgentTable
}

/** A program that acts by itself, within what its owner wrote down here. */
export type AgentTable = {
  id: string
  tenant_id: string
  /** Whose it is: it dies with them, and gets nothing while they may not sign in. Null for one of the tenant itself. */
  user_id: string | null
  name: string
  /** What it is for, in its owner's words. */
  purpose: string
  /** Its public keys, as a JSON Web Key Set. */
  jwks: string
  /** Who gave it its present keys, and so may have the private ones; null where an operator did. */
  keys_by: string | null
  keys_at: Seconds
  /** What it may do at most, separated by spaces. */
  scope: string
  /** What it may say that it is doing, separated by spaces; `docs:*` is everything below `docs`. */
  actions: string
  /** Of those, what its owner is asked about each time. */
  sensitive: string
  /** Where it may work, separated by spaces; `*` is everywhere. */
  workspaces: string
  /** On what it may run, separated by spaces; empty where nobody asked. */
  runtimes: string
  /** RFC 8707 resources that its tokens may be for, as JSON; the first is what they are for when it names none. */
  resources: string
  /** How long its tokens live at most. */
  token_lifetime: Seconds
  /** Since when it may also act in its owner's name. */
  on_behalf_at: Seconds | null
  /** Grows with each change, so that a change of something older is noticed. */
  version: number
  created_at: Seconds
  updated_at: Seconds
  last_used_at: Seconds | null
  stopped_at: Seconds | null
}
