import { after } from '../../after.ts'
import { html } from '../../http/answer.ts'
import type { Handler } from '../../http/router.ts'
import { frameFor } from '../../http/words/frame.ts'
import { errorPage } from '../../pages/message/error.ts'

/**
 * GET /error: for whoever comes by that address. What an application did wrong is shown where it did it, with 400 and without
 * a redirect (RFC 6749 §4.1.2.1); anybody can write an address, so nothing of this one is repeated.
 */
export const errorHere: Handler<null> = (call) =>
  after(frameFor(call), (frame) => {
    const { everyPage, messages } = frame.words
    const action = { href: '/account', label: everyPage.goToAccount }
    return html(errorPage({ ...frame, ...messages.error.here, request_id: call.trace.request_id, action }))
  })
