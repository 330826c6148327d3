import { html, type Answer } from '../../http/answer.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { mailing } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { setUpPhonePage } from '../../pages/second-step/set-up.ts'
import { visitor } from '../../sessions/guard.ts'
import { withAim } from '../outcome.ts'
import { aimOf, ended } from '../pending/page.ts'
import { finish, over, setUpPath, waiting, type SetUpCall } from '../pending/set-up.ts'
import { pendingPhone, requireTexts } from './ask.ts'
import { confirmPhone } from './confirm.ts'
import { parsePhone, putPhone } from './routes.ts'

const page = `${setUpPath}/phone`

/** Codes by text message as the second step of a sign-in that opens nothing before there is one. */
export const phoneSetUpRoutes: readonly Route[] = [
  route('POST', page, mailing, visitor, 'page', async (call) => {
    requireTexts(call)
    const enrolling = await waiting(call)
    if (!enrolling) return ended(call, over(call))
    const value = call.caller.form.get('phone') ?? undefined
    if (value === undefined) return show(call, {})
    try {
      const number = await parsePhone(value)
      await putPhone(call, enrolling, number, { sign_in: false, second_step: true })
      return show(call, { number: number.e164 })
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['phone'])
      return show(call, { value, error: fields.phone ?? whole, status })
    }
  }),
  route('POST', `${page}/confirm`, mailing, visitor, 'page', async (call) => {
    const enrolling = await waiting(call)
    if (!enrolling) return ended(call, over(call))
    const number = (await pendingPhone(call, enrolling.person.id))?.number
    try {
      const { outcome, backup_codes } = await confirmPhone(
        call,
        enrolling,
        call.caller.form.get('code') ?? '',
      )
      return finish(call, outcome, backup_codes)
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['code'])
      const left = (await pendingPhone(call, enrolling.person.id)) !== undefined
      return show(call, { number: left ? number : undefined, error: fields.code ?? whole, status })
    }
  }),
]

type Shown = {
  number?: string | undefined
  value?: string
  error?: string | undefined
  status?: number
}

function show(call: SetUpCall, { status = 200, ...shown }: Shown): Answer {
  const aim = aimOf(call)
  const body = setUpPhonePage({
    ...frameOf(call),
    csrf: call.caller.csrf,
    interaction: aim.interaction,
    return_to: aim.return_to ?? undefined,
    back: withAim(call.app, setUpPath, aim),
    ...shown,
  })
  return html(body, { status, cookies: call.caller.cookies })
}
