import type { KeyObject } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import { html, redirect, type Answer } from '../../../http/answer.ts'
import { browserOf, knownBrowser } from '../../../http/browser/identity.ts'
import { pagePolicy } from '../../../http/headers.ts'
import type { Call } from '../../../http/router.ts'
import { frameOf } from '../../../http/words/frame.ts'
import { namedConnection, type Connection } from '../../../connections/connection.ts'
import { whyNot } from '../../../connections/standing.ts'
import { formPostPage } from '../../../pages/form-post/form-post.ts'
import { encodePosted, redirectAddress } from '../../../saml/messages/bindings.ts'
import { authnRequest } from '../../../saml/messages/write.ts'
import { signMessage } from '../../../saml/signature/sign.ts'
import type { Visitor } from '../../../sessions/guard.ts'
import * as oneTimeTokens from '../../../store/one-time-tokens.ts'
import { minute } from '../../../time.ts'
import { isAskedAnew } from '../attempt/anew.ts'
import { back } from '../attempt/begin.ts'
import { noteRefused, Refused } from '../refused.ts'

/** To sign in elsewhere, with whatever is asked there. */
const lifetime = 15 * minute

/** Where the person is to go: the application that waits, or a page of ours, which is judged when they go. */
export type Destination = { interaction: string | null; redirect: string | null }

/** Where somebody is to go whose sign-in was asked for, and since when it has to be, where it had to be a new one. */
export type Asked = Destination & { forced_at: Seconds | null }

type Waiting = Asked & { connection_id: string; browser_hash: string }

/**
 * Sends the browser to the identity provider. The id of our request is the handle of a row, of which only the digest is kept, and
 * good for one answer of this provider in this browser. Nothing depends on `RelayState`, so we send none and read none (SA-22).
 */
export async function login(call: Call<Visitor>): Promise<Answer> {
  const { app, url } = call
  const { connection, key } = await namedConnection(call)
  const interaction = url.searchParams.get('interaction')
  const to = { interaction, redirect: url.searchParams.get('redirect') }
  const now = app.now()
  const why = whyNot(connection, now)
  if (why !== undefined) {
    const told = await noteRefused(call, { name: connection.id }, new Refused('failed', why))
    return back(call, { name: connection.id }, { ...to, goal: { kind: 'sign-in' } }, told)
  }
  // Asked of the provider, and held against its answer: a browser can leave it out of an address that nobody has signed.
  const forced = await isAskedAnew(call, interaction)
  const browser = browserOf(call)
  const data: Waiting = {
    connection_id: connection.id,
    browser_hash: browser.hash,
    ...to,
    forced_at: forced ? now : null,
  }
  const id = await oneTimeTokens.create(app.db, 'saml_sign_in', { data, expires_at: now + lifetime, now })
  return send(call, connection, { id, forced, key, cookies: [...call.caller.cookies, ...browser.cookies] })
}

type Sending = { id: string; forced: boolean; key: KeyObject; cookies: string[] }

function send(call: Call<Visitor>, connection: Connection, { id, forced, key, cookies }: Sending): Answer {
  const { app } = call
  const { entity_id, idp, sign_requests, title } = connection
  const { redirect: byAddress, post } = idp.sso
  const destination = byAddress ?? post ?? ''
  const head = { id, now: app.now(), destination, entity_id }
  const message = authnRequest(head, { ...connection, forced })
  if (byAddress !== undefined) {
    const signing = sign_requests ? { key } : {}
    return redirect(redirectAddress(byAddress, 'SAMLRequest', message, signing), { cookies })
  }
  const value = encodePosted(sign_requests ? signMessage(message, key) : message)
  const body = formPostPage({
    ...frameOf(call),
    application: title,
    action: destination,
    fields: [{ name: 'SAMLRequest', value }],
    sent: 'by itself',
  })
  const policy = pagePolicy(new URL(destination).origin, 'our scripts')
  return html(body, { headers: { 'content-security-policy': policy }, cookies })
}

const waitingIn = (row: { data: string }): Waiting => JSON.parse(row.data) as Waiting // written by `login`

/** Whether an answer to this is waited for, without spending it. */
export async function isAwaited(
  { app }: Pick<Call, 'app'>,
  connection_id: string,
  handle: string,
): Promise<boolean> {
  const row = await oneTimeTokens.findLive(app.db, 'saml_sign_in', handle, app.now())
  return row !== undefined && waitingIn(row).connection_id === connection_id
}

/** Spends it. Undefined for what nobody waits for, from this provider in this browser. */
export async function takeRequest(
  call: Pick<Call, 'app' | 'request'>,
  connection_id: string,
  handle: string,
): Promise<Asked | undefined> {
  const { app } = call
  const row = await oneTimeTokens.consume(app.db, 'saml_sign_in', handle, app.now())
  const waiting = row && waitingIn(row)
  if (waiting?.connection_id !== connection_id || waiting.browser_hash !== knownBrowser(call))
    return undefined
  return waiting
}
