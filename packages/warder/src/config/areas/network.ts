import * as address from '../kinds/address.ts'
import { list, path } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'

/** Who is believed, who may call, and what Warder may call itself. */
export const networkSettings = {
  trusted_proxies: setting({
    kind: list(address.cidr),
    env: 'TRUSTED_PROXIES',
    default: '',
    help: 'networks whose X-Forwarded-* headers are believed',
  }),
  'client_certificate.header': setting({
    kind: address.headerName,
    env: 'WARDER_CLIENT_CERTIFICATE_HEADER',
    help: "header in which a trusted proxy passes on an application's certificate",
  }),
  'client_certificate.authorities': setting({
    kind: path,
    env: 'WARDER_CLIENT_CERTIFICATE_AUTHORITIES',
    help: 'PEM file of the authorities whose certificates of applications count (tls_client_auth)',
  }),
  trusted_hosts: setting({
    kind: list(address.host),
    env: 'TRUSTED_HOSTS',
    default: '',
    help: "further host names that requests may carry; the issuer's always may",
  }),
  cors_origins: setting({
    kind: list(address.origin),
    env: 'CORS_ORIGINS',
    default: '',
    help: 'web origins whose scripts may call the API',
  }),
  allow_networks: setting({
    kind: list(address.cidr),
    env: 'WARDER_ALLOW_NETWORKS',
    default: '',
    help: 'private networks that Warder may fetch from',
  }),
}
