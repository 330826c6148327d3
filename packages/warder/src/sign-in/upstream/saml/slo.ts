import { Problem } from '@warder/protocol'
import { recordOfAnybody } from '../../../audit/anybody.ts'
import { databaseReplay } from '../../../cache/replay.ts'
import { namedConnection, providerOf, type Connection } from '../../../connections/connection.ts'
import { endForeign } from '../../../connections/ended.ts'
import type { Left } from '../../../connections/leaving.ts'
import { html, redirect, type Answer } from '../../../http/answer.ts'
import { readForm } from '../../../http/body.ts'
import { pagePolicy } from '../../../http/headers.ts'
import type { Call } from '../../../http/router.ts'
import { frameFor } from '../../../http/words/frame.ts'
import { newToken } from '../../../crypto/tokens.ts'
import { formPostPage } from '../../../pages/form-post/form-post.ts'
import {
  decodePosted,
  decodeRedirected,
  encodePosted,
  isQuerySigned,
  redirectAddress,
  type Kind,
} from '../../../saml/messages/bindings.ts'
import { logoutLifetime, readLogout, type LogoutMessage } from '../../../saml/messages/logout.ts'
import { skew } from '../../../saml/messages/times.ts'
import { logoutResponse } from '../../../saml/messages/write.ts'
import { SamlRefused } from '../../../saml/refused.ts'
import { signMessage } from '../../../saml/signature/sign.ts'
import * as oneTimeTokens from '../../../store/one-time-tokens.ts'
import { over } from '../attempt/attempt.ts'

type Named = Awaited<ReturnType<typeof namedConnection>>

/** A message, and how it came. */
type Received = { document: string; signed_beside: boolean; relay_state: string | null }

/** A message about signing out, in the address: from the provider, by the browser of whom it is about. */
export async function sloByAddress(call: Call): Promise<Answer> {
  const named = await namedConnection(call)
  const { searchParams, search } = call.url
  return answered(call, named, () => {
    const [kind, parameter] = messageIn(searchParams)
    const { keys } = providerOf(named.connection, call.app.now())
    return {
      document: decodeRedirected(parameter),
      signed_beside: isQuerySigned(search.slice(1), kind, keys),
      relay_state: searchParams.get('RelayState'),
    }
  })
}

/** The same in a form, which a browser sends without cookies: whose sessions end, the message says alone. */
export async function sloByForm(call: Call): Promise<Answer> {
  const named = await namedConnection(call)
  const form = await readForm(call.request)
  return answered(call, named, () => ({
    document: decodePosted(messageIn(form)[1]),
    signed_beside: false,
    relay_state: form.get('RelayState'),
  }))
}

function messageIn(parameters: URLSearchParams): [kind: Kind, message: string] {
  const kind = parameters.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse'
  const [message, ...more] = parameters.getAll(kind)
  if (message === undefined || more.length > 0) throw new SamlRefused('incomplete')
  return [kind, message]
}

async function answered(call: Call, named: Named, receive: () => Received): Promise<Answer> {
  const { connection } = named
  try {
    const { document, signed_beside, relay_state } = receive()
    const now = call.app.now()
    const message = readLogout(document, {
      ...connection,
      now,
      idp: providerOf(connection, now),
      key: named.key,
      signed_beside,
    })
    if (message.kind === 'response') return await isBack(call, connection, message)
    await end(call, connection, message)
    return await answer(call, named, message.id, relay_state)
  } catch (error) {
    if (!(error instanceof SamlRefused)) throw error
    const { reason } = error
    call.app.log.warn({ reason }, 'a message about signing out was refused')
    const detail = { provider: connection.id, reason }
    await recordOfAnybody(call, { type: 'sign_in.elsewhere', outcome: 'refused', detail })
    throw new Problem('malformed_request', {
      detail: `The message of ${connection.title} about signing out was not accepted.`,
      cause: error,
    })
  }
}

/** Ends the sessions here that belong to what ended there. A message does so once. @throws SamlRefused `replayed` */
async function end(
  { app, tenant, trace }: Call,
  { id: connection_id }: Connection,
  { id, name_id, session_indexes }: LogoutMessage & { kind: 'request' },
): Promise<void> {
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const until = now + logoutLifetime + 2 * skew
    if (!(await databaseReplay(tx).once(`saml-logout:${connection_id}:${id}`, until, now)))
      throw new SamlRefused('replayed')
    await endForeign(tx, { app, tenant, trace }, { connection_id, name_id: name_id.value, session_indexes })
  })
}

/** Tells the provider that it is done, and so sends the browser back to it. */
async function answer(
  call: Call,
  { connection, key }: Named,
  in_response_to: string,
  relayed: string | null,
): Promise<Answer> {
  const { app } = call
  const { entity_id, idp, title } = connection
  const byAddress = idp.slo_response.redirect ?? idp.slo.redirect
  const destination = byAddress ?? idp.slo_response.post ?? idp.slo.post
  if (destination === undefined) return redirect('/logout')
  const head = { id: newToken('_sr'), now: app.now(), destination, entity_id }
  const message = logoutResponse(head, in_response_to)
  // SAML Bindings §3.4.3: at most eighty bytes, and theirs to read.
  const relay_state = relayed !== null && Buffer.byteLength(relayed) <= 80 ? relayed : undefined
  if (byAddress !== undefined)
    return redirect(redirectAddress(byAddress, 'SAMLResponse', message, { key, relay_state }))
  const fields = [{ name: 'SAMLResponse', value: encodePosted(signMessage(message, key)) }]
  if (relay_state !== undefined) fields.push({ name: 'RelayState', value: relay_state })
  const view = { ...(await frameFor(call)), application: title, action: destination, fields }
  const policy = pagePolicy(new URL(destination).origin, 'our scripts')
  return html(formPostPage({ ...view, sent: 'by itself' }), {
    headers: { 'content-security-policy': policy },
  })
}

/** The provider has heard that somebody signed out here: on to where they wanted to go. @throws Problem `sign_in_over` */
async function isBack(
  { app }: Call,
  { id }: Connection,
  { in_response_to }: LogoutMessage & { kind: 'response' },
): Promise<Answer> {
  const row = await oneTimeTokens.consume(app.db, 'saml_logout', in_response_to, app.now())
  const left = row && (JSON.parse(row.data) as Left) // written by `leave`
  if (left?.connection_id !== id) throw over()
  return redirect(left.next)
}
