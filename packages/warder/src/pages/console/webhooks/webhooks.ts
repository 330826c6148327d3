import { area, field, focusOn, submit, type Errors } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { momentOf, type ConsoleFrame } from '../layout.ts'
import { formPage, line, listPage } from '../parts.ts'

/** A webhook as the API tells of it. */
export type WebhookRow = {
  id: string
  url: string
  types: readonly string[]
  description: string
  enabled: boolean
  disabled_as: string | null
  failing_since: string | null
  created_at: string
  replaced_until: string | null
}

export type WebhooksView = ConsoleFrame & { items: readonly WebhookRow[]; next_cursor: string | null }

export const path = '/console/webhooks'

export const webhookPath = ({ id }: Pick<WebhookRow, 'id'>): string => `${path}/${encodeURIComponent(id)}`

/** Whether somebody may change one: it reads the audit, so whoever has it sent somewhere has to be allowed to. */
export const mayChange = ({ may }: ConsoleFrame): boolean => may('webhooks:write') && may('audit:read')

/** `/console/webhooks`. */
export function webhooksPage(view: WebhooksView): string {
  const { items, next_cursor, now } = view
  return listPage(view, {
    path,
    title: 'Webhooks',
    lead: 'Programs elsewhere that are told what happens here.',
    heading: 'Every one',
    rows: items.map((one) => webhookRow(one, now)),
    empty: 'None yet. Add the first program that wants to know what happens.',
    next_cursor,
    add: mayChange(view) && { href: `${path}/new`, label: 'Add a webhook' },
  })
}

function webhookRow(webhook: WebhookRow, now: number): Html {
  const { url, description, types, created_at } = webhook
  return line({
    glyph: icon('link'),
    name: url,
    tags: webhookTag(webhook),
    about: html`${description !== '' && html`${outside(description)} · `}hears ${outside(spoken(types))} · made
    ${time(momentOf(created_at), now)}`,
    href: webhookPath(webhook),
  })
}

/** A few by their names, many by their number. */
const spoken = (types: readonly string[]): string => {
  if (types.includes('*')) return 'everything'
  return types.length > 3 ? `${types.length} kinds of events` : types.join(', ')
}

/** How it does, in a word. */
export function webhookTag({ enabled, failing_since, disabled_as }: WebhookRow): Html {
  if (!enabled) return html`<span class="tag bad">${disabled_as === 'paused' ? 'Paused' : 'Stopped'}</span>`
  if (failing_since !== null) return html`<span class="tag warn">Does not answer</span>`
  return html`<span class="tag good">Works</span>`
}

export const webhookFields = ['url', 'types', 'description'] as const
type WebhookField = (typeof webhookFields)[number]

export type WebhookForm = {
  values: { readonly [name in WebhookField]?: string }
  errors: Errors<WebhookField>
  /** Everything that can happen. */
  known: readonly string[]
}

/** `/console/webhooks/new`: posts `url`, `types` and `description` to `/console/webhooks`. */
export function newWebhookPage(view: ConsoleFrame & WebhookForm & { whole?: string | undefined }): string {
  return formPage(view, {
    path,
    title: 'Add a webhook',
    lead: 'It gets a secret, which is shown one time. With that the program knows that a message is from here.',
    action: path,
    fields: [...webhookParts(view, true), submit('Add it')],
    back: { href: path, label: 'Back to webhooks' },
  })
}

/** What is said of one. @param fresh whether it is being made, so that the first field has the focus */
export function webhookParts({ values, errors, known }: WebhookForm, fresh = false): Html[] {
  const focused = (name: WebhookField) => fresh && focusOn(errors, webhookFields, 'url') === name
  return [
    field({
      name: 'url',
      label: 'Address that is told',
      type: 'text',
      autocomplete: 'off',
      value: values.url,
      hint: 'On the open internet, as in https://hooks.example/warder.',
      error: errors.url,
      required: true,
      autofocus: focused('url'),
    }),
    area({
      name: 'types',
      label: 'What it hears of',
      rows: 4,
      value: values.types ?? '',
      hint: 'Each event in a line of its own. “user.*” is everything about people, “*” is everything.',
      error: errors.types,
      required: true,
      autofocus: focused('types'),
    }),
    eventsToHear(known),
    field({
      name: 'description',
      label: 'What it is for',
      type: 'text',
      autocomplete: 'off',
      value: values.description,
      hint: 'For whoever administers after you.',
      error: errors.description,
      autofocus: focused('description'),
    }),
  ]
}

/** Every event, below the name of its area. */
function eventsToHear(known: readonly string[]): Html {
  const areas = [...new Set(known.map((type) => type.split('.')[0] ?? ''))]
  const of = (name: string) => known.filter((type) => type.startsWith(`${name}.`))
  return html`<details>
    <summary>What there is to hear of</summary>
    <ul class="plain">
      ${areas.map((name) => html`<li><code>${name}.*</code> ${of(name).join(', ')}</li>`)}
    </ul>
  </details>`
}
