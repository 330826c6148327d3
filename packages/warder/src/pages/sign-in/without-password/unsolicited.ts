import { csrfField } from '../../form.ts'
import { html, outside } from '../../html.ts'
import { sheet, type Frame } from '../../layout.ts'

export type UnsolicitedView = Frame & {
  csrf: string
  /** What the identity provider is called. */
  title: string
  action: string
  handle: string
  /** What its person knows the account by. */
  label: string
}

/** Asks whoever comes from an identity provider without having been sent there: posts `handle`. */
export function unsolicitedPage(view: UnsolicitedView): string {
  const heading = html`Sign in with ${view.title}`
  return sheet(
    { ...view, title: 'Sign in', heading, lead: html`You come from there as <b>${outside(view.label)}</b>.` },
    html`<form class="stack" method="post" action="${view.action}">
        ${csrfField(view.csrf)}
        <input type="hidden" name="handle" value="${view.handle}" />
        <button class="button primary" type="submit">Sign in</button>
      </form>
      <div class="links">
        <p>If this is not you, or you did not mean to sign in here, go <a href="/login">to the sign-in page</a>.</p>
      </div>`,
  )
}
