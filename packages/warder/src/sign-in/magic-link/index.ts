import { json } from '../../http/answer.ts'
import { taking } from '../../http/body.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { browserOf, knownBrowser, sentByBrowser } from '../../http/browser/identity.ts'
import { costly, mailing } from '../../http/limit.ts'
import { anyone } from '../../http/router.ts'
import { requireWorkToAsk } from '../../risk/proof-of-work/require.ts'
import type { SignInMethod } from '../method.ts'
import { jsonOf } from '../outcome.ts'
import { byCookie } from '../proved.ts'
import { askForLink } from './ask.ts'
import { followLink } from './follow.ts'
import { asking, following } from './inputs.ts'
import { magicPages, requireOn } from './pages.ts'

/** A link by mail. It says that whoever signs in reads the person's mail. */
export const magicLink: SignInMethod = {
  id: 'magic-link',
  factor: 'first',
  routes: [
    taking('POST', '/auth/magic/send', mailing, anyone, 'problem', asking, async (call, read) => {
      requireSameOrigin(call)
      requireOn(call)
      const { email, redirect, challenge_solution } = await read()
      await requireWorkToAsk(call, 'recover', challenge_solution)
      const browser = sentByBrowser(call.request) ? browserOf(call) : undefined
      const { number } = await askForLink(call, { email, redirect, browser_hash: browser?.hash })
      const shown = number === undefined ? {} : { code: number }
      return json({ accepted: true, ...shown }, { status: 202, cookies: browser?.cookies ?? [] })
    }),
    taking('POST', '/auth/magic/verify', costly, anyone, 'problem', following, async (call, read) => {
      requireSameOrigin(call)
      requireOn(call)
      const { token, code, remember = false } = await read()
      const delivery = call.url.searchParams.get('session') === '1' ? byCookie(remember) : 'tokens'
      const wish = { token, number: code, browser: knownBrowser(call) }
      return jsonOf((await followLink(call, wish, delivery)).outcome)
    }),
    ...magicPages,
  ],
}
