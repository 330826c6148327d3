import { applicationLogo, applicationTerms, type ApplicationAbout } from './application.ts'
import { detailList, type ShownDetail } from './details.ts'
import { csrfField, hiddenField, type FormView } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { sheet, type Frame } from '../layout.ts'
import { nextPlace, strangerNotice, type Stranger } from './stranger.ts'
import type { PageWords } from '../words/words.ts'

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
  const { words, application } = view
  const { access } = words

  return sheet(
    {
      ...view,
      title: access.title,
      heading: access.heading(application),
      lead: view.firstTime ? access.consent.firstTime : access.consent.again,
    },
    html`${applicationLogo(view.about ?? {})} ${strangerNotice(words, view.stranger)}
      <dl class="facts">
        <div>
          <dt>${access.yourAccount}</dt>
          <dd>${outside(view.account.name)}<br /><small>${outside(view.account.email)}</small></dd>
        </div>
        <div>
          <dt>${access.whoAsks}</dt>
          <dd>${outside(application)}${website(view.client_uri_host)}</dd>
        </div>
        <div>
          <dt>${access.consent.next}</dt>
          <dd>${nextPlace(words, view.redirect_host)}</dd>
        </div>
      </dl>
      <div class="stack tight">
        <h2>${access.allows}</h2>
        <ul class="ticks">
          ${view.scopes.map((scope) => html`<li>${icon('check')}<span>${scope.sentence}</span></li>`)}
        </ul>
        ${usedAt(words, view.resource_hosts)}
      </div>
      ${detailList(words, view.details ?? [])} ${applicationTerms(words, application, view.about ?? {})}
      <p class="soft">${access.consent.onlyIf(application)}</p>
      <form class="pair" method="post" action="/consent">
        ${csrfField(view.csrf)}${hiddenField('interaction', view.interaction)}${hiddenField('shown', view.shown)}${hiddenField('ui_locales', view.ui_locales)}
        <button class="button" type="submit" name="decision" value="deny">${access.deny}</button>
        <button class="button primary" type="submit" name="decision" value="allow">${access.allow}</button>
      </form>`,
  )
}

function website(host: string | undefined): Html {
  return host ? html`<br /><small>${outside(host)}</small>` : html``
}

/** The APIs that it may go to. */
export function usedAt({ access }: PageWords, hosts: readonly string[]): Html {
  if (hosts.length === 0) return html``
  const named = hosts.map((host, index) => html`${index === 0 ? '' : ', '}<b>${outside(host)}</b>`)
  return html`<p>${access.usedAt} ${named}</p>`
}
