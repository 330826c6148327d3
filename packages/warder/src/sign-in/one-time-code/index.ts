import { json } from '../../http/answer.ts'
import { taking } from '../../http/body.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { browserOf, sentByBrowser } from '../../http/browser/identity.ts'
import { costly, mailing } from '../../http/limit.ts'
import { anyone } from '../../http/router.ts'
import { requireWorkToAsk } from '../../risk/proof-of-work/require.ts'
import type { SignInMethod } from '../method.ts'
import { jsonOf } from '../outcome.ts'
import { byCookie } from '../proved.ts'
import { signInWithCode } from './answer.ts'
import { askForCode } from './ask.ts'
import { requireOn } from './challenge.ts'
import { answering, asking, parseTo } from './inputs.ts'
import { codePages } from './pages.ts'

/** A code by mail or text message, and nothing besides. */
export const oneTimeCode: SignInMethod = {
  id: 'one-time-code',
  factor: 'first',
  routes: [
    taking('POST', '/auth/otp/send', mailing, anyone, 'problem', asking, async (call, read) => {
      requireSameOrigin(call)
      const { channel, to, challenge_solution } = await read()
      requireOn(call, channel)
      const parsed = await parseTo(channel, to)
      await requireWorkToAsk(call, 'recover', challenge_solution)
      const browser = sentByBrowser(call.request) ? browserOf(call) : undefined
      const challenge_id = await askForCode(call, parsed, browser?.hash ?? null)
      return json({ challenge_id }, { status: 202, cookies: browser?.cookies ?? [] })
    }),
    taking('POST', '/auth/otp/verify', costly, anyone, 'problem', answering, async (call, read) => {
      requireSameOrigin(call)
      const { challenge_id, code, remember = false } = await read()
      const delivery = call.url.searchParams.get('session') === '1' ? byCookie(remember) : 'tokens'
      return jsonOf(await signInWithCode(call, challenge_id, code, delivery))
    }),
    ...codePages,
  ],
}
