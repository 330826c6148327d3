import type { Config } from '../../config/config.ts'
import type { Call } from '../../http/router.ts'
import type { Tenant } from '../../tenants/tenant.ts'

/** Below which address a tenant's endpoints ask for certificates; undefined where that is the issuer's own (RFC 8705 §5). */
export function aliasOf(
  { prefix }: Pick<Tenant, 'prefix'>,
  { client_certificate }: Pick<Config, 'client_certificate'>,
): string | undefined {
  const { origin } = client_certificate
  return origin === undefined ? undefined : origin + prefix
}

/** The issuer, or its alias for certificates where that was called: what a proof or an assertion may name. */
export function calledBase({ app, tenant, url }: Pick<Call, 'app' | 'tenant' | 'url'>): string {
  const alias = aliasOf(tenant, app.config)
  // By the host alone: what is before us may have ended TLS.
  return alias !== undefined && new URL(alias).host === url.host ? alias : tenant.issuer
}
