import type { Call } from '../../http/router.ts'
import type { IdentitiesView } from '../../pages/account/identities/section.ts'
import { isOfConnection, titleOf } from '../../connections/offered.ts'
import * as identities from '../../store/people/identities.ts'

/** The accounts elsewhere of a person; undefined where there are none and none can be connected. */
export async function identitiesView(call: Call, user_id: string): Promise<IdentitiesView | undefined> {
  const offered = call.app.config.sign_in_with
  const rows = await identities.listOf(call.app.db, user_id)
  if (rows.length === 0 && offered.length === 0) return undefined
  return {
    identities: await Promise.all(
      rows.map(async (row) => ({
        ...row,
        title: await titleOf(call, row.provider),
        open: isOfConnection(row.provider) || offered.some(({ name }) => name === row.provider),
      })),
    ),
    offered: offered.map(({ name, title }) => ({ name, title })),
  }
}
