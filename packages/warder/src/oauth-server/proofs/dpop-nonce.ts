import type { Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import type { Tenant } from '../../tenants/tenant.ts'

/** How long a nonce is handed out. It is good for as long again, so that nobody is asked twice in a row. */
const turn: Seconds = 300

const purpose = 'dpop_nonce'

type Here = { app: Pick<App, 'secrets' | 'now'>; tenant: Pick<Tenant, 'id'> }

/**
 * The nonce that proofs for a tenant carry now. It is calculated from the time under a data key and kept nowhere, so
 * every instance gives and takes the same.
 *
 * @see RFC 9449 §8
 */
export function currentNonce({ app, tenant }: Here): string {
  return app.secrets.mac(purpose, textOf(tenant, turnAt(app.now())))
}

/** Whether a nonce is that of this turn or the last. */
export function isCurrentNonce({ app, tenant }: Here, nonce: string): boolean {
  const now = turnAt(app.now())
  return [now, now - 1].some((one) => app.secrets.macMatches(purpose, textOf(tenant, one), nonce))
}

const turnAt = (now: Seconds) => Math.floor(now / turn)
const textOf = (tenant: Pick<Tenant, 'id'>, at: number) => `${tenant.id} ${at}`
