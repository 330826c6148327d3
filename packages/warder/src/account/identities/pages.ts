import { redirect } from '../../http/answer.ts'
import { pagePolicy } from '../../http/headers.ts'
import { costly, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { connectIdentityPage, connectIdentityPath } from '../../pages/account/identities/connect.ts'
import { account } from '../../sessions/guard.ts'
import { requireOwner } from '../../sessions/recent.ts'
import { resume } from '../../sign-in/outcome.ts'
import { connectIdentity, findOffer } from '../../sign-in/upstream/connecting/connect.ts'
import { disconnectIdentity } from '../../sign-in/upstream/connecting/disconnect.ts'
import { beginConnecting } from '../../sign-in/upstream/attempt/begin.ts'
import { providerOf } from '../../sign-in/upstream/provider.ts'
import { answer, done, frame } from '../frame.ts'
import { refusedThere } from '../security.ts'

/** The accounts elsewhere that sign a person in here. */
export const identityPages: readonly Route[] = [
  route('GET', connectIdentityPath, unlimited, account, 'page', async (call) => {
    requireOwner(call, call.caller.session)
    const handle = call.url.searchParams.get('handle') ?? ''
    const { title, label, interaction } = await findOffer(call, call.caller.session, handle)
    const page = answer(call, connectIdentityPage({ ...frame(call), handle, title, label }))
    const waiting = interaction === null ? undefined : await interactionView(call, interaction)
    // A browser asks about where a form leads, too.
    return {
      ...page,
      headers: { ...page.headers, 'content-security-policy': pagePolicy(waiting?.form_target) },
    }
  }),
  route('POST', connectIdentityPath, costly, account, 'page', async (call) => {
    const { session, form, cookies } = call.caller
    const { interaction } = await connectIdentity(call, session, form.get('handle') ?? '')
    // An application waits for the sign-in that this was a part of.
    if (interaction !== null) return redirect(resume(interaction), { cookies })
    return done(call, '/account/security', 'identity-connected')
  }),
  // Nothing is connected by following a link: what comes back is shown first, with a button.
  route('GET', '/account/security/identities/:provider/connect', costly, account, 'page', async (call) => {
    requireOwner(call, call.caller.session)
    return beginConnecting(call, providerOf(call), call.caller.session)
  }),
  route('POST', '/account/security/identities/:id/remove', unlimited, account, 'page', async (call) => {
    try {
      await disconnectIdentity(call, call.caller.session, call.params['id'] ?? '')
      return done(call, '/account/security', 'identity-removed')
    } catch (error) {
      return refusedThere(call, error)
    }
  }),
]
