import {
  certificateHasKeyOf,
  certificateHasName,
  isIssuedByOneOf,
  parseCertificateHeader,
} from '@warder/protocol'
import type { X509Certificate } from 'node:crypto'
import type { Config } from '../../config/config.ts'
import type { Call } from '../../http/router.ts'
import type { Client } from '../clients/client.ts'

/** Whether certificates of applications reach this server at all. */
export const seesCertificates = ({ header, listener }: Config['client_certificate']): boolean =>
  header !== undefined || listener !== undefined

/** The certificate of the connection a call came by, as it is or as a trusted proxy passes it on. */
export function certificateOf(call: Pick<Call, 'certificate'>): X509Certificate | undefined {
  const { certificate } = call
  return typeof certificate === 'string' ? parseCertificateHeader(certificate) : certificate
}

/** Whether a call came with the certificate of the client (RFC 8705 §2.1 and §2.2). */
export async function hasCertificateOf(
  call: Pick<Call, 'app' | 'certificate'>,
  client: Client,
): Promise<boolean> {
  const { app } = call
  const certificate = certificateOf(call)
  if (!certificate) return false
  const now = app.now()
  if (client.token_endpoint_auth_method === 'tls_client_auth') {
    const name = client.tls_client_auth
    return (
      name !== undefined &&
      isIssuedByOneOf(certificate, app.oauth.authorities, now) &&
      certificateHasName(certificate, name)
    )
  }
  if (client.token_endpoint_auth_method !== 'self_signed_tls_client_auth') return false
  return certificateHasKeyOf(certificate, await app.oauth.client_keys.of(client, undefined, now), now)
}
