import { isIP } from 'node:net'

export type Value = string | number | readonly Value[] | { readonly [name: string]: Value }

/** Zurich, New York, a country alone, and a database of another maker, whose records are flat. */
export const somePlaces: Record<string, Value> = {
  '192.0.2.0/25': city('CH', 'Zurich', 47.37, 8.54),
  '192.0.2.128/25': city('CH', 'Geneva', 46.2, 6.15),
  '198.51.100.0/24': city('US', 'New York', 40.71, -74.01),
  '203.0.113.0/24': { country: { iso_code: 'FR', names: { en: 'France' } } },
  '203.0.113.128/25': { country_code: 'PT', city: 'Lisbon', latitude: '38.72', longitude: '-9.14' },
  '2001:db8:1::/48': city('DE', 'Berlin', 52.52, 13.4),
  '10.0.0.0/8': city('DE', 'Nowhere', 1, 1),
}

export function city(iso_code: string, name: string, latitude: number, longitude: number): Value {
  return {
    country: { iso_code, names: { en: iso_code } },
    city: { names: { en: name } },
    location: { latitude, longitude, accuracy_radius: 20 },
  }
}

/** A record of a node: another node by its number, the data at an offset, or nothing. */
type Branch = { node: number } | { data: number } | undefined
type Node = [Branch, Branch]

/**
 * A database in the MaxMind DB file format, version 2.0, with records of 32 bits: what stands for an operator's file.
 * Of networks inside one another the narrower ones must come later.
 */
export function mmdb(networks: Readonly<Record<string, Value>>, ip_version: 4 | 6 = 6): Buffer {
  const data: Buffer[] = []
  let size = 0
  const nodes: Node[] = [[undefined, undefined]]
  for (const [network, value] of Object.entries(networks)) {
    insert(nodes, bitsOf(network, ip_version), { data: size })
    const encoded = encode(value)
    data.push(encoded)
    size += encoded.length
  }
  const tree = Buffer.alloc(nodes.length * 8)
  for (const [at, branches] of nodes.entries())
    for (const side of [0, 1] as const)
      tree.writeUInt32BE(recordOf(branches[side], nodes.length), at * 8 + side * 4)

  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_800_000_000,
    database_type: 'Test-City',
    description: { en: 'places for tests' },
    ip_version,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 32,
  }
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1')
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, encode(metadata)])
}

function recordOf(branch: Branch, nodeCount: number): number {
  if (branch === undefined) return nodeCount
  return 'node' in branch ? branch.node : nodeCount + 16 + branch.data
}

function insert(nodes: Node[], bits: string, leaf: { data: number }): void {
  let at = 0
  for (const [depth, bit] of [...bits].entries()) {
    const node = nodes[at]!
    const side = bit === '1' ? 1 : 0
    if (depth === bits.length - 1) {
      node[side] = leaf
      return
    }
    const next = node[side]
    if (next && 'node' in next) {
      at = next.node
      continue
    }
    // What was said of the wider network stays true of the other half of it.
    nodes.push([next, next])
    node[side] = { node: nodes.length - 1 }
    at = nodes.length - 1
  }
}

/** The bits of a network's prefix; IPv4 stands in the first 2^32 addresses of an IPv6 tree. */
function bitsOf(network: string, ip_version: 4 | 6): string {
  const [address = '', length = ''] = network.split('/')
  if (isIP(address) === 6) return bits(groupsOf(address), 16).slice(0, Number(length))
  const own = bits(address.split('.').map(Number), 8).slice(0, Number(length))
  return ip_version === 4 ? own : '0'.repeat(96) + own
}

function groupsOf(address: string): number[] {
  const [head = '', tail = ''] = address.split('::')
  const [left, right] = [head, tail].map((half) => half.split(':').filter(Boolean)) as [string[], string[]] // two halves
  const middle = Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...middle, ...right].map((group) => Number.parseInt(group, 16))
}

const bits = (parts: readonly number[], width: number) =>
  parts.map((part) => part.toString(2).padStart(width, '0')).join('')

function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number') return encodeNumber(value)
  if (isList(value)) return Buffer.concat([head(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([
    head(7, entries.length),
    ...entries.flatMap(([name, inner]) => [encode(name), encode(inner)]),
  ])
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** Unsigned 32 bits where it fits, otherwise a double. */
function encodeNumber(value: number): Buffer {
  if (Number.isInteger(value) && value >= 0) {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([head(6, 4), bytes])
  }
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return Buffer.concat([head(3, 8), bytes])
}

/** The control byte: types above seven are said in the byte after it, sizes above 28 after that. */
function head(type: number, size: number): Buffer {
  const [said, more] = size < 29 ? [size, []] : [29, [size - 29]]
  return Buffer.from(type > 7 ? [said, type - 7, ...more] : [(type << 5) | said, ...more])
}
