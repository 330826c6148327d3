import type { AgentTables } from './schema/agents.ts'
import type { ClientTables } from './schema/clients.ts'
import type { FederationTables } from './schema/federation.ts'
import type { OperationTables } from './schema/operations.ts'
import type { PeopleTables } from './schema/people.ts'
import type { PrivacyTables } from './schema/privacy.ts'
import type { ProgramTables } from './schema/programs.ts'
import type { ProvisioningTables } from './schema/provisioning.ts'
import type { ServiceTables } from './schema/services.ts'
import type { TenantTables } from './schema/tenants.ts'
import type { TokenTables } from './schema/tokens.ts'
import type { VaultTables } from './schema/vault.ts'

/**
 * The whole database, one short file per table group. Four column types work the same in SQLite and
 * PostgreSQL, so these are the only ones: text, integer, Seconds (bigint) and JSON kept as text.
 * There are no booleans: a nullable time says when, and whether.
 */
export type Database = TenantTables &
  PeopleTables &
  PrivacyTables &
  TokenTables &
  ClientTables &
  ProgramTables &
  AgentTables &
  ServiceTables &
  ProvisioningTables &
  VaultTables &
  FederationTables &
  OperationTables
