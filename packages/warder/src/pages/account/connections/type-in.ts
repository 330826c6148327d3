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
  const { name, title, kind, origins, errors, whole } = view
  const what = kind === 'api_key' ? 'key' : 'name and password'
  return accountLayout(
    view,
    {
      path: '/account/connections',
      title: `Connect ${title}`,
      lead: `You type in your ${what} once. It is not shown here again, not even to you.`,
      failed: whole !== undefined || Object.keys(errors).length > 0,
    },
    html`${whole !== undefined && notice('bad', whole)}
    ${section(
      'What happens',
      html`<div class="pad stack">
        <p>It is kept sealed, and sent to ${origins.map((origin) => html`<b>${outside(origin)}</b> `)}and nowhere else.</p>
        <p>No program uses the connection before you say which.</p>
        ${form(connectPath(name), view, html`${kind === 'api_key' ? keyField(view) : loginFields(view)} ${submit(`Connect ${title}`)}`)}
      </div>`,
    )}
      <p><a href="/account/connections">Cancel</a></p>`,
  )
}

const keyField = ({ title, errors }: TypeInView) =>
  field({
    type: 'password',
    name: 'key',
    label: 'API key',
    hint: html`${outside(title)} shows it to you in its settings. Make one for this purpose alone, which may do no more than it has to.`,
    autocomplete: 'off',
    required: true,
    autofocus: true,
    error: errors.key,
  })

const loginFields = ({ title, errors }: TypeInView) => html`${field({
  type: 'text',
  name: 'username',
  label: `Name at ${title}`,
  autocomplete: 'off',
  required: true,
  autofocus: errors.username !== undefined || errors.password === undefined,
  error: errors.username,
})}
${field({
  type: 'password',
  name: 'password',
  label: `Password at ${title}`,
  hint: 'Where the service has passwords for programs, use one of those.',
  autocomplete: 'off',
  required: true,
  autofocus: errors.username === undefined && errors.password !== undefined,
  error: errors.password,
})}`
