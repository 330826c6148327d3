import type { Seconds } from '@warder/protocol'
import { endTokensNow } from '../../agents/ended.ts'
import { announceEnd } from '../../api-keys/ended.ts'
import { record, type AuditEvent } from '../../audit/audit.ts'
import { endVersions, versionsOf } from '../../service-accounts/credentials/credential.ts'
import type { Db } from '../../store/open.ts'
import * as agents from '../../store/programs/agents.ts'
import * as apiKeys from '../../store/programs/api-keys.ts'
import { ownerOf } from '../../store/programs/api-keys.ts'
import * as provisioners from '../../store/provisioning/provisioners.ts'
import * as accounts from '../../store/services/accounts.ts'
import * as credentials from '../../store/services/credentials.ts'
import * as trusts from '../../store/services/trusts.ts'
import * as webhooks from '../../store/webhooks/webhooks.ts'
import type { Operator } from '../manage.ts'

/** By whom, and since when somebody else may have been in. */
type Reported = { actor: string; since: Seconds }

/**
 * Ends what programs of a tenant were given from an account while somebody else may have been in it: keys, credentials and rules
 * whose secret they may know, and agents whose keys may be theirs. Says how many that were.
 */
export async function endPrograms(
  tx: Db,
  by: Operator,
  user_id: string,
  { actor, since }: Reported,
): Promise<number> {
  const now = by.app.now()
  const write = (tenant_id: string, event: Pick<AuditEvent, 'type' | 'subject' | 'detail'>) =>
    record(tx, { ...by, tenant: { id: tenant_id } }, { ...event, outcome: 'succeeded', actor })
  const ofAccount = async (account_id: string, event: Pick<AuditEvent, 'type' | 'detail'>) => {
    const tenant_id = await accounts.tenantOf(tx, account_id)
    if (tenant_id !== undefined) await write(tenant_id, { ...event, subject: account_id })
  }

  const keys = await apiKeys.revokeIssuedBy(tx, user_id, since, now)
  const ids = keys.map(({ id }) => id)
  await announceEnd(tx, ids, now)
  for (const { id, prefix, tenant_id, ...owner } of keys) {
    const subject = ownerOf({ tenant_id, ...owner }).id
    await write(tenant_id, { type: 'api_key.revoked', subject, detail: { id, prefix } })
  }

  const ended = await credentials.revokeIssuedBy(tx, user_id, since, now)
  for (const credential of ended) {
    const { id, account_id, version } = credential
    await endVersions(tx, id, versionsOf(credential), now)
    await ofAccount(account_id, { type: 'service_credential.revoked', detail: { credential: id, version } })
  }

  const rules = await trusts.removeMadeBy(tx, user_id, since)
  for (const { id, account_id, issuer, subject: sub } of rules) {
    await endVersions(tx, id, [1], now)
    await ofAccount(account_id, { type: 'workload_trust.removed', detail: { trust: id, issuer, sub } })
  }

  const stopped = await agents.stopKeyedBy(tx, user_id, since, now)
  for (const agent of stopped) {
    const { id, tenant_id } = agent
    await endTokensNow(tx, by, agent)
    await write(tenant_id, { type: 'agent.stopped', subject: tenant_id, detail: { id } })
  }

  const directories = await provisioners.revokeIssuedBy(tx, user_id, since, now)
  for (const { id, tenant_id } of directories)
    await write(tenant_id, { type: 'provisioner.revoked', detail: { id } })

  const told = await webhooks.disableIssuedBy(tx, user_id, since, 'locked_down')
  for (const { id, tenant_id } of told)
    await write(tenant_id, { type: 'webhook.disabled', detail: { webhook: id, reason: 'locked_down' } })
  return [keys, ended, rules, stopped, directories, told].reduce((sum, { length }) => sum + length, 0)
}
