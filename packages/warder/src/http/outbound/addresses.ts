import { BlockList, isIP } from 'node:net'

/**
 * IPv4 blocks that are not the public internet (RFC 6890 §2.2.2 and the IANA registry after it). One of them is
 * public by its number and still answers only inside a cloud: the metadata service of Azure.
 */
const closed4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
]

/** Only this of IPv6 is routed to everybody (RFC 4291 §2.4), and of it not these. */
const open6 = ['2000::/3']
const closed6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const blocks = (cidrs: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [network = '', bits] = cidr.split('/')
    const v6 = isIP(network) === 6
    list.addSubnet(network, Number(bits ?? (v6 ? 128 : 32)), v6 ? 'ipv6' : 'ipv4')
  }
  return list
}

const contains = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const never4 = blocks(closed4)
const never6 = blocks(closed6)
const only6 = blocks(open6)
const nat64 = blocks(['64:ff9b::/96'])
const own = blocks(['127.0.0.0/8', '::1/128'])

/**
 * Whether an address is somebody's on the public internet. An IPv4 address in IPv6 clothes is judged as what it
 * reaches where a gateway translates it (RFC 6052 §2.1), and refused where only this machine would unwrap it.
 */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !contains(never4, address)
  if (isIP(address) !== 6) return false
  if (contains(nat64, address)) return isPublic(lastFour(address))
  return contains(only6, address) && !contains(never6, address)
}

/** The rule of a set of networks: whatever is public, and what the operator named. */
export function reachable(
  allow_networks: readonly string[],
  loopback: boolean,
): (address: string) => boolean {
  const allowed = blocks(allow_networks)
  return (address) => {
    // A zone makes an address one of this machine's links.
    if (isIP(address) === 0 || address.includes('%')) return false
    return isPublic(address) || contains(allowed, address) || (loopback && contains(own, address))
  }
}

/** The IPv4 address in the last 32 bits, of an address that is IPv6. */
function lastFour(address: string): string {
  // The URL parser writes every IPv6 address one way: in hexadecimal groups (RFC 5952 §4).
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
  const left = (groups[0] ?? '').split(':').filter(Boolean)
  const right = (groups[1] ?? '').split(':').filter(Boolean)
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  const bytes = all.slice(6).flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
  return bytes.join('.')
}
