import type { Answer } from '../../../http/answer.ts'
import type { Call } from '../../../http/router.ts'
import { namedConnection } from '../../../connections/connection.ts'
import { spMetadata } from '../../../saml/metadata/sp.ts'

/** What the identity provider has to know of us. */
export async function metadata(call: Call): Promise<Answer> {
  const { connection } = await namedConnection(call)
  const { sign_requests, signed_assertion } = connection
  const body = spMetadata({
    ...connection,
    signs_requests: sign_requests,
    wants_signed_assertion: signed_assertion,
  })
  return { status: 200, headers: { 'content-type': 'application/samlmetadata+xml; charset=utf-8' }, body }
}
