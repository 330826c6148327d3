import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import type { App } from '../app.ts'
import { ConfigError } from '../config/problem.ts'

/** As near as the database knows it. */
export type Place = {
  /** ISO 3166-1, two letters. */
  country: string
  city?: string
  latitude?: number
  longitude?: number
  /** How far, in kilometres, the true place may be from the coordinates. */
  accuracy_km?: number
}

/** Where an address is; undefined when nothing is known of it. */
export type Places = (address: string) => Place | undefined

/**
 * Where an address is, by the operator's database. Undefined without one, for an address of a private network,
 * and for an address that the database does not have.
 */
export function placeOf({ places }: Pick<App, 'places'>, address: string): Place | undefined {
  return places(address)
}

/**
 * Opens the database of places; without a path no place is known. The file is read once: another one counts from the
 * next start on. @throws ConfigError when it cannot be read or is not in MaxMind format
 */
export async function openPlaces(path: string | undefined): Promise<Places> {
  if (path === undefined) return () => undefined
  const { Reader } = await import('mmdb-lib')
  try {
    const reader = new Reader(readFileSync(path))
    const { ipVersion, nodeCount } = reader.metadata
    if ((ipVersion !== 4 && ipVersion !== 6) || !(nodeCount > 0)) throw new Error('it has no search tree')
    // A file that was cut off or mixed up fails here, and not at somebody's sign-in.
    for (const probe of ['1.1.1.1', '203.0.113.200']) reader.get(probe)
    return (address) => {
      const family = isIP(address)
      if (family === 0 || family > ipVersion || isPrivate(address, family)) return undefined
      return asPlace(reader.get(address))
    }
  } catch (cause) {
    throw new ConfigError([
      {
        where: 'place_database',
        problem: `${path} cannot be read as a database of places (${reasonOf(cause)})`,
        remedy: 'Name a file in MaxMind format (.mmdb), or leave the setting out',
      },
    ])
  }
}

const reasonOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** Addresses that mean another machine in every network, whatever a database says of them. */
const elsewhere = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  elsewhere.addSubnet(network, bits, 'ipv4')
elsewhere.addAddress('::1', 'ipv6')
elsewhere.addSubnet('fc00::', 7, 'ipv6')
elsewhere.addSubnet('fe80::', 10, 'ipv6')

function isPrivate(address: string, family: number): boolean {
  return elsewhere.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

type Fields = Record<string, unknown>

/** MaxMind's records nest (`country.iso_code`); free databases in the same format are flat (`country_code`). */
export function asPlace(record: unknown): Place | undefined {
  const { country, registered_country, country_code, city, location, latitude, longitude } = fields(record)
  const code =
    text(fields(country)['iso_code']) ??
    text(fields(registered_country)['iso_code']) ??
    text(country_code) ??
    text(country)
  if (code === undefined || !/^[A-Za-z]{2}$/.test(code)) return undefined
  const name = text(fields(fields(city)['names'])['en']) ?? text(city)
  const where = fields(location)
  const lat = coordinate(where['latitude'] ?? latitude, 90)
  const long = coordinate(where['longitude'] ?? longitude, 180)
  const accuracy = where['accuracy_radius']
  return {
    country: code.toUpperCase(),
    ...(name !== undefined && { city: name.slice(0, 100) }),
    ...(lat !== undefined && long !== undefined && { latitude: lat, longitude: long }),
    ...(typeof accuracy === 'number' && accuracy >= 0 && { accuracy_km: accuracy }),
  }
}

/** The members of an object; none of anything else. */
function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {} // of unknown values
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** A number of degrees, or the text of one, within its limit. */
function coordinate(value: unknown, limit: number): number | undefined {
  if ((typeof value !== 'number' && typeof value !== 'string') || value === '') return undefined
  const degrees = Number(value)
  return Math.abs(degrees) <= limit ? degrees : undefined
}
