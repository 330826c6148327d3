import { createPrivateKey, generateKeyPair, sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Seconds } from '@warder/protocol'
import { newKey } from './tokens.ts'

/** A key with a certificate of its own, for those who take keys in no other form. PEM. */
export type KeyWithCertificate = { private_key: string; certificate: string }

const makeKey = promisify(generateKeyPair)

/**
 * Makes an RSA key with a certificate that it signs itself (RFC 5280 §4.1).
 *
 * @param name printable ASCII, 64 characters at most
 */
export async function makeSelfSigned(
  name: string,
  from: Seconds,
  until: Seconds,
): Promise<KeyWithCertificate> {
  const { privateKey, publicKey } = await makeKey('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const certificate = selfSigned(name, createPrivateKey(privateKey), publicKey, { from, until })
  return { private_key: privateKey, certificate }
}

function selfSigned(
  name: string,
  key: KeyObject,
  spki: Buffer,
  { from, until }: { from: Seconds; until: Seconds },
): string {
  // 1.2.840.113549.1.1.11: sha256WithRSAEncryption, whose parameters are null (RFC 4055 §5).
  const algorithm = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05))
  // 2.5.4.3: the common name.
  const subject = sequence(
    der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))),
  )
  // RFC 5280 §4.1.2.2: at most twenty bytes, and positive.
  const serial = Buffer.concat([Buffer.from([0x40]), newKey().subarray(0, 15)])
  const content = sequence(
    der(0x02, serial),
    algorithm,
    subject,
    sequence(time(from), time(until)),
    subject,
    spki,
  )
  const bytes = sequence(content, algorithm, der(0x03, Buffer.from([0]), sign('sha256', content, key)))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** X.690 §8.1: what kind it is, how long, and the content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body])
  const size = length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff])
  return Buffer.concat([Buffer.from([tag]), size, body])
}

const sequence = (...content: Buffer[]): Buffer => der(0x30, ...content)

/** RFC 5280 §4.1.2.5: until 2049 as UTCTime, with two digits for the year. */
function time(seconds: Seconds): Buffer {
  const text = new Date(seconds * 1000).toISOString().replace(/[-:T]|\.\d+/g, '')
  return text < '2050' ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text))
}
