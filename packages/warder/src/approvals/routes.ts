import { costly } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { client } from '../oauth-server/client-auth.ts'
import { backchannelAuthorization } from './request.ts'

/** Applications that ask somebody who is somewhere else (CIBA). The answer is given in `account/approvals/`. */
// oxfmt-ignore
export const approvalRoutes: readonly Route[] = [
  route('POST', '/oauth/bc-authorize', costly, client, 'oauth', backchannelAuthorization),
]
