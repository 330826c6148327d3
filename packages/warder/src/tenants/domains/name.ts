import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { Config } from '../../config/config.ts'

/** RFC 1123 §2.1, in small letters and with a dot. The last label has a letter, so that no address looks like one. */
const form =
  /^(?=.{4,240}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/

/** Whether text can be a domain at all: nothing else is looked up. */
export const isDomainName = (text: string): boolean => form.test(text)

/** RFC 6761 §6, RFC 6762 §3, RFC 7686 §1: names that are nobody's. */
const nobodys = /\.(?:localhost|local|invalid|onion|arpa)$/

/** Where everybody may have an address: none of them is one organisation's. */
const everybodys: ReadonlySet<string> = new Set(
  (
    'aol.com fastmail.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.com icloud.com live.com ' +
    'mac.com mail.com mail.ru me.com msn.com outlook.com pm.me posteo.de proton.me protonmail.com qq.com t-online.de tuta.com ' +
    'web.de yahoo.com yandex.com yandex.ru ymail.com zoho.com'
  ).split(' '),
)

export type ReadName = { ok: true; name: string } | { ok: false; problem: string }

/**
 * A domain as DNS has it: in small letters, without a dot at its end, and with every other script in the letters of DNS
 * (RFC 5891 §5.5), so that one that looks like another is seen to be another.
 */
export function readName(text: string, config: Pick<Config, 'trusted_hosts' | 'tenants'>): ReadName {
  const written = text.trim().replace(/\.$/, '')
  // Of an address its host would be read, and of `%2e` a dot.
  const name = /[\s/:?#@\\[\]%]/.test(written) ? '' : domainToASCII(written)
  if (!form.test(name) || isIP(name) !== 0)
    return {
      ok: false,
      problem: 'A domain is written like login.acme.example, without scheme, port or path.',
    }
  if (nobodys.test(name) || everybodys.has(name))
    return { ok: false, problem: `The domain ${name} cannot belong to a tenant.` }
  const base = config.tenants.base_domain
  if (
    config.trusted_hosts.includes(name) ||
    name === base ||
    (base !== undefined && name.endsWith(`.${base}`))
  )
    return { ok: false, problem: `The domain ${name} belongs to this server.` }
  return { ok: true, name }
}
