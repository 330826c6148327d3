import { constants, createHash, createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto'
import { OutboundError } from '../errors.ts'
import { newMessageId } from '../random.ts'
import { reveal, type SecretLike } from '../secret.ts'

export type CertificateProof = {
  /** The private key and the certificate in PEM, read anew for each token: a file may be replaced while the program runs. */
  pem: SecretLike
  /** Sends the certificate and those above it along, for an application that takes whatever its name is on. */
  sendChain?: boolean
}

/** Seconds that an assertion lives: less than the ten minutes that Entra takes at most. */
const life = 300

type Read = { text: string; key: KeyObject; certificates: X509Certificate[] }

/** Makes what proves an application to Entra by its certificate: a JWT with PS256 and the SHA-256 of the certificate. */
export function certificateAssertions(
  { pem, sendChain = false }: CertificateProof,
  clientId: string,
  audience: string,
) {
  let known: Read | undefined
  return async (now: number): Promise<string> => {
    const text = await reveal(pem)
    if (known?.text !== text) known = readPem(text)
    const { key, certificates } = known
    const [own] = certificates
    const header = {
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': createHash('sha256')
        .update(own?.raw ?? '')
        .digest('base64url'),
      ...(sendChain && { x5c: certificates.map(({ raw }) => raw.toString('base64')) }),
    }
    const second = Math.floor(now / 1000)
    const claims = {
      aud: audience,
      iss: clientId,
      sub: clientId,
      jti: newMessageId(),
      nbf: second - 60,
      iat: second - 60,
      exp: second + life,
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const input = `${part(header)}.${part(claims)}`
    const signature = sign('sha256', Buffer.from(input), {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    })
    return `${input}.${signature.toString('base64url')}`
  }
}

/** @throws OutboundError CONFIG_INVALID, without a letter of the text */
function readPem(text: string): Read {
  try {
    const key = createPrivateKey(text)
    const certificates = (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
      (one) => new X509Certificate(one),
    )
    if (key.asymmetricKeyType === 'rsa' && certificates[0]?.checkPrivateKey(key))
      return { text, key, certificates }
  } catch {
    // Said below.
  }
  throw new OutboundError('CONFIG_INVALID', 'this is no RSA key with its certificate in PEM', {
    hint: 'Put both into one file, the certificate of the key first. A .pfx becomes one by `openssl pkcs12 -nodes`.',
  })
}
