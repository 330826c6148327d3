import { section } from '../account/layout.ts'
import { area, field, form, hiddenField, submit } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { time } from '../times.ts'
import { applicationPath, kinds, type ApplicationRow } from './applications.ts'
import { askFirstPage } from './ask-first.ts'
import { consoleLayout, deed, facts, momentOf, thing, toldOnce, type ConsoleFrame } from './layout.ts'

export type ApplicationView = ConsoleFrame & { application: ApplicationRow; state: string | undefined }

const path = '/console/applications'

/** `/console/applications/{id}`: posts there, and to `secret`, `disable` and `enable` below it. */
export function applicationPage(view: ApplicationView): string {
  const { application, now, may } = view
  const { client_id, client_name, type, created_at, scope, redirect_uris, disabled } = application
  const writes = may('clients:write')
  return consoleLayout(
    view,
    { path, title: client_name, lead: kinds[type] ?? type, failed: view.notice?.tone === 'bad' },
    html`${section(
      'About it',
      html`${facts([
        [
          'State',
          disabled ? html`<span class="tag bad">Disabled</span>` : html`<span class="tag good">Works</span>`,
        ],
        ['Client id', html`<code>${client_id}</code>`],
        ['Sends people back to', redirect_uris.length > 0 && lines(redirect_uris)],
        ['May ask for', scope !== '' && outside(scope)],
        ['Made', time(momentOf(created_at), now)],
      ])}
      ${writes && changes(view)}`,
    )}
    ${writes && section('What may be done', deeds(view))}
      <p><a href="${path}">Back to applications</a></p>`,
  )
}

const lines = (texts: readonly string[]): Html =>
  html`${texts.map((text) => html`<code>${outside(text)}</code><br />`)}`

function changes({ application, state, csrf }: ApplicationView): Html {
  return html`<div class="pad">
    ${form(applicationPath(application), { csrf }, [
      hiddenField('state', state),
      field({
        name: 'client_name',
        label: 'Name',
        type: 'text',
        autocomplete: 'off',
        value: application.client_name,
        required: true,
      }),
      application.type !== 'machine' &&
        area({
          name: 'redirect_uris',
          label: 'Where people are sent back to',
          rows: 3,
          value: application.redirect_uris.join('\n'),
          hint: 'Each address in a line of its own.',
        }),
      submit('Save', 'plain'),
    ])}
  </div>`
}

function deeds({ application, csrf }: ApplicationView): Html {
  const at = applicationPath(application)
  const secret = application.token_endpoint_auth_method.startsWith('client_secret_')
  return html`${
    secret &&
    thing(
      'Another secret takes the place of the one it has, within seconds.',
      deed(csrf, `${at}/secret`, { label: 'New secret' }),
    )
  }
  ${
    application.disabled
      ? thing('It may work again.', deed(csrf, `${at}/enable`, { label: 'Enable' }))
      : thing(
          'It gets nothing any more, until you enable it.',
          deed(csrf, `${at}/disable`, { label: 'Disable', danger: true }),
        )
  }
  ${thing(
    'It goes, with everything that people gave it.',
    html`<div class="tags"><a class="button small danger" href="${at}/delete">Delete</a></div>`,
  )}`
}

export type SecretView = ConsoleFrame & { application: ApplicationRow; secret: string | undefined }

/** The answer to registering an application, or to another secret: the only page that ever shows it. */
export function applicationMadePage(view: SecretView): string {
  const { application, secret } = view
  return consoleLayout(
    view,
    { path, title: application.client_name, lead: 'Put this where the application reads it.' },
    html`${section(
      'For the application',
      html`${facts([['Client id', html`<code class="key">${application.client_id}</code>`]])}
      ${secret !== undefined && toldOnce('secret', secret)}`,
    )}
      <p><a class="button primary" href="${applicationPath(application)}">I have kept it</a></p>`,
  )
}

/** `/console/applications/{id}/delete`. */
export function deleteApplicationPage(view: ApplicationView): string {
  const { application } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Delete this application?',
    lead: 'Nobody can sign in to it any more, and every token that it has ends. This cannot be undone.',
    about: { name: application.client_name, more: application.client_id },
    instead: 'To stop it for now, disable it instead.',
    at: applicationPath(application),
  })
}
