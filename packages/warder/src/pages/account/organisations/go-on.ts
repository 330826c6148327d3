import { form, submit, type FormView } from '../../form.ts'
import { html } from '../../html.ts'
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
  const { organisation, application, email, words } = view
  const said = words.account.organisations
  return sheet(
    {
      ...view,
      title: said.goOnTitle(organisation),
      heading: said.goOn(organisation),
      lead: html`${said.signedInAs(email)} ${application !== undefined && said.waits(application)}`,
    },
    html`${form(view.path, view, [submit(words.everyPage.continue)])}
      <div class="links"><a href="/logout">${said.otherAccount}</a> <a href="/account">${said.notNow}</a></div>`,
  )
}
