import { record } from '../../audit/audit.ts'
import * as users from '../../store/people/users.ts'
import * as tenants from '../../store/tenants.ts'
import { findUser, type Found, type Operator } from '../manage.ts'

/**
 * Has a person need a second factor from their next sign-in on, or no longer. Sessions that are open stay open.
 * @throws Problem `not_found`
 */
export async function setSecondFactorRequired(
  by: Operator,
  idOrEmail: string,
  required: boolean,
): Promise<Found> {
  const { app } = by
  const { id } = await findUser(by, idOrEmail)
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await users.update(tx, id, { second_factor_required_at: required ? now : null, updated_at: now })
    await record(tx, by, {
      type: 'user.second_factor_required',
      outcome: 'succeeded',
      subject: id,
      detail: { required: required ? 'yes' : 'no' },
    })
  })
  return findUser(by, id)
}

/** The same for everybody who signs in to a tenant. */
export async function setTenantSecondFactor(
  by: Operator,
  required: boolean,
): Promise<{ tenant: string; second_factor_required: boolean }> {
  const { app, tenant } = by
  await app.db.transaction().execute(async (tx) => {
    await tenants.requireSecondFactor(tx, tenant.id, required ? app.now() : null)
    await record(tx, by, {
      type: 'tenant.second_factor_required',
      outcome: 'succeeded',
      detail: { required: required ? 'yes' : 'no' },
    })
  })
  return { tenant: tenant.slug, second_factor_required: required }
}
