import type { Call } from '../../http/router.ts'
import type { SecondStepView } from '../../pages/account/second-step/section.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { codesInSet, codesLeft, fewCodes } from '../../sign-in/backup-code/set.ts'
import { ownFactorsOf } from '../../sign-in/own-factors.ts'
import { authenticatorsOf, mostAuthenticators } from '../../sign-in/totp/authenticators.ts'

/** What `/account/security` shows of the second step of a person. */
export async function secondStepOf(
  { app }: Pick<Call, 'app'>,
  { user_id }: Pick<SessionCaller, 'user_id'>,
): Promise<SecondStepView> {
  const authenticators = await authenticatorsOf(app, user_id)
  const own = await ownFactorsOf(app.db, user_id)
  const left = await codesLeft(app.db, user_id)
  return {
    authenticators,
    mayAdd: authenticators.length < mostAuthenticators,
    codes: own.length > 0 ? { left, of: codesInSet, few: left <= fewCodes } : undefined,
  }
}
