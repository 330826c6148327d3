import { checkbox, field, form, hiddenField, submit, type FormView } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import { sheet, type Frame } from '../../layout.ts'
import { notice } from '../../notice.ts'

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
  const { everyPage, signIn } = view.words
  const lead = view.application && signIn.continueTo(view.application)
  return sheet(
    { ...view, title: signIn.code.ask, lead, failed: Boolean(view.error) },
    html`${form('/otp/send', view, [kept(view), toField(view), submit(signIn.code.send)])}
      <div class="links"><a href="${view.back}">${everyPage.backToSignIn}</a></div>`,
  )
}

const kept = (view: CodeView): Html =>
  html`${hiddenField('return_to', view.return_to)}${hiddenField('channel', view.channel)}`

function toField({ words, channel, to, error }: CodeAskView): Html {
  const { code } = words.signIn
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
      label: words.everyPage.fields.email,
      type: 'email',
      autocomplete: 'username',
      hint: code.mailHint,
    })
  return field({
    ...same,
    label: code.phone,
    type: 'tel',
    autocomplete: 'tel',
    hint: code.phoneHint,
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
  const { everyPage, signIn } = view.words
  const { code } = signIn
  return sheet(
    {
      ...view,
      title: code.enter,
      lead: (mailed ? code.mailed : code.texted)(view.to),
      failed: Boolean(view.error),
    },
    html`${view.again && notice('good', code.another)}
      ${form('/otp', { ...view, challenge: undefined }, [
        kept(view),
        hiddenField('challenge_id', view.challenge_id),
        hiddenField('to', view.to),
        field({
          name: 'code',
          label: code.code,
          type: 'text',
          autocomplete: 'one-time-code',
          hint: code.codeHint,
          error: view.error,
          required: true,
          autofocus: true,
          enterkeyhint: 'go',
        }),
        checkbox({
          name: 'remember',
          label: everyPage.remember,
          ticked: view.remember ?? false,
        }),
        submit(everyPage.signIn),
      ])}
      <p class="soft">${mailed ? code.nothingMailed : code.nothingTexted}</p>
      ${form('/otp/send', view, [
        kept(view),
        hiddenField('to', view.to),
        hiddenField('again', '1'),
        submit(code.sendNew, 'plain'),
      ])}
      <div class="links"><a href="${view.back}">${everyPage.backToSignIn}</a></div>`,
  )
}
