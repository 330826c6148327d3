import { html } from '../../http/answer.ts'
import { pagePolicy } from '../../http/headers.ts'
import { unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { passkeyOfferPage } from '../../pages/account/passkeys/offer.ts'
import { account } from '../../sessions/guard.ts'
import { placeOf } from '../../sign-in/outcome.ts'

/** "Sign in faster next time": between a sign-in and where it leads, once (`sign-in/passkey-offer.ts`). */
export const passkeyOffer: readonly Route[] = [
  route('GET', '/account/passkey-offer', unlimited, account, 'page', async (call) => {
    const { searchParams } = call.url
    const interaction = searchParams.get('interaction') ?? undefined
    const waiting = interaction === undefined ? undefined : await interactionView(call, interaction)
    const body = passkeyOfferPage({
      ...frameOf(call),
      next: placeOf(call.app, {
        interaction: waiting && interaction,
        return_to: searchParams.get('return_to'),
      }),
      application: waiting?.application,
    })
    const headers = { 'content-security-policy': pagePolicy(waiting?.form_target, 'our scripts') }
    return html(body, { headers, cookies: call.caller.cookies })
  }),
]
