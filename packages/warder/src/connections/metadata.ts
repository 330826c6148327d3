import { X509Certificate } from 'node:crypto'
import { Problem } from '@warder/protocol'
import type { App } from '../app.ts'
import { createSafeFetch, FetchError, type FetchOptions } from '../http/outbound/safe-fetch.ts'
import { readIdpMetadata, type IdpMetadata } from '../saml/metadata/idp.ts'
import { SamlRefused } from '../saml/refused.ts'
import { longest } from '../saml/xml/parse.ts'
import { isSecure, keysNow } from './definition.ts'

/** Where metadata is: a document, or an address that has it. */
export type Source = { document: string } | { url: string; by: FetchOptions['by'] }

export type Choosing = {
  /** Which provider, where a document describes several. */
  entity_id?: string | undefined
  /** PEM, of whoever must have signed it. */
  metadata_certificate?: string | undefined
}

/**
 * Reads what a provider says of itself. Nothing of it is kept unless all of it can be used.
 *
 * @throws Problem `invalid_input` that says what is wrong with it
 */
export async function metadataFrom(app: App, source: Source, choosing: Choosing): Promise<IdpMetadata> {
  const { entity_id, metadata_certificate } = choosing
  const document = 'document' in source ? source.document : await fetched(app, source)
  const now = app.now()
  const signed_by = metadata_certificate === undefined ? undefined : keysNow([metadata_certificate], now)
  const found = read(document, { now, entity_id, signed_by })
  const addresses = [found.sso, found.slo, found.slo_response].flatMap(({ redirect, post }) => [
    redirect,
    post,
  ])
  const wrong = addresses.find((one) => one !== undefined && !isSecure(one, app.config.dev))
  if (wrong !== undefined) throw unusable('names an address that is not https', new SamlRefused('address'))
  if (keysNow(found.certificates, now).length === 0)
    throw unusable(
      'has no certificate that is valid now and has a key of 2048 bits or of a curve',
      new SamlRefused('certificate'),
    )
  return found
}

function read(...[document, choice]: Parameters<typeof readIdpMetadata>): IdpMetadata {
  try {
    return readIdpMetadata(document, choice)
  } catch (error) {
    if (!(error instanceof SamlRefused)) throw error
    throw unusable(words[error.reason] ?? `cannot be read (${error.reason})`, error)
  }
}

const words: Readonly<Record<string, string>> = {
  unsigned: 'is not signed',
  signature: 'is signed by somebody else',
  digest: 'was changed after it was signed',
  expired: 'is out of date',
  not_metadata: 'is no metadata of SAML 2.0',
  algorithm: 'is signed with an algorithm that is not taken, such as SHA-1',
  no_identity_provider: 'describes no such identity provider',
  several_identity_providers: 'describes several identity providers: say which, by its entity id',
  no_endpoint: 'names no address to sign in at',
  no_certificate: 'has no certificate',
}

const unusable = (detail: string, cause?: unknown) =>
  new Problem('invalid_input', {
    detail: `The metadata ${detail}.`,
    errors: [{ pointer: '/metadata', detail }],
    cause,
  })

async function fetched(app: App, { url, by }: { url: string; by: FetchOptions['by'] }): Promise<string> {
  try {
    const answer = await createSafeFetch(app.config)(url, { by, timeout_ms: 10_000, max_bytes: longest })
    if (answer.status !== 200) throw new FetchError('status')
    return answer.body.toString('utf8')
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    throw unusable(`could not be fetched (${error.reason})`, error)
  }
}

/** A certificate as somebody gives it, in PEM. @throws Problem `invalid_input` */
export function certificateIn(text: string): string {
  try {
    return new X509Certificate(text).toString()
  } catch (cause) {
    throw new Problem('invalid_input', { detail: 'This is no certificate in PEM.', cause })
  }
}
