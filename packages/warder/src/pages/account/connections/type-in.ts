import { field, form, submit, type Errors } from '../../form.ts'
import { html, outside } from '../../html.ts'
import { notice } from '../../notice.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import { connectPath } from './list.ts'

export type TypeInView = AccountFrame & {
  name: string
  title: string
  kind: 'api_key' | 'basic'
  /** Where it is sent to, and nowhere else. */
  origins: readonly string[]
  errors: Errors<'key' | 'username' | 'password'>
  /** What was wrong and concerns no field. */
  whole: string | undefined
}

/** `/api/vault/connections/{provider}/connect` of a service that gives people a key or a password: posts to itself. */
export function typeInPage(view: TypeInView): string {
  const { name, title, kind, origins, errors, whole, words } = view
  const { cancel, connections } = words.account
  const said = connections.new
  return accountLayout(
    view,
    {
      path: '/account/connections',
      title: connections.connectIt(title),
      lead: kind === 'api_key' ? said.leadOfKey : said.leadOfPassword,
      failed: whole !== undefined || Object.keys(errors).length > 0,
    },
    html`${whole !== undefined && notice('bad', whole)}
    ${section(
      said.happens,
      html`<div class="pad stack">
        <p>${said.sealed} ${origins.map((origin) => html`<b>${outside(origin)}</b> `)}</p>
        <p>${said.noProgram}</p>
        ${form(connectPath(name), view, html`${kind === 'api_key' ? keyField(view) : loginFields(view)} ${submit(connections.connectIt(title))}`)}
      </div>`,
    )}
      <p><a href="/account/connections">${cancel}</a></p>`,
  )
}

const keyField = ({ title, errors, words }: TypeInView) =>
  field({
    type: 'password',
    name: 'key',
    label: words.account.connections.new.key,
    hint: words.account.connections.new.keyHint(title),
    autocomplete: 'off',
    required: true,
    autofocus: true,
    error: errors.key,
  })

const loginFields = ({ title, errors, words }: TypeInView) => html`${field({
  type: 'text',
  name: 'username',
  label: words.account.connections.new.name(title),
  autocomplete: 'off',
  required: true,
  autofocus: errors.username !== undefined || errors.password === undefined,
  error: errors.username,
})}
${field({
  type: 'password',
  name: 'password',
  label: words.account.connections.new.password(title),
  hint: words.account.connections.new.passwordHint,
  autocomplete: 'off',
  required: true,
  autofocus: errors.username === undefined && errors.password !== undefined,
  error: errors.password,
})}`
