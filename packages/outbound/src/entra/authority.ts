import { OutboundError } from '../errors.ts'
import { isLoopback } from '../fetch/binding.ts'

/** The parts of Azure that stand apart. */
export type EntraCloud = 'public' | 'us-government' | 'china'

const hosts: Readonly<Record<EntraCloud, string>> = {
  public: 'https://login.microsoftonline.com',
  'us-government': 'https://login.microsoftonline.us',
  china: 'https://login.partner.microsoftonline.cn',
}

/** Those, and the older name of the last. Nobody else is told a secret of Entra. */
const known: ReadonlySet<string> = new Set([...Object.values(hosts), 'https://login.chinacloudapi.cn'])

export type Authority = {
  /** Its id, or one of its domains. */
  tenant: string
  cloud?: EntraCloud | undefined
  /** Instead of the cloud's own: `AZURE_AUTHORITY_HOST`. */
  authorityHost?: string | undefined
}

/**
 * Where a tenant gives tokens.
 *
 * @throws OutboundError CONFIG_INVALID for a tenant that would be more than a part of the path, or a host that is none of
 *   Entra (OC-12)
 */
export function entraTokenEndpoint({ tenant, cloud = 'public', authorityHost }: Authority): string {
  if (!/^[0-9A-Za-z](?:[0-9A-Za-z-]|\.(?!\.))*$/.test(tenant))
    throw new OutboundError('CONFIG_INVALID', 'this is neither the id nor a domain of a tenant')
  return `${originOf(authorityHost ?? hosts[cloud])}/${tenant}/oauth2/v2.0/token`
}

function originOf(text: string): string {
  const url = URL.parse(text)
  const isOurs = url?.protocol === 'http:' && isLoopback(url.hostname)
  if (url && url.pathname === '/' && !url.search && !url.username && (isOurs || known.has(url.origin)))
    return url.origin
  throw new OutboundError('CONFIG_INVALID', 'this is no host where Entra gives tokens')
}

/** `https://graph.microsoft.com/.default`: the only kind that a program asks for. */
export const isDefaultScope = (scope: string) => /^[\x21\x23-\x5b\x5d-\x7e]+\/\.default$/.test(scope)

/** @throws OutboundError CONFIG_INVALID for a scope of another kind */
export function checkedScope(scope: string): string {
  if (isDefaultScope(scope)) return scope
  throw new OutboundError('CONFIG_INVALID', 'a program asks Entra for one scope that ends with /.default', {
    hint: 'Such as https://graph.microsoft.com/.default',
  })
}

/** What a scope is a part of. */
export const resourceOf = (scope: string) => checkedScope(scope).slice(0, -'/.default'.length)
