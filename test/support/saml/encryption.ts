import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto'

const uris = {
  'aes-128-gcm': 'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'aes-256-gcm': 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'aes-128-cbc': 'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
} as const

export type Cipher = keyof typeof uris

type Transport = 'oaep' | 'pkcs1'

export const samlDeclared = ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'

/** An `EncryptedAssertion`, as an identity provider makes one for whoever has this certificate. */
export function sealed(
  assertion: string,
  certificate: string,
  cipher: Cipher,
  transport: Transport = 'oaep',
): string {
  const data = encryptedData(assertion, certificate, cipher, { transport })
  return `<saml:EncryptedAssertion${samlDeclared}>${data}</saml:EncryptedAssertion>`
}

/** The same of a name or an attribute, as canonical text within an assertion. */
export function sealedWithin(
  kind: 'EncryptedID' | 'EncryptedAttribute',
  element: string,
  certificate: string,
  cipher: Cipher = 'aes-128-gcm',
  how: How = {},
): string {
  return `<saml:${kind}>${encryptedData(element, certificate, cipher, how)}</saml:${kind}>`
}

type How = { transport?: Transport; type?: string }

function encryptedData(text: string, certificate: string, cipher: Cipher, how: How): string {
  const { transport = 'oaep', type } = how
  const key = randomBytes(cipher.includes('256') ? 32 : 16)
  const data = (cipher.endsWith('gcm') ? gcm : cbc)(cipher, key, Buffer.from(text))
  const padding = transport === 'oaep' ? constants.RSA_PKCS1_OAEP_PADDING : constants.RSA_PKCS1_PADDING
  const wrapped = publicEncrypt({ key: certificate, padding }, key)
  const method = transport === 'oaep' ? 'rsa-oaep-mgf1p' : 'rsa-1_5'
  const value = (bytes: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`
  const named = type === undefined ? '' : ` Type="${type}"`
  return (
    `<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"${named}><xenc:EncryptionMethod Algorithm="${uris[cipher]}"></xenc:EncryptionMethod>` +
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#${method}"></xenc:EncryptionMethod>` +
    `${value(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>${value(data)}</xenc:EncryptedData>`
  )
}

function gcm(cipher: string, key: Buffer, plain: Buffer): Buffer {
  const iv = randomBytes(12)
  const made = createCipheriv(cipher as 'aes-128-gcm', key, iv)
  return Buffer.concat([iv, made.update(plain), made.final(), made.getAuthTag()])
}

function cbc(cipher: string, key: Buffer, plain: Buffer): Buffer {
  const iv = randomBytes(16)
  const made = createCipheriv(cipher, key, iv)
  return Buffer.concat([iv, made.update(plain), made.final()])
}
