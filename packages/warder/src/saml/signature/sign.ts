import { hash, sign, type KeyObject } from 'node:crypto'
import { canonical } from '../xml/canonical.ts'
import { requiredAttribute } from '../xml/element.ts'
import { namespaces } from '../xml/namespaces.ts'
import { parseXml } from '../xml/parse.ts'
import { enveloped, exclusive, rsaSha256, sha256 } from './algorithms.ts'

/**
 * Signs a message of ours. The signature stands after `Issuer`, where the schema has it (SAML Core §3.2.1).
 *
 * @param key RSA
 */
export function signMessage(message: string, key: KeyObject): string {
  const element = parseXml(message)
  const digest = hash('sha256', canonical(element), 'base64')
  const signedInfo =
    `<ds:SignedInfo xmlns:ds="${namespaces.ds}"><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${rsaSha256}"></ds:SignatureMethod><ds:Reference URI="#${requiredAttribute(element, 'ID')}">` +
    `<ds:Transforms><ds:Transform Algorithm="${enveloped}"></ds:Transform><ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${sha256}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  const value = sign('sha256', Buffer.from(signedInfo), key).toString('base64')
  const signature = `<ds:Signature xmlns:ds="${namespaces.ds}">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`
  return message.replace('</saml:Issuer>', () => `</saml:Issuer>${signature}`)
}
