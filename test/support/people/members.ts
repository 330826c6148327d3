import { addMember } from '../../../packages/warder/src/members/manage.ts'
import { findBySlug } from '../../../packages/warder/src/store/tenants.ts'
import { createTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { tenantOf } from '../../../packages/warder/src/tenants/tenant.ts'
import { json, type TestWarder } from '../warder.ts'
import { goodPassword } from '../warder.ts'
import { placeOf, type TenantPlace } from './tenants.ts'

/** A tenant of the common directory, whose people are those of the first one who are its members. */
export type Shared = TenantPlace & {
  member: (user_id: string, roles?: readonly string[]) => Promise<unknown>
  /** Tokens for somebody with the good password, by `tenant` at the root. */
  token: (email: string) => Promise<string>
}

/** Makes one, as `warder tenant create --directory common` does. */
export async function makeShared(warder: TestWarder, slug: string, seats?: number): Promise<Shared> {
  const { app, operator } = warder
  await createTenant(operator, { slug, name: `The people of ${slug}`, directory: 'common', seats })
  const row = await findBySlug(app.db, slug)
  if (!row) throw new Error('it was made')
  const place = placeOf({ ...operator, tenant: tenantOf(row, app.config) })
  return {
    ...place,
    member: (user_id, roles = []) => addMember(place.by, { user_id, roles }),
    token: async (email) => {
      const answer = await warder.post('/auth/login', { email, password: goodPassword, tenant: slug })
      return (await json<{ access_token: string }>(answer)).access_token
    },
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
