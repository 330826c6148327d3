import type { Config } from '../../config/config.ts'
import type { Call } from '../../http/router.ts'

/** Below which address an issuer's endpoints ask for certificates; undefined where that is the issuer's own (RFC 8705 §5). */
export function aliasOf(
  issuer: string,
  { client_certificate }: Pick<Config, 'client_certificate'>,
): string | undefined {
  const { origin } = client_certificate
  return origin === undefined ? undefined : origin + issuer.slice(new URL(issuer).origin.length)
}

/** The issuer, or its alias for certificates where that was called: what a proof or an assertion may name. */
export function calledBase({ app, tenant, url }: Pick<Call, 'app' | 'tenant' | 'url'>): string {
  const alias = aliasOf(tenant.issuer, app.config)
  // By the host alone: what is before us may have ended TLS.
  return alias !== undefined && new URL(alias).host === url.host ? alias : tenant.issuer
}
