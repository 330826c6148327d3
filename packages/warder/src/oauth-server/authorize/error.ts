import { html } from '../../http/answer.ts'
import type { Handler } from '../../http/router.ts'
import { errorPage } from '../../pages/message/error.ts'

/**
 * GET /error: for whoever comes by that address. What an application did wrong is shown where it did it, with 400 and without
 * a redirect (RFC 6749 §4.1.2.1); anybody can write an address, so nothing of this one is repeated.
 */
export const errorHere: Handler<null> = ({ app, trace }) =>
  html(
    errorPage({
      brand: app.config.brand,
      title: 'This did not work',
      text: 'If an application sent you here, go back to it and start again. If it happens again, tell whoever runs it.',
      request_id: trace.request_id,
      action: { href: '/account', label: 'Go to your account' },
    }),
  )
