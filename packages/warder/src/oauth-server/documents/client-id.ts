import { isDocumentId } from '@warder/protocol'
import type { DocumentPolicy } from '../../config/config.ts'

/** Long enough for an address, short enough to be shown, stored and compared. */
const longestId = 500
const ownMachine = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether the document at this address may be fetched: it is an https address with a path, written as a browser would write
 * it, and its host is one that the operator lets describe its own applications. An address of this machine counts in
 * development alone, and only where the operator named it.
 *
 * @see draft-ietf-oauth-client-id-metadata-document-01 §3, MCP authorization 2025-11-25
 */
export function mayBeFetched(
  client_id: string,
  { metadata_documents: policy, dev }: { metadata_documents: DocumentPolicy; dev: boolean },
): boolean {
  const url = client_id.length <= longestId ? URL.parse(client_id) : null
  // One spelling: without dot segments, a default port, a user, or anything that two parsers could read in two ways.
  if (policy === 'off' || !url || url.href !== client_id || client_id.includes('#')) return false
  if (url.username || url.password || url.pathname === '/') return false
  if (ownMachine.includes(url.hostname)) return dev && isNamed(policy, url.hostname)
  return url.protocol === 'https:' && (policy === 'on' || isNamed(policy, url.hostname))
}

/** Whether it lies on this machine, where there is no certificate: see `mayBeFetched` for when that counts. */
export function isOnOwnMachine(client_id: string): boolean {
  return ownMachine.includes(new URL(client_id).hostname)
}

const isNamed = (policy: DocumentPolicy, hostname: string) =>
  typeof policy !== 'string' && policy.includes(hostname.replace(/^\[(.*)\]$/, '$1'))

/** The host that answers for an application, to be shown to people. Undefined for an id that we gave. */
export function hostOfDocument(client_id: string): string | undefined {
  return isDocumentId(client_id) ? new URL(client_id).host : undefined
}
