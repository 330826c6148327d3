import { BlockList, isIP } from 'node:net'

/**
 * The address a request came from. Headers are believed only from a trusted proxy, and then the
 * rightmost address that is not itself a trusted proxy is the caller: what stands left of it is hearsay.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | null,
  trustedProxies: readonly string[],
): string {
  const address = plain(peer)
  if (!forwardedFor || trustedProxies.length === 0) return address

  const trusted = networks(trustedProxies)
  if (!contains(trusted, address)) return address
  let nearest = address
  for (const hop of forwardedFor.split(',').reverse()) {
    const next = plain(withoutPort(hop.trim()))
    if (isIP(next) === 0) return nearest
    nearest = next
    if (!contains(trusted, next)) return nearest
  }
  return nearest
}

/** Whether headers of this peer about others are believed. */
export function isTrustedProxy(peer: string, trustedProxies: readonly string[]): boolean {
  return trustedProxies.length > 0 && contains(networks(trustedProxies), plain(peer))
}

/** One bucket for a limit: an IPv4 address, or the /64 an IPv6 host can roam in. */
export function limitBucket(address: string): string {
  return isIP(address) === 6 ? ipv6Network(address, 4) : address
}

/** What one line or one office stays in while its address changes: the /24 of IPv4, the /48 of IPv6. */
export function networkOf(address: string): string {
  const family = isIP(address)
  if (family === 6) return ipv6Network(address, 3)
  return family === 4 ? `${address.slice(0, address.lastIndexOf('.'))}.0/24` : address
}

/** The network of the first `count` groups of 16 bits. */
function ipv6Network(address: string, count: number): string {
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const groups = address.includes('::')
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left
  return (
    groups
      .slice(0, count)
      .map((group) => Number.parseInt(group, 16).toString(16))
      .join(':') + `::/${count * 16}`
  )
}

/** Whether the peer is this machine. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** Some proxies write the port too: `192.0.2.1:5678`, `[2001:db8::1]:5678`. Else all who come through them would share one limit. */
function withoutPort(hop: string): string {
  return hop.replace(/^(\d+\.\d+\.\d+\.\d+|\[[^\]]*\]):\d{1,5}$/, '$1')
}

/** `::ffff:192.0.2.1` is 192.0.2.1 seen through an IPv6 socket; a zone is not part of an address. */
function plain(address: string): string {
  if (!address.includes(':')) return address
  const bare = address.replace(/%.*$/, '').replace(/^\[|\]$/g, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)
  return mapped?.[1] ?? bare.toLowerCase()
}

const known = new Map<string, BlockList>()

function networks(cidrs: readonly string[]): BlockList {
  const key = cidrs.join(' ')
  const list = known.get(key)
  if (list) return list
  const made = new BlockList()
  for (const cidr of cidrs) {
    const [network = '', bits] = cidr.split('/')
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
    made.addSubnet(network, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  known.set(key, made)
  return made
}

function contains(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
