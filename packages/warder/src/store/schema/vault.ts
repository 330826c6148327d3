import type { Seconds } from '@warder/protocol'

export type VaultTables = {
  vault_provider: VaultProviderTable
  vault_connection: VaultConnectionTable
  vault_user: VaultUserTable
}

/** A service of others that people may connect, and as which client we come to it. */
export type VaultProviderTable = {
  tenant_id: string
  name: string
  /** What people read. */
  title: string
  /** How people connect it, and where what opens it may go: `vault/providers/definition.ts`, as JSON. */
  definition: string
  /** Null where people type in what opens it. */
  client_id: string | null
  /** Sealed; null for a public client, and where there is none. */
  client_secret: string | null
  created_at: Seconds
  updated_at: Seconds
}

/** What a person let us do at a provider in their name. One for each provider: to connect again takes its place. */
export type VaultConnectionTable = {
  id: string
  tenant_id: string
  user_id: string
  provider: string
  /** What the provider granted, separated by spaces; empty where it does not say. */
  scope: string
  /** The tokens, or what the person typed in, sealed. */
  grant_sealed: string
  /** Since when the provider takes them no more: the person has to connect again. */
  reauth_required_at: Seconds | null
  created_at: Seconds
  connected_at: Seconds
  last_used_at: Seconds | null
  /** Who renews the tokens at this moment, and until when they count as alive. */
  locked_by: string | null
  locked_until: Seconds | null
}

/** A program that its person lets use a connection. */
export type VaultUserTable = {
  connection_id: string
  /** An agent, a service account or an application, by its id. */
  program: string
  /** The methods of HTTP it may call with, separated by spaces; empty for all. */
  methods: string
  /** Since when it may also have the token itself, not only calls made for it. */
  hand_over_at: Seconds | null
  created_at: Seconds
  last_used_at: Seconds | null
}
