import { redirect, type Answer } from '../../../http/answer.ts'
import { readForm } from '../../../http/body.ts'
import type { Call } from '../../../http/router.ts'
import { namedConnection, providerOf, type Connection } from '../../../connections/connection.ts'
import type { Assertion } from '../../../saml/messages/assertion.ts'
import { decodePosted } from '../../../saml/messages/bindings.ts'
import { readResponse } from '../../../saml/messages/response.ts'
import { SamlRefused } from '../../../saml/refused.ts'
import * as oneTimeTokens from '../../../store/one-time-tokens.ts'
import { minute } from '../../../time.ts'
import { noteRefused, Refused, type Why } from '../refused.ts'
import { isAwaited } from './login.ts'

/** CONTRACT: a form with a message may be that long, and no other one. */
const longest = 256 * 1024

/** An assertion whose every word was checked, on its way to the browser that is to be signed in. */
export type Arrived = Omit<Assertion, 'attributes'> & { attributes: Record<string, readonly string[]> }

/**
 * What the identity provider says, sent by a form of another site. It is kept, checked and sealed, for the moment until the browser
 * comes for it with its cookies. Nothing is kept that is not signed, or that answers nothing.
 */
export async function acs(call: Call): Promise<Answer> {
  const { connection, key } = await namedConnection(call)
  const form = await readForm(call.request, longest)
  try {
    const [message, ...more] = form.getAll('SAMLResponse')
    if (message === undefined || more.length > 0) throw new SamlRefused('incomplete')
    const now = call.app.now()
    const assertion = readResponse(decodePosted(message), {
      ...connection,
      now,
      idp: providerOf(connection, now),
      key,
      address: connection.same_address ? call.trace.address : undefined,
    })
    await checkAnswered(call, connection, assertion)
    const handle = await keep(call, connection, assertion)
    return redirect(`/auth/saml/${connection.name}/resume?handle=${handle}`)
  } catch (error) {
    return refused(call, connection, error instanceof SamlRefused ? asRefused(error) : error)
  }
}

/** SA-14. */
async function checkAnswered(call: Call, { id, idp_initiated }: Connection, { in_response_to }: Assertion) {
  const expected = in_response_to === undefined ? idp_initiated : await isAwaited(call, id, in_response_to)
  if (!expected) throw new SamlRefused('in_response_to')
}

const asRefused = (error: SamlRefused) =>
  new Refused(error.reason === 'status' ? 'denied' : 'failed', error.reason, error)

/** To the page where people sign in, which says that it did not work; why, only the log and the audit say. */
export async function refused(call: Call, connection: Connection, error: unknown): Promise<Answer> {
  return toLogin(connection, await noteRefused(call, { name: connection.id }, error))
}

const toLogin = ({ id }: Connection, why: Why): Answer => redirect(`/login?with=${id}&why=${why}`)

type Kept = { connection_id: string; sealed: string }

const place = (connection_id: string) => `saml-answer:${connection_id}`

async function keep({ app }: Call, { id }: Connection, assertion: Assertion): Promise<string> {
  const now = app.now()
  const arrived: Arrived = { ...assertion, attributes: Object.fromEntries(assertion.attributes) }
  const data: Kept = { connection_id: id, sealed: app.secrets.seal(place(id), JSON.stringify(arrived)) }
  return oneTimeTokens.create(app.db, 'saml_answer', { data, expires_at: now + 2 * minute, now })
}

type Row = Pick<NonNullable<Awaited<ReturnType<typeof oneTimeTokens.find>>>, 'data'>

function opened({ app }: Pick<Call, 'app'>, { id }: Connection, row: Row | undefined): Arrived | undefined {
  const kept = row && (JSON.parse(row.data) as Kept) // written by `keep`
  const found = kept?.connection_id === id ? app.secrets.open(place(id), kept.sealed) : undefined
  return found && (JSON.parse(found.toString('utf8')) as Arrived) // sealed by `keep`
}

/** Reads it without spending it. */
export async function findArrived(
  call: Call,
  connection: Connection,
  handle: string,
): Promise<Arrived | undefined> {
  const { app } = call
  return opened(call, connection, await oneTimeTokens.findLive(app.db, 'saml_answer', handle, app.now()))
}

/** Takes it out again, one time. */
export async function takeArrived(
  call: Call,
  connection: Connection,
  handle: string,
): Promise<Arrived | undefined> {
  const { app } = call
  return opened(call, connection, await oneTimeTokens.consume(app.db, 'saml_answer', handle, app.now()))
}
