import type { Config } from '../../config/config.ts'

type Hosts = Pick<Config, 'issuer' | 'trusted_hosts' | 'tenants'>

/** The origin that the host of a slug has below the base domain; undefined where there is none. Scheme and port are those of the server. */
export function hostBelowBase(config: Hosts, slug: string): string | undefined {
  const { base_domain } = config.tenants
  return base_domain === undefined ? undefined : originOf(config, `${slug}.${base_domain}`)
}

/** The origin of a host that this server answers as well. */
export function originOf({ issuer }: Pick<Config, 'issuer'>, host: string): string {
  const url = new URL(issuer)
  url.hostname = host
  return url.origin
}

/** What is wrong with an issuer at a host of its own: the server itself may be there. */
export function hostProblem({ trusted_hosts }: Hosts, issuer: string): string | undefined {
  const { origin, hostname } = new URL(issuer)
  return origin === issuer && trusted_hosts.includes(hostname)
    ? `The host ${hostname} is the one of the server.`
    : undefined
}
