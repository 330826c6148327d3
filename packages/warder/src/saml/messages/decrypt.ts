import { constants, createDecipheriv, privateDecrypt, type KeyObject } from 'node:crypto'
import { insist, SamlRefused } from '../refused.ts'
import {
  attribute,
  bytesOf,
  childOf,
  everyElement,
  isNamed,
  requiredAttribute,
  requiredChild,
  type XmlElement,
} from '../xml/element.ts'
import { parseXml } from '../xml/parse.ts'

/** XML Encryption 1.1 §5.2. What CBC encrypts can be altered, so it needs a signature around it that was checked before. */
const ciphers: ReadonlyMap<string, { name: string; key: number; mode: 'gcm' | 'cbc' }> = new Map([
  ['http://www.w3.org/2009/xmlenc11#aes128-gcm', { name: 'aes-128-gcm', key: 16, mode: 'gcm' }],
  ['http://www.w3.org/2009/xmlenc11#aes192-gcm', { name: 'aes-192-gcm', key: 24, mode: 'gcm' }],
  ['http://www.w3.org/2009/xmlenc11#aes256-gcm', { name: 'aes-256-gcm', key: 32, mode: 'gcm' }],
  ['http://www.w3.org/2001/04/xmlenc#aes128-cbc', { name: 'aes-128-cbc', key: 16, mode: 'cbc' }],
  ['http://www.w3.org/2001/04/xmlenc#aes192-cbc', { name: 'aes-192-cbc', key: 24, mode: 'cbc' }],
  ['http://www.w3.org/2001/04/xmlenc#aes256-cbc', { name: 'aes-256-cbc', key: 32, mode: 'cbc' }],
])

const oaep = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'
const oaep11 = 'http://www.w3.org/2009/xmlenc11#rsa-oaep'

/** Of the digest and of the mask, which have to be one hash here (XML Encryption 1.1 §5.5.2). */
const hashes: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#sha1', 'sha1'],
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
  ['http://www.w3.org/2009/xmlenc11#mgf1sha1', 'sha1'],
  ['http://www.w3.org/2009/xmlenc11#mgf1sha256', 'sha256'],
  ['http://www.w3.org/2009/xmlenc11#mgf1sha512', 'sha512'],
])

/** With what something is opened that is encrypted to us. */
export type Opening = {
  key: KeyObject
  /** Whether AES in CBC mode may be taken: only of what stands in something whose signature was checked. */
  cbc: boolean
}

const wholeElement = 'http://www.w3.org/2001/04/xmlenc#Element'

/**
 * Opens an `EncryptedAssertion`, an `EncryptedID` or an `EncryptedAttribute` (SAML Core §2.3.4, §2.2.4 and §2.7.3.2). What it was must be told by its
 * name: anybody can encrypt to us. Why one did not open is told to nobody: that would be a way to read it (SAML Core §6, Jager and
 * Somorovsky 2011).
 *
 * @throws SamlRefused `encryption` or `decryption`
 */
export function decrypted(encrypted: XmlElement, { key, cbc }: Opening): XmlElement {
  const data = requiredChild(encrypted, 'xenc', 'EncryptedData')
  // XML Encryption 1.1 §3.1: one element, and not some content.
  insist((attribute(data, 'Type') ?? wholeElement) === wholeElement, 'encryption')
  const cipher = ciphers.get(requiredAttribute(requiredChild(data, 'xenc', 'EncryptionMethod'), 'Algorithm'))
  insist(cipher !== undefined && (cipher.mode === 'gcm' || cbc), 'encryption')
  // In the key info of the data, or beside the data.
  const wrapped = [...everyElement(encrypted)].filter((one) => isNamed(one, 'xenc', 'EncryptedKey'))
  const [encryptedKey] = wrapped
  insist(encryptedKey !== undefined && wrapped.length === 1, 'encryption')
  const oaepHash = hashOf(requiredChild(encryptedKey, 'xenc', 'EncryptionMethod'))
  const bytes = cipherValue(data)
  try {
    const secret = privateDecrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
      cipherValue(encryptedKey),
    )
    insist(secret.length === cipher.key, 'decryption')
    const plain =
      cipher.mode === 'gcm' ? openGcm(cipher.name, secret, bytes) : openCbc(cipher.name, secret, bytes)
    return parseXml(new TextDecoder('utf-8', { fatal: true }).decode(plain))
  } catch (cause) {
    throw new SamlRefused('decryption', cause)
  }
}

function hashOf(method: XmlElement): string {
  const algorithm = requiredAttribute(method, 'Algorithm')
  insist(algorithm === oaep || algorithm === oaep11, 'encryption')
  const named = (element: XmlElement | undefined) => {
    const uri = element && attribute(element, 'Algorithm')
    return uri === undefined ? 'sha1' : hashes.get(uri)
  }
  const digest = named(childOf(method, 'ds', 'DigestMethod'))
  const mask = named(algorithm === oaep11 ? childOf(method, 'xenc11', 'MGF') : undefined)
  insist(digest !== undefined && digest === mask, 'encryption')
  return digest
}

const cipherValue = (element: XmlElement): Buffer =>
  bytesOf(requiredChild(requiredChild(element, 'xenc', 'CipherData'), 'xenc', 'CipherValue'))

/** XML Encryption 1.1 §5.2.4: twelve bytes of nonce in front, sixteen of tag at the end. */
function openGcm(name: string, key: Buffer, bytes: Buffer): Buffer {
  const decipher = createDecipheriv(name as 'aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
}

/** XML Encryption 1.1 §5.2.1: of the padding only its last byte says something. */
function openCbc(name: string, key: Buffer, bytes: Buffer): Buffer {
  const decipher = createDecipheriv(name, key, bytes.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()])
  const padding = padded.at(-1) ?? 0
  insist(padding >= 1 && padding <= 16, 'decryption')
  return padded.subarray(0, -padding)
}
