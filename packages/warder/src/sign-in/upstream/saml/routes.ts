import { anyone, route, type Route } from '../../../http/router.ts'
import { costly, unlimited, waiting } from '../../../http/limit.ts'
import { visitor } from '../../../sessions/guard.ts'

const path = '/auth/saml/:connection'

/** The identity provider of an organisation (SAML 2.0). Loaded when somebody comes by it. */
export const samlRoutes: readonly Route[] = [
  route('GET', `${path}/metadata`, unlimited, anyone, 'problem', async (call) =>
    (await import('./metadata.ts')).metadata(call),
  ),
  route('GET', `${path}/login`, waiting, visitor, 'page', async (call) =>
    (await import('./login.ts')).login(call),
  ),
  // From another site a browser sends no cookie with a form: it comes again by a redirect, and then it does.
  route('POST', `${path}/acs`, costly, anyone, 'page', async (call) => (await import('./acs.ts')).acs(call)),
  route('GET', `${path}/resume`, costly, visitor, 'page', async (call) =>
    (await import('./resume.ts')).resume(call),
  ),
  // Nobody is signed in by a form that another site had their browser send.
  route('POST', `${path}/resume`, costly, visitor, 'page', async (call) =>
    (await import('./resume.ts')).confirm(call),
  ),
  route('GET', `${path}/slo`, costly, anyone, 'page', async (call) =>
    (await import('./slo.ts')).sloByAddress(call),
  ),
  route('POST', `${path}/slo`, costly, anyone, 'page', async (call) =>
    (await import('./slo.ts')).sloByForm(call),
  ),
]
