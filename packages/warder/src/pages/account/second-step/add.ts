import { field, form, hiddenField, submit } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import type { PageWords } from '../../words/words.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'

/** An authenticator app that waits for its first code. */
export type EnrolmentView = {
  csrf: string
  /** Where the form posts `id`, `code` and `name`. */
  action: string
  /** Of the authenticator. */
  id: string
  /** In base32, as an app reads it. */
  secret: string
  /** What the QR code is, as a `data:` address. */
  qr_code: string
  /** The same as an address that an app on this very device opens. */
  otpauth_uri: string
  values?: { name?: string | undefined }
  errors?: { code?: string | undefined; name?: string | undefined }
  /** Other fields that the form carries. */
  more?: Html
}

/** What to do with a new authenticator app, in the order in which it is done. */
export function enrolmentSteps({ secondStep }: PageWords, view: EnrolmentView): Html {
  const { app, setUp } = secondStep
  const { errors = {} } = view
  return html`<div class="stack">
    <div class="stack tight">
      <p>${app.scan}</p>
      <img class="qr" src="${view.qr_code}" alt="${app.picture}" width="256" height="256" />
      <details>
        <summary>${app.cannotScan}</summary>
        <div class="stack tight">
          <p>${app.typeKey}</p>
          <p><code class="key">${groups(view.secret)}</code></p>
          <p><a href="${view.otpauth_uri}">${app.openHere}</a></p>
        </div>
      </details>
    </div>
    ${form(view.action, { csrf: view.csrf }, [
      hiddenField('id', view.id),
      view.more ?? '',
      field({
        name: 'code',
        label: app.code,
        type: 'text',
        autocomplete: 'one-time-code',
        hint: app.codeHint,
        error: errors.code,
        required: true,
        autofocus: Boolean(errors.code),
        enterkeyhint: 'done',
      }),
      field({
        name: 'name',
        label: app.name,
        type: 'text',
        autocomplete: 'off',
        value: view.values?.name,
        hint: app.nameHint,
        error: errors.name,
        enterkeyhint: 'done',
      }),
      submit(setUp.turnOn),
    ])}
  </div>`
}

/** `/account/security/authenticators`, the answer to asking for a new one. */
export function addAuthenticatorPage(view: AccountFrame & { enrolment: EnrolmentView }): string {
  const { errors = {} } = view.enrolment
  const { app } = view.words.secondStep
  const { secondStep, rows } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: app.title,
      lead: app.lead,
      failed: Object.values(errors).some(Boolean),
    },
    html`${section(secondStep.scanThenType, html`<div class="pad">${enrolmentSteps(view.words, view.enrolment)}</div>`)}
      <p><a href="/account/security">${rows.cancel}</a></p>`,
  )
}

/** In fours, so that nobody loses their place while they type. */
function groups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret
}
