import { constants, createCipheriv, publicEncrypt, type KeyObject } from 'node:crypto'
import { namespaces } from '../xml/namespaces.ts'

/** With what something is encrypted to somebody: their key of RSA, a key of 256 bits and a nonce of 96 that are for this alone. */
export type Sealing = { to: KeyObject; key: Buffer; nonce: Buffer }

/**
 * An `EncryptedID` (SAML Core §2.2.4), by AES in Galois/counter mode and RSA-OAEP (XML Encryption 1.1 §5.2.4 and §5.5.2).
 *
 * @param name the element, with every namespace that it uses
 */
export function encryptedId(name: string, { to, key, nonce }: Sealing): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const data = Buffer.concat([nonce, cipher.update(name, 'utf8'), cipher.final(), cipher.getAuthTag()])
  // Its own digest would have to be told, and older ones know none but the usual one.
  const wrapped = publicEncrypt({ key: to, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, key)
  const method = (uri: string) => `<xenc:EncryptionMethod Algorithm="${uri}"></xenc:EncryptionMethod>`
  const value = (bytes: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`
  return (
    `<saml:EncryptedID><xenc:EncryptedData xmlns:xenc="${namespaces.xenc}" Type="${namespaces.xenc}Element">` +
    `${method(`${namespaces.xenc11}aes256-gcm`)}<ds:KeyInfo xmlns:ds="${namespaces.ds}"><xenc:EncryptedKey>` +
    `${method(`${namespaces.xenc}rsa-oaep-mgf1p`)}${value(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>${value(data)}` +
    `</xenc:EncryptedData></saml:EncryptedID>`
  )
}
