/**
 * Whether a client id is the address of a document that describes the client. Ids that a server gives have no scheme.
 *
 * @see draft-ietf-oauth-client-id-metadata-document-01 §3
 */
export function isDocumentId(client_id: string): boolean {
  return client_id.startsWith('https://') || client_id.startsWith('http://')
}

/**
 * What a client is called where several issuers meet, as in a feed of revocations that they share. An id that a server gave is
 * nobody else's. The address of a document is the same client at every issuer, and what happens to it at one is nothing at another.
 */
export function clientName(issuer: string, client_id: string): string {
  return isDocumentId(client_id) ? `${issuer} ${client_id}` : client_id
}
