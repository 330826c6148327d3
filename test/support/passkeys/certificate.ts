import { generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto'

/** X.509 (RFC 5280 §4.1) by hand, as far as makers of authenticators use it. */

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const { length } = value
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), value])
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), value])
}

export const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, ...parts)
export const integer = (value: number): Buffer => tlv(0x02, Buffer.from([value]))
export const enumerated = (value: number): Buffer => tlv(0x0a, Buffer.from([value]))
export const octets = (...parts: Buffer[]): Buffer => tlv(0x04, ...parts)
const yes = tlv(0x01, Buffer.from([0xff]))
const bits = (value: Buffer) => tlv(0x03, Buffer.from([0]), value)

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const groups = rest.flatMap((arc) => {
    const bytes = [arc & 0x7f]
    for (let left = arc >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80)
    return bytes
  })
  return tlv(0x06, Buffer.from([first * 40 + second, ...groups]))
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

/** As §8.2.1 of WebAuthn Level 3 wants it of the certificate of an authenticator. */
function nameOf(common: string): Buffer {
  const attributes = [
    ['2.5.4.6', 'CH'],
    ['2.5.4.10', 'Makers'],
    ['2.5.4.11', 'Authenticator Attestation'],
    ['2.5.4.3', common],
  ] as const
  const one = ([type, text]: (typeof attributes)[number]) =>
    tlv(0x31, sequence(oid(type), tlv(type === '2.5.4.6' ? 0x13 : 0x0c, Buffer.from(text))))
  return sequence(...attributes.map(one))
}

const time = (date: string) => tlv(0x18, Buffer.from(`${date.replaceAll('-', '')}000000Z`))

const extension = (id: string, value: Buffer, critical = false) =>
  sequence(oid(id), ...(critical ? [yes] : []), octets(value))

export type Authority = { name: string; key: KeyObject; certificate: X509Certificate }

type Wanted = {
  name: string
  /** Its own, where nobody issues it. */
  by?: Authority
  ca?: boolean
  /** Where it says that its revocation is published. */
  revocations?: string
  /** The host that it is for. */
  dns?: string
  /** Of Android's key attestation: what it says was challenged. */
  android?: Buffer
  until?: string
  keys?: { privateKey: KeyObject; publicKey: KeyObject }
}

export function certify({ name, by, ca = false, revocations, dns, android, until, keys }: Wanted): Authority {
  const { privateKey: key, publicKey } = keys ?? generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const extensions = [extension('2.5.29.19', sequence(...(ca ? [yes] : [])), true)]
  if (revocations !== undefined) {
    const place = tlv(0x86, Buffer.from(revocations))
    extensions.push(extension('2.5.29.31', sequence(sequence(tlv(0xa0, tlv(0xa0, place))))))
  }
  if (dns !== undefined) extensions.push(extension('2.5.29.17', sequence(tlv(0x82, Buffer.from(dns)))))
  if (android) {
    const levels = [integer(3), enumerated(1), integer(4), enumerated(1)]
    const description = sequence(...levels, octets(android), octets(), sequence(), sequence())
    extensions.push(extension('1.3.6.1.4.1.11129.2.1.17', description))
  }
  const content = sequence(
    tlv(0xa0, integer(2)),
    integer(1 + Math.floor(Math.random() * 126)),
    ecdsaWithSha256,
    nameOf(by?.name ?? name),
    sequence(time('2024-01-01'), time(until ?? '2124-01-01')),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', content, by?.key ?? key)
  const certificate = new X509Certificate(sequence(content, ecdsaWithSha256, bits(signature)))
  return { name, key, certificate }
}
