import { BlockList, isIP } from 'node:net'
import { accept, refuse, text, type Kind } from './kind.ts'

/** A URL with one of the given schemes. `example` is what the remedy shows. */
export const url = (schemes: readonly string[], example: string): Kind<string> => ({
  label: 'URL',
  parse(input) {
    const remedy = `Write it like ${example}`
    if (/[\s\p{Cc}]/u.test(input)) return refuse('contains white space', remedy)
    const parsed = URL.parse(input)
    if (!parsed) return refuse('is not a URL', remedy)
    if (!schemes.includes(parsed.protocol)) return refuse('has a scheme that is not supported here', remedy)
    if (!parsed.hostname) return refuse('names no host', remedy)
    return isHost(parsed.hostname) ? accept(input) : refuse('names a host that cannot be one', remedy)
  },
})

/** `redis://…` or `rediss://…`, with a user, a password and the number of a database when there is one. */
export const valkeyUrl: Kind<string> = {
  label: 'URL',
  parse(input) {
    const example = 'rediss://user:password@cache.example.com:6379/0'
    const parsed = url(['redis:', 'rediss:'], example).parse(input)
    if (!parsed.ok) return parsed
    const { pathname, search, hash } = new URL(input)
    const plain = /^(?:\/\d{0,5})?$/.test(pathname) && search === '' && hash === ''
    return plain
      ? parsed
      : refuse('has more behind its host than the number of a database', `Write it like ${example}`)
  },
}

// Some names inside a network have an underscore, which DNS knows and RFC 952 does not.
function isHost(name: string): boolean {
  return (
    isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || /^[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?$/i.test(name)
  )
}

/**
 * The public base URL. OpenID Connect Discovery 1.0 §3: https, no query, no fragment; no path, and no
 * slash at the end, because issuers are compared as strings (RFC 8414 §3.3).
 */
export const issuer: Kind<string> = {
  label: 'URL',
  parse(input) {
    const remedy = 'Write it like https://id.example.com'
    const parsed = URL.parse(input)
    if (!parsed || !['https:', 'http:'].includes(parsed.protocol))
      return refuse('is not an http or https URL', remedy)
    if (parsed.username || parsed.password) return refuse('contains a user name or password', remedy)
    if (/[?#]/.test(input)) return refuse('has a query or a fragment', remedy)
    const trimmed = input.replace(/\/+$/, '')
    if (parsed.pathname.replace(/\/+$/, '') !== '')
      return refuse('has a path, and nothing is served under one', 'Give Warder a host name of its own')
    // Two spellings of one issuer would be two issuers to every client.
    const normal = parsed.origin
    return normal === trimmed ? accept(normal) : refuse('is not in its normal form', `Write ${normal}`)
  },
}

const hostPattern =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i

/** A host name or an IP address, without port and without wildcard. */
export const host: Kind<string> = {
  label: 'host',
  parse(input) {
    const bare = input.replace(/^\[(.*)\]$/, '$1')
    if (input.includes('*')) return refuse('contains a wildcard', 'Name every host')
    if (isIP(bare) || hostPattern.test(bare)) return accept(bare.toLowerCase())
    return refuse('is not a host name or IP address', 'Write it like id.example.com, without scheme or port')
  },
}

/** A domain that names of hosts can stand below. */
export const domain: Kind<string> = {
  label: 'domain',
  parse(input) {
    const parsed = host.parse(input)
    return parsed.ok && isIP(parsed.value) !== 0
      ? refuse('is an address', 'Write it like id.example.com')
      : parsed
  },
}

/** An IP address, and a port where it is not the usual one: `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353`. */
export const server: Kind<string> = {
  label: 'address',
  parse(input) {
    const [, name = input, port] = /^([^:]+|\[.+\]):(\d{1,5})$/.exec(input) ?? []
    const known = isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 && Number(port ?? 53) <= 65_535
    return known
      ? accept(input)
      : refuse('is not an IP address', 'Write it like 192.0.2.53 or 192.0.2.53:5353')
  },
}

/** A web origin as browsers send it (RFC 6454 §6.2): scheme, host, port, nothing else. */
export const origin: Kind<string> = {
  label: 'origin',
  parse(input) {
    const remedy = 'Name every origin, like https://app.example.com'
    if (input.includes('*')) return refuse('contains a wildcard', remedy)
    const parsed = URL.parse(input)
    if (!parsed || !['https:', 'http:'].includes(parsed.protocol)) return refuse('is not an origin', remedy)
    return parsed.origin === input ? accept(input) : refuse('is more than an origin', remedy)
  },
}

/** The name of a header (RFC 9110 §5.1), in lower case. One that clients and browsers send themselves is none of a proxy's. */
export const headerName: Kind<string> = {
  label: 'header',
  parse(input) {
    const remedy = 'Write it like client-cert or x-client-cert'
    if (!/^[A-Za-z0-9-]{1,64}$/.test(input)) return refuse('is not the name of a header', remedy)
    const name = input.toLowerCase()
    const usual = ['authorization', 'cookie', 'dpop', 'host', 'origin', 'content-type', 'user-agent']
    return usual.includes(name) ? refuse('means something else', remedy) : accept(name)
  },
}

/** A CIDR block (RFC 4632 §3.1) or one address, which is a block of its own. */
export const cidr: Kind<string> = {
  label: 'network',
  parse(input) {
    const remedy = 'Write it like 10.0.0.0/8 or fd00::/8'
    const [address = '', bits, ...more] = input.split('/')
    const family = isIP(address)
    if (family === 0 || more.length > 0) return refuse('is not a network', remedy)
    const width = family === 4 ? 32 : 128
    if (bits === undefined) return accept(`${address}/${width}`)
    if (!/^\d{1,3}$/.test(bits) || Number(bits) > width) return refuse('has a wrong prefix length', remedy)
    new BlockList().addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
    return accept(input)
  },
}

const addressPattern = /^[^\s@<>"(),:;\\[\]]{1,64}@[^\s@<>"(),:;\\[\]]{1,255}$/

export const email: Kind<string> = {
  label: 'email address',
  parse(input) {
    return addressPattern.test(input)
      ? accept(input)
      : refuse('is not an email address', 'Write it like ada@example.com')
  },
}

/** An address, or a name and an address: `Warder <no-reply@example.com>`. */
export const mailbox: Kind<string> = {
  label: 'mailbox',
  parse(input) {
    const clean = text(320).parse(input)
    if (!clean.ok) return clean
    const [, named] = /^[^<>"\\]*<([^<>]+)>$/.exec(input) ?? []
    if (addressPattern.test(named ?? input)) return accept(input)
    return refuse('is not a mailbox', 'Write it like Warder <no-reply@example.com>')
  },
}

/** `sqlite:PATH`, `postgres://…` or `postgresql://…`. */
export const databaseUrl: Kind<string> = {
  label: 'URL',
  parse(input) {
    const remedy = 'Write sqlite:PATH or postgres://user@host/database'
    if (/^sqlite:./.test(input)) return accept(input)
    const parsed = URL.parse(input)
    const postgres = parsed && ['postgres:', 'postgresql:'].includes(parsed.protocol)
    if (!postgres) return refuse('names no database that Warder knows', remedy)
    // Empty and `%2Frun%2Fpostgresql` are sockets of this machine.
    const local = parsed.hostname === '' || /^%2f/i.test(parsed.hostname)
    return local || isHost(parsed.hostname)
      ? accept(input)
      : refuse('names a host that cannot be one', remedy)
  },
}
