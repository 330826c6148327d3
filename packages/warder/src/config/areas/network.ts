import * as address from '../kinds/address.ts'
import { integer, list, path } from '../kinds/kind.ts'
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
  'client_certificate.port': setting({
    kind: integer(1, 65_535),
    env: 'WARDER_CLIENT_CERTIFICATE_PORT',
    otherwise: 'no such port',
    help: 'port, on the same host, where applications show their certificates to Warder itself',
  }),
  'client_certificate.tls_certificate': setting({
    kind: path,
    env: 'WARDER_CLIENT_CERTIFICATE_TLS_CERTIFICATE',
    help: "PEM file of Warder's own certificate at client_certificate.port, with the chain above it",
  }),
  'client_certificate.tls_key': setting({
    kind: path,
    env: 'WARDER_CLIENT_CERTIFICATE_TLS_KEY',
    help: 'PEM file of the private key of that certificate',
  }),
  'client_certificate.origin': setting({
    kind: address.origin,
    env: 'WARDER_CLIENT_CERTIFICATE_ORIGIN',
    otherwise: "the issuer's host with client_certificate.port",
    help: 'where applications find the endpoints that ask for their certificate, such as https://mtls.id.example.com',
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
  'tenants.base_domain': setting({
    kind: address.domain,
    env: 'WARDER_TENANTS_BASE_DOMAIN',
    otherwise: 'tenants are below /t/ of the issuer',
    help: 'domain below which each tenant has a host of its own: acme.BASE_DOMAIN',
  }),
  'tenants.header': setting({
    kind: address.headerName,
    env: 'WARDER_TENANTS_HEADER',
    help: 'header in which a trusted proxy says which tenant a request is for, by slug or id',
  }),
  'tenants.dns_servers': setting({
    kind: list(address.server),
    env: 'WARDER_TENANTS_DNS_SERVERS',
    default: '',
    otherwise: 'those of the system',
    help: "name servers that are asked whether a domain is a tenant's",
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
