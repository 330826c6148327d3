import { checkbox, field, form, hiddenField, submit, type FormView } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { sheet, type Frame } from '../../layout.ts'
import { notice } from '../../notice.ts'
import { continueTo } from '../login.ts'

type CodeView = Frame &
  FormView & {
    channel: 'email' | 'sms'
    return_to?: string | undefined
    /** The page before. */
    back: string
  }

export type CodeAskView = CodeView & {
  /** The name of the application that waits for the sign-in. */
  application?: string | undefined
  to?: string | undefined
  error?: string | undefined
}

/** `/otp`: posts `channel` and `to` to `/otp/send`. */
export function codeAskPage(view: CodeAskView): string {
  const lead = view.application && continueTo(view.application)
  return sheet(
    { ...view, title: 'Sign in with a code', lead, failed: Boolean(view.error) },
    html`${form('/otp/send', view, [kept(view), toField(view), submit('Send the code')])}
      <div class="links"><a href="${view.back}">Back to sign in</a></div>`,
  )
}

const kept = (view: CodeView): Html =>
  html`${hiddenField('return_to', view.return_to)}${hiddenField('channel', view.channel)}`

function toField({ channel, to, error }: CodeAskView): Html {
  const same = {
    name: 'to',
    value: to,
    error,
    required: true,
    autofocus: true,
    enterkeyhint: 'send',
  } as const
  if (channel === 'email')
    return field({
      ...same,
      label: 'Email address',
      type: 'email',
      autocomplete: 'username',
      hint: 'We mail a code there that you type here.',
    })
  return field({
    ...same,
    label: 'Phone number',
    type: 'tel',
    autocomplete: 'tel',
    hint: 'With its country, like +41 79 123 45 67. It works for a number that you added to your account.',
  })
}

export type CodeEnterView = CodeView & {
  challenge_id: string
  /** Where the code went, as it was typed. */
  to: string
  /** It was asked for once more. */
  again?: boolean
  remember?: boolean
  error?: string | undefined
}

/** The answer to asking for a code, whether or not anybody has the address: posts `challenge_id` and `code` to `/otp`. */
export function codeEnterPage(view: CodeEnterView): string {
  const mailed = view.channel === 'email'
  const sent = mailed ? 'a code is on its way by mail' : 'a code is on its way by text message'
  return sheet(
    {
      ...view,
      title: 'Enter your code',
      lead: html`If <b>${outside(view.to)}</b> belongs to an account, ${sent}.`,
      failed: Boolean(view.error),
    },
    html`${view.again && notice('good', 'If a minute has passed since the last one, another code is on its way. Type the newest.')}
      ${form('/otp', { csrf: view.csrf, interaction: view.interaction }, [
        kept(view),
        hiddenField('challenge_id', view.challenge_id),
        hiddenField('to', view.to),
        field({
          name: 'code',
          label: 'Code',
          type: 'text',
          autocomplete: 'one-time-code',
          hint: 'Six digits. It works for ten minutes, and here only.',
          error: view.error,
          required: true,
          autofocus: true,
          enterkeyhint: 'go',
        }),
        checkbox({
          name: 'remember',
          label: 'Stay signed in on this device',
          ticked: view.remember ?? false,
        }),
        submit('Sign in'),
      ])}
      <p class="soft">
        ${mailed ? 'Nothing there after a few minutes? Look in the spam folder, or let us' : 'Nothing there after a minute? Let us'}
        send another one.
      </p>
      ${form('/otp/send', view, [
        kept(view),
        hiddenField('to', view.to),
        hiddenField('again', '1'),
        submit('Send a new code', 'plain'),
      ])}
      <div class="links"><a href="${view.back}">Back to sign in</a></div>`,
  )
}
