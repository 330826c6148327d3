import { BlockList, isIP } from 'node:net'
import { boundedMap } from '../../cache/bounded-map.ts'

/** Lists that were lately asked about: reading one costs more than asking it. */
const read = boundedMap<BlockList>(1000)

/**
 * Whether an address is in one of the networks. What is no address is in none of them.
 * @param networks CIDR blocks, separated by spaces, as `inputs.ts` has checked them
 */
export function isIn(networks: string, address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return listOf(networks).check(address, family === 6 ? 'ipv6' : 'ipv4')
}

function listOf(networks: string): BlockList {
  const known = read.get(networks)
  if (known) return known
  const list = new BlockList()
  for (const block of networks.split(' ')) {
    const [network = '', bits] = block.split('/')
    list.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4')
  }
  read.set(networks, list)
  return list
}
