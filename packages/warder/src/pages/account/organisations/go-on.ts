import { form, submit, type FormView } from '../../form.ts'
import { html, outside } from '../../html.ts'
import { sheet, type Frame } from '../../layout.ts'

export type GoOnView = Frame &
  FormView & {
    /** The path of the page, which the form is sent to. */
    path: string
    organisation: string
    /** The name of the application that waits for it. */
    application?: string | undefined
    /** Who is signed in. */
    email: string
  }

/** `/account/organisations/{slug}`: posts to itself. Somebody who is signed in says that they go on to an organisation. */
export function goOnPage(view: GoOnView): string {
  const { organisation, application, email } = view
  const to = application === undefined ? html`` : html` <b>${outside(application)}</b> waits for you there.`
  return sheet(
    {
      ...view,
      title: `Go on to ${organisation}`,
      heading: html`Go on to ${outside(organisation)}`,
      lead: html`You are signed in as <b>${outside(email)}</b>.${to}`,
    },
    html`${form(view.path, view, [submit('Continue')])}
      <div class="links"><a href="/logout">Use another account</a> <a href="/account">Not now</a></div>`,
  )
}
