import type { Config } from '../../config/config.ts'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A host that is neither the issuer's nor listed. Nothing is ever built from it, and nothing is answered to it. */
export function isForeignHost(config: Config, origin: string): boolean {
  const host = hostOf(origin)
  if (config.trusted_hosts.includes(host) || config.trusted_hosts.includes(nameOf(host))) return false
  return !isOtherLoopback(config, origin)
}

/** The same server under another of the loopback names. */
export function isOtherLoopback(config: Config, origin: string): boolean {
  const host = hostOf(origin)
  const ours = hostOf(config.origin)
  return host !== ours && loopback.has(nameOf(host)) && loopback.has(nameOf(ours))
}

/** The name of a host, without its port. */
export const hostNameOf = (origin: string): string => nameOf(hostOf(origin))

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2).toLowerCase()
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '')
}
