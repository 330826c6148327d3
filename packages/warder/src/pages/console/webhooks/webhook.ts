import { section } from '../../account/layout.ts'
import { choice, form, hiddenField, submit } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { notice } from '../../notice.ts'
import { time, timeAhead } from '../../times.ts'
import { askFirstPage } from '../ask-first.ts'
import { consoleLayout, deed, facts, momentOf, thing, toldOnce, type ConsoleFrame } from '../layout.ts'
import { backTo, formPage, toPage } from '../parts.ts'
import { deliveries, type DeliveryRow } from './deliveries.ts'
import { mayChange, path, webhookParts, webhookPath, webhookTag, type WebhookRow } from './webhooks.ts'

/** Why one is told nothing, and what to do about it. */
const reasons: Readonly<Record<string, string>> = {
  paused: 'Somebody paused it. What happens meanwhile is not sent later.',
  failing:
    'It took nothing for three days. Have it answer 2xx, then enable it; what is younger than a day still comes.',
  gone: 'It answered 410, which says that nobody there wants to know. Look whether the address is still right.',
  backlog:
    'So many messages waited for it that it could not catch up. Have it answer faster, then enable it.',
  locked_down:
    'The account of whoever made it was locked down. Look where it leads, give it a new secret, and only then enable it.',
}

export type WebhookView = ConsoleFrame & {
  webhook: WebhookRow
  state: string | undefined
  deliveries: readonly DeliveryRow[]
  next_cursor: string | null
  known: readonly string[]
}

/** `/console/webhooks/{id}`: posts there, and to `enable`, `disable` and `messages/{id}` below it. */
export function webhookPage(view: WebhookView): string {
  const { webhook, now } = view
  const { id, url, description, types, created_at, failing_since, disabled_as, replaced_until } = webhook
  const changes = mayChange(view)
  return consoleLayout(
    view,
    { path, title: url, lead: description || 'A webhook.', failed: view.notice?.tone === 'bad' },
    html`${disabled_as !== null && notice('warn', reasons[disabled_as] ?? disabled_as)}
    ${section(
      'About it',
      html`${facts([
        ['State', webhookTag(webhook)],
        ...(failing_since === null
          ? []
          : [['Takes nothing since', time(momentOf(failing_since), now)] as const]),
        ['Hears of', html`${types.map((type) => html`<code>${outside(type)}</code> `)}`],
        ...(replaced_until === null
          ? []
          : [['The secret before signs until', timeAhead(momentOf(replaced_until), now)] as const]),
        ['Made', time(momentOf(created_at), now)],
        ['Known as', html`<code>${id}</code>`],
      ])}`,
    )}
    ${deliveries(view)} ${changes && section('Change it', change(view))} ${changes && section('What may be done', deeds(view))}
    ${backTo({ href: path, label: 'Back to webhooks' })}`,
  )
}

function change({ webhook, state, known, csrf }: WebhookView): Html {
  const { url, types, description } = webhook
  const values = { url, types: types.join('\n'), description }
  return html`<div class="pad">
    ${form(webhookPath(webhook), { csrf }, [
      hiddenField('state', state),
      ...webhookParts({ values, errors: {}, known }),
      submit('Save', 'plain'),
    ])}
  </div>`
}

function deeds({ webhook, state, csrf }: WebhookView): Html {
  const at = webhookPath(webhook)
  return html`${
    webhook.enabled
      ? thing(
          'It is told nothing, until you enable it.',
          deed(csrf, `${at}/disable`, { label: 'Pause', danger: true, state }),
        )
      : thing('It is told again what happens.', deed(csrf, `${at}/enable`, { label: 'Enable', state }))
  }
  ${thing('Another secret takes the place of the one it has, at once or after a while.', toPage(`${at}/rotate`, 'New secret'))}
  ${thing('It goes, with what waits for it.', toPage(`${at}/delete`, 'Delete', true))}`
}

const graces = [
  { value: '86400', label: 'For a day' },
  { value: '3600', label: 'For an hour' },
  { value: '604800', label: 'For a week' },
  { value: '0', label: 'Not at all: somebody else has it' },
] as const

/** How long the secret before may sign as well, as a form sends it; anything else is no answer of ours. */
export const isGrace = (sent: string): boolean => graces.some(({ value }) => value === sent)

type OneWebhook = ConsoleFrame & { webhook: WebhookRow }

/** `/console/webhooks/{id}/rotate`: posts `grace` there. */
export function rotateWebhookPage(view: OneWebhook & { whole?: string | undefined }): string {
  const at = webhookPath(view.webhook)
  return formPage(
    { ...view, errors: {} },
    {
      path,
      title: 'Give it a new secret?',
      lead: view.webhook.url,
      action: `${at}/rotate`,
      fields: [
        choice({
          name: 'grace',
          label: 'How long the one before signs as well',
          options: graces,
          value: graces[0].value,
          hint: 'Until the program knows the new one. Messages are signed with both meanwhile.',
        }),
        submit('Make a new secret'),
      ],
      back: { href: at, label: 'Keep the one it has' },
    },
  )
}

/** The answer to adding one, or to a new secret: the only page that ever shows it. */
export function webhookMadePage(view: OneWebhook & { secret: string }): string {
  const { webhook, secret } = view
  return consoleLayout(
    view,
    { path, title: webhook.url, lead: 'Put this where the program reads it.' },
    html`${section('For the program', toldOnce('secret', secret))}
      <p><a class="button primary" href="${webhookPath(webhook)}">I have kept it</a></p>`,
  )
}

/** `/console/webhooks/{id}/delete`. */
export function deleteWebhookPage(view: OneWebhook & { state: string | undefined }): string {
  const { webhook } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Delete this webhook?',
    lead: 'The program is told nothing any more, also not what waits for it. This cannot be undone.',
    about: { name: webhook.url, more: webhook.description },
    instead: 'To stop it for now, pause it instead.',
    at: webhookPath(webhook),
  })
}
