import { check } from '../../http/body.ts'
import { isoTime } from '../../time.ts'
import { findUser, type Operator } from '../../users/manage.ts'
import { requirePerson } from '../person.ts'
import { consentsOf, documentOf, noteGiven, type Agreed } from './consents.ts'
import { consentList } from './inputs.ts'

/** Where a person stands with each document, as operators see it. */
export type ConsentView = { document: string; state: string; version: string | null; at: string | null }

export async function consentsOfUser(by: Operator, idOrEmail: string): Promise<ConsentView[]> {
  const { id } = await findUser(by, idOrEmail)
  return viewOf(by, id)
}

/**
 * Writes down what somebody agreed to elsewhere: on paper, or where their account came from. Any version may be named; one that
 * holds no longer is asked for again when they sign in.
 * @throws Problem `not_found`, `invalid_input` for a document that there is not
 */
export async function noteAgreed(
  by: Operator,
  idOrEmail: string,
  agreed: readonly Agreed[],
): Promise<ConsentView[]> {
  const { app } = by
  for (const { id } of check(consentList, agreed)) documentOf(app, id)
  const { id: user_id } = await findUser(by, idOrEmail)
  await app.db.transaction().execute(async (tx) => {
    await requirePerson(tx, user_id)
    await noteGiven(tx, by, { user_id, source: 'operator' }, agreed)
  })
  return viewOf(by, user_id)
}

async function viewOf({ app }: Operator, user_id: string): Promise<ConsentView[]> {
  const states = await consentsOf(app.db, app, user_id)
  return states.map(({ document, state, version, since }) => ({
    document: document.id,
    state,
    version,
    at: since === null ? null : isoTime(since),
  }))
}
