import { csrfField, form, hiddenField, submit, type FormView } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'

export type ConfirmEmailView = Frame &
  FormView & {
    token: string
    /** The address that the link was sent to. */
    email: string
    /** The account that it is added to: its main address, shortened unless the person is signed in to it. */
    account: string
    /** Who looks at it: the account itself, another one by its address, or nobody who is signed in. */
    reader: 'owner' | { other: string } | 'nobody'
    /** It becomes the main address. */
    primary: boolean
    error?: string | undefined
  }

/**
 * `/confirm-email`: posts `token`. Opening it changes nothing. It says whose account the address goes to: whoever
 * owns the mailbox must not add it to an account of somebody else, who typed it.
 */
export function confirmEmailPage(view: ConfirmEmailView): string {
  const what = view.primary ? 'becomes the main address of' : 'is added to'
  return sheet(
    {
      ...view,
      title: 'Confirm your email',
      heading: 'Confirm your email address',
      lead: html`${outside(view.email)} ${what} the account <b>${outside(view.account)}</b>.`,
      failed: Boolean(view.error),
    },
    html`${view.error && notice('bad', view.error)} ${next(view)}
      <p class="soft">You did not ask for this? Then close this page and nothing happens.</p>`,
  )
}

function next(view: ConfirmEmailView): Html {
  if (view.reader === 'owner')
    return form('/confirm-email', view, [hiddenField('token', view.token), submit('Confirm')])
  const back = `/login?return_to=${encodeURIComponent(`/confirm-email?token=${view.token}`)}`
  if (view.reader === 'nobody')
    return html`<p>Is this account yours? Sign in to it to go on.</p>
      <a class="button primary" href="${back}">Sign in</a>`
  return html`<p>
      You are signed in as <b>${outside(view.reader.other)}</b>, which is another account. Is the one above yours? Then
      sign out, and open the link of the mail again.
    </p>
    <form class="stack" method="post" action="/logout">
      ${csrfField(view.csrf)}${submit('Sign out', 'plain')}
    </form>`
}

export type UndoEmailView = Frame & FormView & { token: string; email: string; error?: string | undefined }

/** `/undo-email`: posts `token`. Opening it changes nothing. */
export function undoEmailPage(view: UndoEmailView): string {
  return sheet(
    {
      ...view,
      title: 'Undo the change of your address',
      lead: html`<b>${outside(view.email)}</b> becomes the main address of your account again.`,
      failed: Boolean(view.error),
    },
    html`${view.error && notice('bad', view.error)}
      <p>
        Addresses that were added by somebody else are removed, everybody is signed out everywhere, and the password
        stops working. We send you a link to choose a new one.
      </p>
      ${form('/undo-email', view, [hiddenField('token', view.token), submit('Undo the change')])}
      <p class="soft">You changed it yourself? Then close this page and nothing happens.</p>`,
  )
}
