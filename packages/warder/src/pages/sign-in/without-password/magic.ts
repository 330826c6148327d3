import { checkbox, field, form, hiddenField, submit, type FormView } from '../../form.ts'
import { html } from '../../html.ts'
import { sheet, type Frame } from '../../layout.ts'
import { notice } from '../../notice.ts'

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
  const { everyPage, signIn } = view.words
  const { magic } = signIn
  const lead = view.application && signIn.continueTo(view.application)
  return sheet(
    { ...view, title: magic.ask, lead, failed: Boolean(view.error) },
    html`${form('/magic/send', view, [
      hiddenField('return_to', view.return_to),
      field({
        name: 'email',
        label: everyPage.fields.email,
        type: 'email',
        autocomplete: 'username',
        value: view.email,
        error: view.error,
        hint: magic.hint,
        required: true,
        autofocus: true,
        enterkeyhint: 'send',
      }),
      submit(signIn.sendLink),
    ])}
      <div class="links">
        ${view.codeInstead && html`<a href="${view.codeInstead}">${magic.codeInstead}</a>`}
        <a href="${view.back}">${everyPage.backToSignIn}</a>
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
  const { everyPage, signIn } = view.words
  const { magic } = signIn
  return sheet(
    {
      ...view,
      title: signIn.inbox,
      lead: magic.sent(view.email),
    },
    html`${view.again && notice('good', magic.another)}
      <div class="stack tight">
        <p>${magic.number}</p>
        <p class="number">${view.number}</p>
        <p class="soft">${magic.tellNobody}</p>
      </div>
      <p class="soft">${signIn.nothingThere}</p>
      ${form('/magic/send', view, [
        hiddenField('return_to', view.return_to),
        hiddenField('email', view.email),
        hiddenField('again', '1'),
        submit(signIn.again, 'plain'),
      ])}
      <div class="links"><a href="${view.back}">${everyPage.backToSignIn}</a></div>`,
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
  const { everyPage, signIn } = view.words
  const { magic } = signIn
  return sheet(
    {
      ...view,
      title: magic.open,
      lead: magic.openLead(view.email),
      failed: Boolean(view.error),
    },
    html`${view.other !== undefined && notice('warn', magic.other(view.other))}
      ${view.error && !view.asksNumber && notice('bad', view.error)}
      ${view.waitsElsewhere && notice('plain', magic.waitsElsewhere)}
      ${form('/magic', view, [
        hiddenField('token', view.token),
        view.asksNumber
          ? field({
              name: 'code',
              label: magic.typeNumber,
              type: 'text',
              autocomplete: 'one-time-code',
              hint: magic.numberHint,
              error: view.error,
              required: true,
              autofocus: true,
              enterkeyhint: 'go',
            })
          : '',
        checkbox({ name: 'remember', label: everyPage.remember, ticked: false }),
        submit(everyPage.signIn),
      ])}
      <p class="soft">${magic.notYou}</p>`,
  )
}
