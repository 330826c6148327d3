import { accountPages } from './account/pages.ts'
import { adminRoutes } from './admin/routes.ts'
import { agentRoutes } from './agents/routes.ts'
import { apiKeyRoutes } from './api-keys/routes.ts'
import { approvalRoutes } from './approvals/routes.ts'
import { consoleRoutes } from './console/routes.ts'
import type { Route } from './http/router.ts'
import { oauthRoutes } from './oauth-server/routes.ts'
import { healthRoutes } from './operations/health.ts'
import { operationRoutes } from './operations/routes.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { accessRoutes } from './roles/routes.ts'
import { scimRoutes } from './scim/routes.ts'
import { serviceAccountRoutes } from './service-accounts/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { backupCodeRoutes } from './sign-in/backup-code/routes.ts'
import { signInRoutes } from './sign-in/methods.ts'
import { invitePages } from './sign-in/welcome/invite-pages.ts'
import { signInPages } from './sign-in/pages.ts'
import { agreeRoutes } from './sign-in/pending/agree.ts'
import { pendingRoutes } from './sign-in/pending/routes.ts'
import { setUpRoutes } from './sign-in/pending/set-up.ts'
import { reauthenticateRoutes } from './sign-in/reauthenticate/routes.ts'
import { recoverPages } from './sign-in/welcome/recover-pages.ts'
import { setupPages } from './sign-in/welcome/setup-pages.ts'
import { passkeyRoutes } from './sign-in/passkey/routes.ts'
import { phoneRoutes } from './sign-in/phone/routes.ts'
import { phoneSetUpRoutes } from './sign-in/phone/set-up-pages.ts'
import { switchingRoutes } from './sign-in/switching/routes.ts'
import { totpRoutes } from './sign-in/totp/routes.ts'
import { alertPages } from './users/alerts/pages.ts'
import { emailPages } from './users/emails/pages.ts'
import { emailRoutes } from './users/emails/routes.ts'
import { lifecycleRoutes } from './users/lifecycle/routes.ts'
import { userPages } from './users/pages.ts'
import { passwordlessRoutes } from './users/passwordless/routes.ts'
import { userRoutes } from './users/routes.ts'
import { vaultRoutes } from './vault/routes.ts'

/** Every endpoint of Warder, one table per area. Nothing is mounted anywhere else. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...operationRoutes,
  ...signInRoutes,
  ...signInPages,
  ...pendingRoutes,
  ...agreeRoutes,
  ...setUpRoutes,
  ...phoneSetUpRoutes,
  ...reauthenticateRoutes,
  ...switchingRoutes,
  ...passkeyRoutes,
  ...totpRoutes,
  ...backupCodeRoutes,
  ...phoneRoutes,
  ...setupPages,
  ...invitePages,
  ...recoverPages,
  ...userRoutes,
  ...lifecycleRoutes,
  ...privacyRoutes,
  ...passwordlessRoutes,
  ...emailRoutes,
  ...userPages,
  ...alertPages,
  ...emailPages,
  ...sessionRoutes,
  ...apiKeyRoutes,
  ...agentRoutes,
  ...serviceAccountRoutes,
  ...vaultRoutes,
  ...scimRoutes,
  ...accountPages,
  ...oauthRoutes,
  ...approvalRoutes,
  ...accessRoutes,
  ...adminRoutes,
  ...consoleRoutes,
]
