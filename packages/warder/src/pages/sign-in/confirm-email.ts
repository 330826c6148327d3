import { csrfField, form, hiddenField, submit, type FormView } from '../form.ts'
import { html, type Html } from '../html.ts'
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
  const { confirm, verify } = view.words.signIn
  const lead = view.primary ? confirm.becomesMain : confirm.isAdded
  return sheet(
    {
      ...view,
      title: verify.title,
      heading: verify.heading,
      lead: lead(view.email, view.account),
      failed: Boolean(view.error),
    },
    html`${view.error && notice('bad', view.error)} ${next(view)}
      <p class="soft">${confirm.notYou}</p>`,
  )
}

function next(view: ConfirmEmailView): Html {
  const { everyPage, signIn } = view.words
  const { confirm, verify } = signIn
  if (view.reader === 'owner')
    return form('/confirm-email', view, [hiddenField('token', view.token), submit(verify.submit)])
  const back = `/login?return_to=${encodeURIComponent(`/confirm-email?token=${view.token}`)}`
  if (view.reader === 'nobody')
    return html`<p>${confirm.signInFirst}</p>
      <a class="button primary" href="${back}">${everyPage.signIn}</a>`
  return html`<p>${confirm.other(view.reader.other)}</p>
    <form class="stack" method="post" action="/logout">
      ${csrfField(view.csrf)}${submit(everyPage.signOut, 'plain')}
    </form>`
}

export type UndoEmailView = Frame & FormView & { token: string; email: string; error?: string | undefined }

/** `/undo-email`: posts `token`. Opening it changes nothing. */
export function undoEmailPage(view: UndoEmailView): string {
  const { undo } = view.words.signIn
  return sheet(
    {
      ...view,
      title: undo.title,
      lead: undo.lead(view.email),
      failed: Boolean(view.error),
    },
    html`${view.error && notice('bad', view.error)}
      <p>${undo.text}</p>
      ${form('/undo-email', view, [hiddenField('token', view.token), submit(undo.submit)])}
      <p class="soft">${undo.notYou}</p>`,
  )
}
