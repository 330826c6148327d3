import type { ProxyConfig } from '../config/load.ts'
import { OutboundError } from '../errors.ts'
import { bindingOf, isLoopback, type Binding } from '../fetch/binding.ts'
import type { Bound } from '../manager/bound.ts'
import { once } from '../once.ts'

type Rule = ProxyConfig['clients'][string]['allow'][number]

/** A provider by its name, ready to be called. */
export type BoundOf = (name: string) => Promise<Bound>

/** Whether a client may do this with a credential. */
export type AllowList = (credential: string, method: string, url: URL) => Promise<boolean>

/**
 * What a client may do: credential, host, method and path together. The path is the one that the API sees. Nothing is
 * allowed that no rule names.
 *
 * @throws OutboundError CONFIG_INVALID for a rule that no request could be held against
 */
export function createAllowList(rules: readonly Rule[], boundOf: BoundOf): AllowList {
  const read = rules.map(({ credential, hosts, methods, paths }) => {
    if (paths.length === 0 || methods.length === 0) throw invalid('names no method or no path')
    if (methods.some((method) => !/^[A-Za-z]{1,20}$/.test(method) || /^(?:trace|connect)$/i.test(method)))
      throw invalid('names a method that is none')
    const binding = (origins: readonly string[]): Binding => bindingOf({ origins, methods, paths })
    // Read once at the start, so that a mistake is found before anybody is refused by it.
    if (hosts) {
      const fixed = binding(hosts.flatMap(originsOf))
      return { credential, binding: () => Promise.resolve(fixed) }
    }
    binding(['https://example.com'])
    return { credential, binding: once(async () => binding([baseOf(await boundOf(credential)).origin])) }
  })
  return async (credential, method, url) => {
    for (const rule of read)
      if (rule.credential === credential && (await rule.binding()).allows(method, url)) return true
    return false
  }
}

const invalid = (what: string) => new OutboundError('CONFIG_INVALID', `a rule of the proxy ${what}`)

/** This machine alone is spoken to without https, as everywhere. */
function originsOf(host: string): string[] {
  const { hostname } = URL.parse(`https://${host.replace(/^\*\./, '')}`) ?? { hostname: '' }
  return isLoopback(hostname) ? [`https://${host}`, `http://${host}`] : [`https://${host}`]
}

function baseOf({ base }: Bound): URL {
  if (base) return base
  throw invalid('has no hosts, and its credential has no base address')
}
