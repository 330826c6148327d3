import { answer } from '../account/frame.ts'
import type { Answer } from '../http/answer.ts'
import { applicationMadePage, applicationPage, deleteApplicationPage } from '../pages/console/application.ts'
import {
  applicationPath,
  applicationsPage,
  newApplicationPage,
  type ApplicationRow,
  type NewApplicationView,
} from '../pages/console/applications.ts'
import { ask, idOf, linesOf, named, ofId } from './ask.ts'
import { consoleFrame, doing, listing, telling, withWrong, wrongWith, type Again } from './frame.ts'
import type { ConsoleCall } from './guard.ts'
import type { Handler } from './row.ts'

type Made = ApplicationRow & { client_secret?: string }

export const list = listing<ApplicationRow>(applicationsPage)

export const begin: Handler = (call) => form(call, { values: {}, errors: {} })

type Shown = Pick<NewApplicationView, 'values' | 'errors' | 'whole'>

function form(call: ConsoleCall, shown: Shown, status = 200): Answer {
  return answer(call, newApplicationPage({ ...consoleFrame(call), ...shown }), status)
}

const fields = ['client_name', 'redirect_uris', 'scope'] as const

export const register: Handler = async (call, does) => {
  const [client_name, redirect_uris, scope] = fields.map((name) => named(call, name))
  const type = named(call, 'type')
  const uris = linesOf(redirect_uris)
  const body = {
    client_name,
    type,
    ...(type === 'public' && { token_endpoint_auth_method: 'none' }),
    ...(type === 'machine' && { grant_types: ['client_credentials'] }),
    ...(uris.length > 0 && { redirect_uris: uris }),
    ...(scope && { scope }),
  }
  try {
    return told(call, (await ask<Made>(call, does, { body })).value)
  } catch (error) {
    const wrong = wrongWith(error, fields)
    const values = {
      client_name: client_name ?? '',
      type,
      redirect_uris: redirect_uris ?? '',
      scope: scope ?? '',
    }
    return form(call, { values, errors: wrong.fields, whole: wrong.whole }, wrong.status)
  }
}

/** The secret stands on the answer to a form, and on no page. */
function told(call: ConsoleCall, { client_secret, ...application }: Made): Answer {
  return answer(call, applicationMadePage({ ...consoleFrame(call), application, secret: client_secret }))
}

const found = (call: ConsoleCall) => ask<ApplicationRow>(call, 'GET /api/admin/clients/:id', ofId(call))

const one: Again = async (call, wrong) => {
  const { value: application, state } = await found(call)
  return answer(call, applicationPage({ ...withWrong(call, wrong), application, state }), wrong?.status)
}
export const show: Handler = (call) => one(call)

const toIt = (call: ConsoleCall): string => applicationPath({ client_id: idOf(call) })
const deed = (outcome: string, asked = ofId): Handler => doing({ asked, to: toIt, outcome, again: one })

export const change = deed('saved', (call) => {
  const uris = call.caller.form.get('redirect_uris')
  return {
    ...ofId(call),
    body: {
      client_name: named(call, 'client_name'),
      ...(uris !== null && { redirect_uris: linesOf(uris) }),
    },
  }
})
export const disable = deed('application-disabled')
export const enable = deed('application-enabled')

export const newSecret = telling<Made>({ told, again: one })

export const confirmRemoval: Handler = async (call) => {
  const { value: application, state } = await found(call)
  return answer(call, deleteApplicationPage({ ...consoleFrame(call), application, state }))
}
export const remove = doing({
  asked: ofId,
  to: () => '/console/applications',
  outcome: 'deleted',
  again: one,
})
