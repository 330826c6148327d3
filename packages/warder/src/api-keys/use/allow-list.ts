import { BlockList, isIP } from 'node:net'
import { boundedMap } from '../../cache/bounded-map.ts'

/** The networks of a list, each family by itself: in one list `::/0` would be every IPv4 address as well. */
type Networks = { ipv4: BlockList; ipv6: BlockList }

/** Lists that were lately asked about: reading one costs more than asking it. */
const read = boundedMap<Networks>(1000)

/**
 * Whether an address is in one of the networks. What is no address is in none of them.
 * @param networks CIDR blocks, separated by spaces, as `inputs.ts` has checked them
 */
export function isIn(networks: string, address: string): boolean {
  const family = familyOf(address)
  return family !== undefined && listOf(networks)[family].check(address, family)
}

function familyOf(address: string): keyof Networks | undefined {
  const version = isIP(address)
  if (version === 0) return undefined
  return version === 6 ? 'ipv6' : 'ipv4'
}

function listOf(networks: string): Networks {
  const known = read.get(networks)
  if (known) return known
  const list: Networks = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const block of networks.split(' ')) {
    const [network = '', bits] = block.split('/')
    const family = familyOf(network)
    if (family !== undefined) list[family].addSubnet(network, Number(bits), family)
  }
  read.set(networks, list)
  return list
}
