import { hash, X509Certificate } from 'node:crypto'
import type { VerificationKey } from '../../jwt/keys/keys.ts'
import type { Seconds } from '../../time.ts'

/**
 * What a certificate must say to be that of a client: one of the metadata of RFC 8705 §2.1.2, whose names begin
 * with `tls_client_auth_`.
 */
export const certificateNames = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'] as const
export type CertificateName = { kind: (typeof certificateNames)[number]; value: string }

const longestHeader = 12_000

/**
 * Reads the certificate that a proxy passes on: the byte sequence of RFC 9440 §2.1, PEM with its characters escaped as
 * nginx and Envoy do it or with its lines joined, or bare base64. Undefined for anything else.
 */
export function parseCertificateHeader(text: string): X509Certificate | undefined {
  if (text.length > longestHeader) return undefined
  const plain = text.includes('%') ? unescaped(text) : text.trim()
  const pem = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/.exec(plain)?.[1]
  const base64 = pem?.replace(/\s/g, '') ?? /^:([A-Za-z0-9+/=]+):$/.exec(plain)?.[1] ?? plain
  if (!/^[A-Za-z0-9+/]{40,}={0,2}$/.test(base64)) return undefined
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'))
  } catch {
    return undefined
  }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text).trim()
  } catch {
    return ''
  }
}

/** What `cnf` calls `x5t#S256`. @see RFC 8705 §3.1 */
export function certificateThumbprint(certificate: X509Certificate): string {
  return hash('sha256', certificate.raw, 'base64url')
}

/** Whether it was made by one of these authorities and both are valid now. @see RFC 8705 §2.1 */
export function isIssuedByOneOf(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  now: Seconds,
): boolean {
  if (!isValidAt(certificate, now)) return false
  return authorities.some(
    (authority) =>
      authority.ca &&
      isValidAt(authority, now) &&
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey),
  )
}

function isValidAt({ validFromDate, validToDate }: X509Certificate, now: Seconds): boolean {
  return validFromDate.getTime() <= now * 1000 && now * 1000 < validToDate.getTime()
}

/** Whether a certificate, whose issuer was checked, is that of a client. @see RFC 8705 §2.1.2 */
export function certificateHasName(certificate: X509Certificate, { kind, value }: CertificateName): boolean {
  switch (kind) {
    case 'subject_dn':
      return normalDn(rfc4514(certificate.subject)) === normalDn(value)
    // The subject is never looked at, and no wildcard counts: the name is the client's alone.
    case 'san_dns':
      return certificate.checkHost(value, { subject: 'never', wildcards: false }) !== undefined
    case 'san_ip':
      return hasAddress(certificate, value)
    case 'san_email':
      return certificate.checkEmail(value, { subject: 'never' }) !== undefined
    case 'san_uri':
      return alternativeNames(certificate).includes(`URI:${value}`)
  }
}

/** Whether it is one that the client registered: its key is among the client's. @see RFC 8705 §2.2 */
export function certificateHasKeyOf(
  certificate: X509Certificate,
  keys: readonly VerificationKey[],
  now: Seconds,
): boolean {
  if (!isValidAt(certificate, now)) return false
  return keys.some(({ publicKey }) => publicKey.equals(certificate.publicKey))
}

function hasAddress(certificate: X509Certificate, address: string): boolean {
  try {
    return certificate.checkIP(address) !== undefined
  } catch {
    // OpenSSL throws at a text that is no address.
    return false
  }
}

/** RFC 4514 §2.1: the parts in reverse. Node writes them in the order of the certificate, one in each line, escaped. */
function rfc4514(subject: string | undefined): string {
  return (subject ?? '').split('\n').toReversed().join(',')
}

/** RFC 4514 §3 allows no spaces around the commas, RFC 2253 did, and the types of attributes are in any case. */
function normalDn(dn: string): string {
  return dn
    .split(/(?<!\\),/)
    .map((part) => {
      const [type = '', ...value] = part.trim().split('=')
      return `${type.trim().toUpperCase()}=${value.join('=').trim()}`
    })
    .join(',')
}

/** Node puts a name with a comma or a quote in it into a JSON string, so that none can pass for two. */
function alternativeNames({ subjectAltName }: X509Certificate): string[] {
  const names = (subjectAltName ?? '').match(/(?:[^",]|"(?:[^"\\]|\\.)*")+/g) ?? []
  return names.map((name) => {
    const [, kind = '', quoted] = /^\s*(\w+):(".*")$/.exec(name) ?? []
    return quoted === undefined ? name.trim() : `${kind}:${String(JSON.parse(quoted))}`
  })
}
