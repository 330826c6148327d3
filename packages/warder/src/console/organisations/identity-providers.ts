import { answer, done } from '../../account/frame.ts'
import type { Answer } from '../../http/answer.ts'
import {
  deleteProviderPage,
  providerPage,
  switches,
} from '../../pages/console/organisations/identity-provider.ts'
import {
  newProviderFields,
  newProviderPage,
  providerPath,
  providersPage,
  type NewProviderView,
  type ProviderRow,
} from '../../pages/console/organisations/identity-providers.ts'
import { ask, idOf, linesOf, named, ofId } from '../ask.ts'
import { consoleFrame, doing, listing, withWrong, wrongWith, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import type { Handler } from '../row.ts'

export const list = listing<ProviderRow>(providersPage)

export const begin: Handler = (call) => form(call, { values: {}, errors: {} })

type Shown = Pick<NewProviderView, 'values' | 'errors' | 'whole'>

function form(call: ConsoleCall, shown: Shown, status = 200): Answer {
  return answer(call, newProviderPage({ ...consoleFrame(call), ...shown }), status)
}

export const add: Handler = async (call, does) => {
  const values = Object.fromEntries(newProviderFields.map((name) => [name, named(call, name)]))
  const { domains = '', ...texts } = values
  const said = Object.entries(texts).filter(([, text]) => text !== '')
  const body = {
    type: 'saml',
    ...Object.fromEntries(said),
    ...(domains !== '' && { domains: linesOf(domains) }),
  }
  try {
    const { value } = await ask<ProviderRow>(call, does, { body })
    return done(call, providerPath(value), 'made')
  } catch (error) {
    const wrong = wrongWith(error, newProviderFields)
    return form(call, { values, errors: wrong.fields, whole: wrong.whole }, wrong.status)
  }
}

const found = (call: ConsoleCall) => ask<ProviderRow>(call, 'GET /api/admin/connections/:id', ofId(call))

const one: Again = async (call, wrong) => {
  const { value: provider, state } = await found(call)
  return answer(call, providerPage({ ...withWrong(call, wrong), provider, state }), wrong?.status)
}
export const show: Handler = (call) => one(call)

/** "Helpdesk = support", each in a line. What is not so is sent as it is, and refused with the words for it. */
function rolesIn(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf('=')
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )
}

export const change = doing({
  asked: (call) => {
    const domains = call.caller.form.get('domains')
    return {
      ...ofId(call),
      body: {
        title: named(call, 'title'),
        roles: rolesIn(named(call, 'roles')),
        ...Object.fromEntries(switches.map(({ name }) => [name, named(call, name) === 'on'])),
        ...(domains !== null && { domains: linesOf(domains) }),
      },
    }
  },
  to: (call) => providerPath({ name: idOf(call) }),
  outcome: 'saved',
  again: one,
})

export const confirmRemoval: Handler = async (call) => {
  const { value: provider, state } = await found(call)
  return answer(call, deleteProviderPage({ ...consoleFrame(call), provider, state }))
}
export const remove = doing({
  asked: ofId,
  to: () => '/console/identity-providers',
  outcome: 'deleted',
  again: one,
})
