import { applicationLogo, applicationTerms, type ApplicationAbout } from './application.ts'
import { detailList, type ShownDetail } from './details.ts'
import { csrfField, hiddenField, type FormView } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { sheet, type Frame } from '../layout.ts'
import { nextPlace, strangerNotice, type Stranger } from './stranger.ts'

export type ConsentView = Frame &
  FormView & {
    interaction: string
    /** What stands on the page, in one word: the answer counts for that alone. */
    shown: string
    /** The name the application gave itself. */
    application: string
    about?: ApplicationAbout
    stranger?: Stranger | undefined
    /** Host of the application's own page, when it registered one. */
    client_uri_host?: string | undefined
    /** Where the browser goes after either answer. */
    redirect_host: string
    account: { name: string; email: string }
    scopes: readonly { name: string; sentence: string }[]
    /** Permissions finer than scopes. */
    details?: readonly ShownDetail[]
    /** The APIs it may use that at; none when it is for this server alone. */
    resource_hosts: readonly string[]
    /** False when the person allowed this application something before. */
    firstTime: boolean
  }

/** `/consent`: posts `interaction` and `decision=allow|deny`. */
export function consentPage(view: ConsentView): string {
  const name = html`<b>${outside(view.application)}</b>`

  return sheet(
    {
      ...view,
      title: 'Allow access',
      heading: html`Allow ${outside(view.application)}?`,
      lead: view.firstTime
        ? html`It asks for access to your account for the first time.`
        : html`You allowed it before. It asks again, for what is listed here.`,
    },
    html`${applicationLogo(view.about ?? {})} ${strangerNotice(view.stranger)}
      <dl class="facts">
        <div>
          <dt>Your account</dt>
          <dd>${outside(view.account.name)}<br /><small>${outside(view.account.email)}</small></dd>
        </div>
        <div>
          <dt>Who asks</dt>
          <dd>${outside(view.application)}${website(view.client_uri_host)}</dd>
        </div>
        <div>
          <dt>You go next to</dt>
          <dd>${nextPlace(view.redirect_host)}</dd>
        </div>
      </dl>
      <div class="stack tight">
        <h2>This allows it to</h2>
        <ul class="ticks">
          ${view.scopes.map((scope) => html`<li>${icon('check')}<span>${scope.sentence}</span></li>`)}
        </ul>
        ${places(view.resource_hosts)}
      </div>
      ${detailList(view.details ?? [])} ${applicationTerms(view.application, view.about ?? {})}
      <p class="soft">
        Allow it only if you know ${name} and came from there. You can take access back at any time in your
        account.
      </p>
      <form class="pair" method="post" action="/consent">
        ${csrfField(view.csrf)}${hiddenField('interaction', view.interaction)}${hiddenField('shown', view.shown)}
        <button class="button" type="submit" name="decision" value="deny">Deny</button>
        <button class="button primary" type="submit" name="decision" value="allow">Allow</button>
      </form>`,
  )
}

function website(host: string | undefined): Html {
  return host ? html`<br /><small>${outside(host)}</small>` : html``
}

function places(hosts: readonly string[]): Html {
  if (hosts.length === 0) return html``
  const named = hosts.map((host, index) => html`${index === 0 ? '' : ', '}<b>${outside(host)}</b>`)
  return html`<p>It will use this at: ${named}</p>`
}
