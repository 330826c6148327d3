import { checkbox, field, form, hiddenField, submit, type FormView } from '../../form.ts'
import { html, outside } from '../../html.ts'
import { sheet, type Frame } from '../../layout.ts'
import { notice } from '../../notice.ts'
import { continueTo } from '../login.ts'

export type MagicAskView = Frame &
  FormView & {
    /** The name of the application that waits for the sign-in. */
    application?: string | undefined
    return_to?: string | undefined
    email?: string | undefined
    error?: string | undefined
    /** The page that mails a code to type in place of a link, where there is one. */
    codeInstead?: string | undefined
    /** The page before. */
    back: string
  }

/** `/magic`: posts `email` to `/magic/send`. */
export function magicAskPage(view: MagicAskView): string {
  const lead = view.application && continueTo(view.application)
  return sheet(
    { ...view, title: 'Sign in with a link', lead, failed: Boolean(view.error) },
    html`${form('/magic/send', view, [
      hiddenField('return_to', view.return_to),
      field({
        name: 'email',
        label: 'Email address',
        type: 'email',
        autocomplete: 'username',
        value: view.email,
        error: view.error,
        hint: 'We send a link there that signs you in, without a password.',
        required: true,
        autofocus: true,
        enterkeyhint: 'send',
      }),
      submit('Send the link'),
    ])}
      <div class="links">
        ${view.codeInstead && html`<a href="${view.codeInstead}">Send a code to type instead</a>`}
        <a href="${view.back}">Back to sign in</a>
      </div>`,
  )
}

export type MagicSentView = Frame &
  FormView & {
    return_to?: string | undefined
    email: string
    /** To be typed where the link is opened, when that is another browser. */
    number: string
    /** It was asked for once more. */
    again: boolean
    back: string
  }

/** The answer to asking for a link, whether or not the address has an account. */
export function magicSentPage(view: MagicSentView): string {
  return sheet(
    {
      ...view,
      title: 'Check your inbox',
      lead: html`We wrote to <b>${outside(view.email)}</b>. If it has an account, there is a link in the mail. Open it
        and press the button. It works for 15 minutes.`,
    },
    html`${view.again && notice('good', 'Another link is on its way, unless you asked very often. Only the newest one works.')}
      <div class="stack tight">
        <p>Do you read your mail on another device? You will sign in there, and it will ask for this number:</p>
        <p class="number">${view.number}</p>
        <p class="soft">Tell it to nobody. We never ask for it by mail or on the phone.</p>
      </div>
      <p class="soft">Nothing there after a few minutes? Look in the spam folder, or let us send it once more.</p>
      ${form('/magic/send', view, [
        hiddenField('return_to', view.return_to),
        hiddenField('email', view.email),
        hiddenField('again', '1'),
        submit('Send it again', 'plain'),
      ])}
      <div class="links"><a href="${view.back}">Back to sign in</a></div>`,
  )
}

export type MagicOpenView = Frame &
  FormView & {
    token: string
    /** Whose link it is, shortened. */
    email: string
    /** Who is signed in here, shortened, where that is somebody else. */
    other: string | undefined
    /** It was asked for in another browser, which shows a number. */
    asksNumber: boolean
    /** The application that the person came from waits in the other browser. */
    waitsElsewhere: boolean
    error?: string | undefined
  }

/** `/magic?token=…`: posts `token`, `code` where the number is asked for, and `remember` when it is ticked. */
export function magicOpenPage(view: MagicOpenView): string {
  return sheet(
    {
      ...view,
      title: 'Sign in with this link?',
      lead: html`You will be signed in here as <b>${outside(view.email)}</b>.`,
      failed: Boolean(view.error),
    },
    html`${
      view.other !== undefined &&
      notice(
        'warn',
        html`You are signed in as <b>${outside(view.other)}</b> now. Go on only if the other account is yours too.`,
      )
    }
      ${view.error && !view.asksNumber && notice('bad', view.error)}
      ${
        view.waitsElsewhere &&
        notice(
          'plain',
          'The application you came from waits where you asked for the link. Start again there to use it here.',
        )
      }
      ${form('/magic', view, [
        hiddenField('token', view.token),
        view.asksNumber
          ? field({
              name: 'code',
              label: 'Number',
              type: 'text',
              autocomplete: 'one-time-code',
              hint: 'You asked for the link in another browser. Four digits stand on the page there; type them here.',
              error: view.error,
              required: true,
              autofocus: true,
              enterkeyhint: 'go',
            })
          : '',
        checkbox({ name: 'remember', label: 'Stay signed in on this device', ticked: false }),
        submit('Sign in'),
      ])}
      <p class="soft">You did not ask for this link? Close this page, and nothing happens.</p>`,
  )
}
