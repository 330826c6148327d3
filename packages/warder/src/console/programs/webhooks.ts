import { answer } from '../../account/frame.ts'
import { auditTypes } from '../../audit/events.ts'
import type { Answer } from '../../http/answer.ts'
import type { DeliveryRow } from '../../pages/console/webhooks/deliveries.ts'
import {
  deleteWebhookPage,
  isGrace,
  rotateWebhookPage,
  webhookMadePage,
  webhookPage,
} from '../../pages/console/webhooks/webhook.ts'
import {
  newWebhookPage,
  webhookFields,
  webhookPath,
  webhooksPage,
  type WebhookForm,
  type WebhookRow,
} from '../../pages/console/webhooks/webhooks.ts'
import { ask, idOf, linesOf, named, ofId, type Asked, type Listed } from '../ask.ts'
import { consoleFrame, doing, listing, telling, withWrong, wrongWith, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import type { Handler } from '../row.ts'

type Made = WebhookRow & { secret: string }

export const list = listing<WebhookRow>(webhooksPage)

type Shown = Omit<WebhookForm, 'known'> & { whole?: string | undefined }

function form(call: ConsoleCall, shown: Shown, status = 200): Answer {
  return answer(call, newWebhookPage({ ...consoleFrame(call), ...shown, known: auditTypes }), status)
}

export const begin: Handler = (call) => form(call, { values: {}, errors: {} })

const typed = (call: ConsoleCall) =>
  Object.fromEntries(webhookFields.map((name) => [name, named(call, name)]))

/** What the form says of one. */
function bodyOf(call: ConsoleCall): object {
  return { ...typed(call), types: linesOf(named(call, 'types')) }
}

export const add: Handler = async (call, does) => {
  let made: Made
  try {
    made = (await ask<Made>(call, does, { body: bodyOf(call) })).value
  } catch (error) {
    const { fields: errors, whole, status } = wrongWith(error, webhookFields)
    return form(call, { values: typed(call), errors, whole }, status)
  }
  return told(call, made)
}

/** The secret stands on the answer to a form, and on no page. */
function told(call: ConsoleCall, { secret, ...webhook }: Made): Answer {
  return answer(call, webhookMadePage({ ...consoleFrame(call), webhook, secret }))
}

const found = (call: ConsoleCall) => ask<WebhookRow>(call, 'GET /api/admin/webhooks/:id', ofId(call))

const one: Again = async (call, wrong) => {
  const { value: webhook, state } = await found(call)
  const asked = { ...ofId(call), query: { cursor: call.url.searchParams.get('cursor') } }
  const sent = await ask<Listed<DeliveryRow>>(call, 'GET /api/admin/webhooks/:id/deliveries', asked)
  const { items: deliveries, next_cursor } = sent.value
  const view = { ...withWrong(call, wrong), webhook, state, deliveries, next_cursor, known: auditTypes }
  return answer(call, webhookPage(view), wrong?.status)
}
export const show: Handler = (call) => one(call)

const toIt = (call: ConsoleCall): string => webhookPath({ id: idOf(call) })
const deed = (outcome: string, asked: (call: ConsoleCall) => Asked): Handler =>
  doing({ asked, to: toIt, outcome, again: one })

/** What the form says otherwise than it is: an address that the operator gave may be one that no administrator names. */
export const change: Handler = async (call, does) => {
  const { value: webhook } = await found(call)
  const is = new Map(Object.entries(webhook))
  const said = Object.entries(bodyOf(call)).filter(([name, value]) => String(value) !== String(is.get(name)))
  const asked = () => ({ ...ofId(call), body: Object.fromEntries(said) })
  return deed('saved', asked)(call, does)
}
export const enable = deed('webhook-started', (call) => ({ ...ofId(call), body: { enabled: true } }))
export const disable = deed('webhook-stopped', (call) => ({ ...ofId(call), body: { enabled: false } }))
export const sendAgain = deed('sent-again', ({ params }) => ({ params }))

const asking: Again = async (call, wrong) => {
  const { value: webhook } = await found(call)
  const view = { ...consoleFrame(call), webhook, whole: wrong?.whole }
  return answer(call, rotateWebhookPage(view), wrong?.status)
}
export const confirmRotation: Handler = (call) => asking(call)

export const rotate = telling<Made>({
  asked: (call) => {
    const grace = named(call, 'grace')
    return { ...ofId(call), body: isGrace(grace) ? { grace_period_seconds: Number(grace) } : {} }
  },
  told,
  again: asking,
})

export const confirmRemoval: Handler = async (call) => {
  const { value: webhook, state } = await found(call)
  return answer(call, deleteWebhookPage({ ...consoleFrame(call), webhook, state }))
}
export const remove = doing({ asked: ofId, to: () => '/console/webhooks', outcome: 'deleted', again: one })
