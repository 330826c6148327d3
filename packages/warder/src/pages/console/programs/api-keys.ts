import { nothing, section } from '../../account/layout.ts'
import { field, submit } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { consoleLayout, deed, facts, momentOf, more, type ConsoleFrame } from '../layout.ts'

/** An API key as the API tells of it. */
export type ApiKeyRow = {
  id: string
  owner: { type: string; id: string }
  /** Of the person whose it is. */
  email: string | null
  prefix: string
  name: string
  scopes: readonly string[]
  environment: string
  ip_allowlist: readonly string[]
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  use_count: number
  status: string
}

export type ApiKeysView = ConsoleFrame & {
  keys: readonly ApiKeyRow[]
  next_cursor: string | null
  /** Whose were asked for; empty for everybody's. */
  owner: string
}

const path = '/console/api-keys'

/** `/console/api-keys`: searched by `?user=`; posts to `/console/api-keys/{id}/end`. */
export function apiKeysPage(view: ApiKeysView): string {
  const { keys, next_cursor, owner } = view
  return consoleLayout(
    view,
    {
      path,
      title: 'API keys',
      lead: 'What programs show to be let in. People make them in their own account, and nobody sees one again.',
      failed: view.notice?.tone === 'bad',
    },
    html`<form class="stack" method="get" action="${path}" role="search">
        ${field({
          name: 'user',
          label: 'Of one person, by their main address',
          type: 'text',
          autocomplete: 'off',
          value: owner,
        })}
        ${submit('Find', 'plain')}
      </form>
      ${section(
        owner ? 'Theirs' : 'Everybody’s',
        html`${keys.length === 0 ? nothing('No API keys.') : keys.map((key) => keyRow(key, view))}
        ${more(path, next_cursor, owner ? { user: owner } : {})}`,
      )}`,
  )
}

function keyRow(key: ApiKeyRow, { csrf, now, may }: ApiKeysView): Html {
  const { id, name, prefix, status, environment, scopes, ip_allowlist, last_used_at, expires_at } = key
  const moment = (at: string | null) => at !== null && time(momentOf(at), now)
  return html`<div class="row">
    <span class="glyph">${icon('code')}</span>
    <div>
      <b>${outside(name)}</b> ${status === 'expired' && html`<span class="tag warn">Over</span>`}
      ${environment === 'test' && html`<span class="tag">Test</span>`}<br />
      <small
        >${ownerOf(key)} · ${last_used_at === null ? 'never used' : html`used ${moment(last_used_at)}`}</small
      >
      <details>
        <summary>Everything about it</summary>
        ${facts([
          ['Begins with', html`<code>${prefix}</code>`],
          ['Whose', html`<code>${key.owner.id}</code>`],
          ['May', scopes.length > 0 && outside(scopes.join(' '))],
          ['From where', ip_allowlist.length > 0 ? outside(ip_allowlist.join(' ')) : 'Anywhere'],
          ['Used', String(key.use_count)],
          ['Made', time(momentOf(key.created_at), now)],
          ['Ends', moment(expires_at) || 'Never'],
        ])}
      </details>
    </div>
    ${
      may('api_keys:write') &&
      deed(csrf, `${path}/${encodeURIComponent(id)}/end`, {
        label: 'End it',
        about: `End it: ${name}`,
        danger: true,
      })
    }
  </div>`
}

function ownerOf({ owner: { type }, email }: ApiKeyRow): Html {
  if (email !== null) return outside(email)
  return html`${type === 'tenant' ? 'Of the organisation' : 'Of a service account'}`
}
