import { logoRoute } from '../brand/logo.ts'
import { paletteSheet } from '../brand/palette.ts'
import { offeredElsewhere } from '../connections/offered.ts'
import { signInMethods } from '../sign-in/methods.ts'
import { isOn } from '../sign-in/one-time-code/challenge.ts'
import { html, json } from '../http/answer.ts'
import { unlimited } from '../http/limit.ts'
import { anyone, route, type Call, type Guard, type Route } from '../http/router.ts'
import { frameFor } from '../http/words/frame.ts'
import { devInboxPage } from '../pages/dev-inbox.ts'
import { challengeScript } from '../pages/challenge/script.ts'
import { formPostScript } from '../pages/form-post/script.ts'
import { passkeyScript } from '../pages/passkeys/script.ts'
import { stylesheet } from '../pages/stylesheet.ts'
import { readInbox } from '../mail/inbox.ts'
import { maySignUp } from '../users/register/sign-up.ts'
import { asset } from './assets.ts'
import { colours, picture } from './brand.ts'
import { isDeveloper, notHere } from './here.ts'
import { openApiOf } from './openapi.ts'

const javascript = (js: string) => asset('text/javascript', js)

/** The inbox signs people in, so it is for whoever sits at this machine, also when the server listens to a network. */
const developer: Guard<null> = (call) => (isDeveloper(call) ? null : notHere())

/** What belongs to the service, rather than to somebody. */
export const operationRoutes: readonly Route[] = [
  route('GET', '/auth/status', unlimited, anyone, 'problem', async (call) => json(await status(call))),
  route('GET', '/openapi.json', unlimited, anyone, 'problem', async ({ tenant }) =>
    json(await openApiOf(tenant)),
  ),
  route('GET', stylesheet.path, unlimited, anyone, 'problem', asset('text/css', stylesheet.css)),
  route('GET', paletteSheet.route, unlimited, anyone, 'problem', colours),
  route('GET', logoRoute, unlimited, anyone, 'problem', picture),
  route('GET', passkeyScript.path, unlimited, anyone, 'problem', javascript(passkeyScript.js)),
  route('GET', challengeScript.path, unlimited, anyone, 'problem', javascript(challengeScript.js)),
  route('GET', formPostScript.path, unlimited, anyone, 'problem', javascript(formPostScript.js)),
  route('GET', '/dev/inbox', unlimited, developer, 'page', async (call) => {
    const { app } = call
    const mails = (await readInbox(app)).map((item) => ({
      ...item,
      sent_at: Date.parse(item.sent_at) / 1000,
    }))
    return html(devInboxPage({ ...(await frameFor(call)), mails, now: app.now() }))
  }),
  route('GET', '/dev/inbox.json', unlimited, developer, 'problem', async ({ app }) => {
    return json(await readInbox(app))
  }),
]

/** What is configured, for programs that adapt to it. Nothing here is a secret or a number of people. */
async function status(call: Call) {
  const { app, tenant } = call
  const { sign_in_with, without_password } = app.config
  const elsewhere = await offeredElsewhere(call)
  const off = new Set([
    ...(without_password.magic_link ? [] : ['magic-link']),
    ...(isOn(call, 'email') || isOn(call, 'sms') ? [] : ['one-time-code']),
    ...(elsewhere.length > 0 ? [] : ['upstream']),
  ])
  return {
    issuer: tenant.issuer,
    modes: [app.config.dev ? 'development' : 'production'],
    methods: signInMethods.map(({ id }) => id).filter((id) => !off.has(id)),
    providers: sign_in_with.map(({ name, title }) => ({ name, title })),
    features: {
      registration: maySignUp(app, 'themselves'),
      password_reset: true,
      dev_inbox: app.config.dev,
    },
    password: { min_length: app.config.password.min_length },
    // Whoever registers people has to show them.
    consents: app.config.consents,
  }
}
