import { OAuthError, Problem } from '@warder/protocol'
import { html, redirect, type Answer } from '../../http/answer.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { pagePolicy } from '../../http/headers.ts'
import { costly, unlimited } from '../../http/limit.ts'
import { pageAsked } from '../../http/paging.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { placeOf } from '../../oauth-server/authorize/authorize.ts'
import { evaluate } from '../../oauth-server/authorize/evaluate.ts'
import {
  findInteraction,
  interactionView,
  type Interaction,
} from '../../oauth-server/authorize/interaction.ts'
import { goOnPage } from '../../pages/account/organisations/go-on.ts'
import { organisationsPage } from '../../pages/account/organisations/list.ts'
import { account } from '../../sessions/guard.ts'
import { requireRecent } from '../../sessions/recent.ts'
import { resume } from '../../sign-in/outcome.ts'
import { switchTo } from '../../sign-in/switching/switch.ts'
import { belongs } from '../../tenants/belongs.ts'
import { ofSamePeople, tenantsOf } from '../../tenants/same-people.ts'
import { organisationPath, wantedPage } from '../../tenants/without-people.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { there } from '../../tenants/there.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'

const path = '/account/organisations'
const cursorForm = /^[a-z][a-z0-9-]{0,63}$/

/** The organisations that somebody belongs to, and the page on which they go on to one. */
export const organisationPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', async (call) => {
    const asked = pageAsked(call.url.searchParams, cursorForm)
    const { items, next_cursor } = await tenantsOf(call, call.caller.session.user_id, asked)
    const organisations = items.filter(({ id }) => id !== call.tenant.id)
    return answer(call, organisationsPage({ ...frame(call), organisations, next_cursor }))
  }),
  route('GET', `${path}/:id`, unlimited, account, 'page', asking),
  route('GET', `${path}/:id/:interaction`, unlimited, account, 'page', asking),
  route('POST', `${path}/:id`, costly, account, 'page', goingOn),
  route('POST', `${path}/:id/:interaction`, costly, account, 'page', goingOn),
]

/** Asks whether they go on to it, whoever's link led here. */
async function asking(call: AccountCall): Promise<Answer> {
  const { session, csrf, cookies } = call.caller
  const tenant = await theirs(call)
  if (!tenant) return refused(call)
  const interaction = call.params['interaction']
  const place = there(call, tenant)
  const waiting = interaction === undefined ? undefined : await interactionView(place, interaction)
  if (waiting && interaction !== undefined) {
    const found = await findInteraction(place, interaction)
    if (await wantsSignIn(place, found)) {
      // Whoever is here by now, it is not whom the application asks for.
      if (session.auth_time >= found.started_at) return somebodyElse(call)
      requireRecent(call, session, call.app.now() - found.started_at)
    }
  }
  const here = organisationPath(tenant.slug)
  const page = interaction !== undefined && wantedPage(interaction) !== undefined
  const body = goOnPage({
    ...frameOf(call),
    csrf,
    path: interaction !== undefined && (waiting || page) ? `${here}/${interaction}` : here,
    organisation: tenant.name,
    application: waiting?.application,
    email: session.email,
  })
  return html(body, {
    headers: { 'content-security-policy': pagePolicy(waiting?.form_target) },
    cookies,
  })
}

async function goingOn(call: AccountCall): Promise<Answer> {
  const { session, cookies } = call.caller
  const tenant = await theirs(call)
  if (!tenant) return refused(call)
  const gone = await switchTo(call, session, tenant.id)
  const all = [...cookies, ...gone.cookies]
  const interaction = call.params['interaction']
  if (interaction !== undefined)
    return redirect(tenant.prefix + (wantedPage(interaction) ?? resume(interaction)), { cookies: all })
  if (gone.user.permissions.length > 0) return redirect(`${tenant.prefix}/console`, { cookies: all })
  return done(call, path, 'organisation', gone.cookies)
}

/** The tenant of the path, where whoever is signed in belongs to it. */
async function theirs(call: AccountCall): Promise<Tenant | undefined> {
  const { user_id, directory_id } = call.caller.session
  const tenant = await ofSamePeople(call, call.params['id'] ?? '')
  const other = tenant?.shared === true && tenant.id !== call.tenant.id
  return other && (await belongs(call.app.db, tenant, { id: user_id, directory_id })) ? tenant : undefined
}

/** Whether the application wants somebody to show who they are, of whom all else is known. */
async function wantsSignIn(place: Call, interaction: Interaction & { handle: string }): Promise<boolean> {
  const session = (place as AccountCall).caller.session // the guard of the page has found it
  try {
    const client = await placeOf(place, interaction)
    const params = new URLSearchParams(interaction.params)
    return (await evaluate(place, client, params, session, interaction)).decision.kind === 'login'
  } catch (error) {
    // What is wrong with the request is told by whoever answers it.
    if (error instanceof OAuthError || error instanceof Problem) return false
    throw error
  }
}

/** The same for one that there is not, that is closed, and that they do not belong to. */
function refused(call: AccountCall): Answer {
  const { refused: title, refusedText } = call.caller.words.account.organisations
  return useAnother(call, title, refusedText(call.caller.session.email))
}

function somebodyElse(call: AccountCall): Answer {
  const { somebodyElse: title, somebodyElseText } = call.caller.words.account.organisations
  return useAnother(call, title, somebodyElseText(call.caller.session.email))
}

function useAnother(call: AccountCall, title: string, text: string): Answer {
  const action = { href: '/logout', label: call.caller.words.account.organisations.otherAccount }
  return messageAnswer(call, { tone: 'plain', title, text, action }, 403)
}
