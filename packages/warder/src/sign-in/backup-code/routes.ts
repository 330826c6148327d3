import { json } from '../../http/answer.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { person } from '../../sessions/guard.ts'
import { codesLeft, replaceCodes } from './set.ts'

/** Recovery codes, for programs. They are on the page under `/account/security`. */
export const backupCodeRoutes: readonly Route[] = [
  route('GET', '/auth/mfa/backup-codes', unlimited, person, 'problem', async ({ app, caller }) =>
    json({ left: await codesLeft(app.db, caller.user_id) }),
  ),
  route('POST', '/auth/mfa/backup-codes', mailing, person, 'problem', async (call) =>
    json({ backup_codes: await replaceCodes(call, call.caller) }),
  ),
]
