import type { ConsoleFrame } from '../../../../packages/warder/src/pages/console/layout.ts'
import type { DeliveryRow } from '../../../../packages/warder/src/pages/console/webhooks/deliveries.ts'
import {
  deleteWebhookPage,
  rotateWebhookPage,
  webhookMadePage,
  webhookPage,
} from '../../../../packages/warder/src/pages/console/webhooks/webhook.ts'
import {
  newWebhookPage,
  webhooksPage,
  type WebhookRow,
} from '../../../../packages/warder/src/pages/console/webhooks/webhooks.ts'

type Text = (text: string) => string

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const written = (at: number) => new Date(at * 1000).toISOString()

/** Pages about webhooks, as `samplePages` has all of them. */
export function webhookPages(t: Text, frame: ConsoleFrame): Record<string, string> {
  const { now } = frame
  const shop: WebhookRow = {
    id: t('whk_1'),
    url: t('https://hooks.shop.example/warder/people-and-sessions'),
    types: [t('user.created'), t('session.*')],
    description: t('Keeps the shop in step'),
    enabled: true,
    disabled_as: null,
    failing_since: null,
    created_at: written(now - 30 * day),
    replaced_until: written(now + 5 * hour),
  }
  const silent = { ...shop, description: '', types: ['*'], failing_since: written(now - 2 * hour) }
  const stopped = { ...silent, enabled: false, disabled_as: 'failing' }
  const known = ['user.created', 'user.disabled', 'session.opened']
  const state = t('"state"')
  const show = { ...frame, webhook: shop, state, deliveries: sent(t, now), next_cursor: 'msg_1', known }
  return {
    'console-webhooks': webhooksPage({ ...frame, items: [shop, silent, stopped], next_cursor: 'whk_1' }),
    'console-webhooks-none': webhooksPage({ ...frame, items: [], next_cursor: null }),
    'console-webhook': webhookPage(show),
    'console-webhook-stopped': webhookPage({ ...show, webhook: stopped, deliveries: [], next_cursor: null }),
    'console-webhook-read': webhookPage({
      ...show,
      may: () => false,
      webhook: { ...stopped, disabled_as: t('paused') },
    }),
    'console-webhook-new': newWebhookPage({ ...frame, values: {}, errors: {}, known }),
    'console-webhook-new-wrong': newWebhookPage({
      ...frame,
      values: { url: t('http://hooks'), types: t('user'), description: t('Shop') },
      errors: { url: t('This must begin with https:'), types: t('This is no event.') },
      whole: t('Nothing was made.'),
      known,
    }),
    'console-webhook-made': webhookMadePage({
      ...frame,
      webhook: shop,
      secret: t(`whsec_${'Kq3vZ9Kq'.repeat(5)}`),
    }),
    'console-webhook-rotate': rotateWebhookPage({
      ...frame,
      webhook: shop,
      whole: t('Somebody else does so.'),
    }),
    'console-webhook-delete': deleteWebhookPage({ ...frame, webhook: shop, state }),
  }
}

function sent(t: Text, now: number): DeliveryRow[] {
  const waiting: DeliveryRow = {
    id: t('msg_4'),
    type: t('user.created'),
    created_at: written(now - minute),
    attempts: 0,
    delivered_at: null,
    failed_at: null,
    next_attempt_at: written(now),
    last_error: null,
  }
  const tried = { ...waiting, id: t('msg_3'), attempts: 3, next_attempt_at: written(now + 25 * minute) }
  const taken = {
    ...waiting,
    id: t('msg_2'),
    attempts: 1,
    next_attempt_at: null,
    delivered_at: written(now - hour),
  }
  const failed = { ...taken, id: t('msg_1'), attempts: 8, delivered_at: null, failed_at: written(now - day) }
  return [
    waiting,
    { ...tried, last_error: t('it answered 503') },
    taken,
    { ...failed, last_error: 'timeout' },
  ]
}
