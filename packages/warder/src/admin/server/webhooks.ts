import * as z from 'zod'
import { empty, json } from '../../http/answer.ts'
import { shown } from '../../http/conditional.ts'
import { newWebhook, webhookChange } from '../../webhooks/inputs.ts'
import {
  changeWebhook,
  createWebhook,
  listDeliveries,
  listWebhooks,
  redeliver,
  removeWebhook,
  rotateWebhook,
  showWebhook,
} from '../../webhooks/manage.ts'
import { idIn, listing, making, nothing, work, workOn } from '../administration.ts'

const rotation = z.object({ grace_period_seconds: z.number().int().min(0).optional() })

export const listEveryWebhook = listing(/^whk_[0-9a-z]{1,40}$/, nothing, (by, page) => listWebhooks(by, page))

/** With its secret, which is told this once. */
export const makeWebhook = making(
  newWebhook,
  async (by, input) => json(await createWebhook(by, input), { status: 201 }),
  (by, id) => showWebhook(by, id),
)

export const showOneWebhook = work(async (by, _input, call) => shown(await showWebhook(by, idIn(call))))

export const changeOneWebhook = workOn(webhookChange, async (by, input, call) =>
  shown(await changeWebhook(by, idIn(call), input)),
)

export const dropWebhook = work(async (by, _input, call) => {
  await removeWebhook(by, idIn(call))
  return empty(204)
})

export const rotateOneWebhook = {
  ...workOn(rotation, async (by, { grace_period_seconds }, call) =>
    json(await rotateWebhook(by, idIn(call), grace_period_seconds)),
  ),
  optional: true as const,
}

export const listMessages = listing(/^msg_[0-9a-z]{1,40}$/, nothing, (by, page, call) =>
  listDeliveries(by, idIn(call), page),
)

export const sendAgain = work(async (by, _input, call) =>
  json(await redeliver(by, idIn(call), call.params['part'] ?? ''), { status: 202 }),
)
