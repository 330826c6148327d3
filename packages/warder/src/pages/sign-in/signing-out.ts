import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'

export type SigningOutView = Frame & {
  /** The applications that are told by this browser, each by what it loads. */
  applications: readonly { name: string; uri: string }[]
  /** Where the person had signed in, which is told on the way. */
  provider?: string | undefined
  /** Where it goes afterwards: an address that was checked, or a path of ours. */
  next: string
}

/** In seconds: long enough for an answer, short enough for who waits. Where nothing is loaded there is nothing to wait for. */
const wait = 3

/**
 * The page between a sign-out and where it leads, for applications that keep their session in the browser: it loads
 * what ends that session (OpenID Connect Front-Channel Logout 1.0 §2), and goes on by itself. So it does to the identity
 * provider that hears of it by the browser.
 */
export function signingOutPage(view: SigningOutView): string {
  const { logout } = view.words.signIn
  const names = view.applications.map(({ name }) => name)
  if (view.provider !== undefined) names.push(view.provider)
  const rest = view.applications.length > 0 ? wait : 0
  return sheet(
    {
      ...view,
      title: logout.signingOut,
      lead: (names.length === 1 ? logout.told : logout.toldMany)(names.join(', ')),
      head: html`<meta http-equiv="refresh" content="${rest};url=${view.next}" />`,
    },
    html`${view.applications.map(
      ({ name, uri }) =>
        html`<iframe class="away" src="${uri}" title="${outside(name)}" tabindex="-1"></iframe>`,
    )}
      <a class="button primary" href="${view.next}">${view.words.everyPage.continue}</a>`,
  )
}
