import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto'

/** One value of DER (ITU-T X.690): its tag, its length, its content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const long = [0x82, length >> 8, length & 255]
  const size = length < 128 ? [length] : long
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const time = (text: string) => der(0x18, Buffer.from(text))

/** A key and a certificate that nobody but itself vouches for, good from 2020 to 2050. */
export function selfSigned(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const algorithm = sequence(oid('2a864886f70d01010b'), der(0x05)) // sha256WithRSAEncryption
  const subject = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name))))) // CN
  const body = sequence(
    der(0x02, Buffer.from([1])),
    algorithm,
    subject,
    sequence(time('20200101000000Z'), time('20500101000000Z')),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = new X509Certificate(sequence(body, algorithm, der(0x03, Buffer.from([0]), signature)))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, // PEM is text
    certificate: certificate.toString(),
    x509: certificate,
    publicKey,
  }
}
