import { section } from '../../account/layout.ts'
import { area, checkbox, field, form, hiddenField, submit } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { notice } from '../../notice.ts'
import { time } from '../../times.ts'
import { askFirstPage } from '../ask-first.ts'
import { consoleLayout, facts, momentOf, thing, type ConsoleFrame } from '../layout.ts'
import { domainsArea, providerPath, type ProviderRow } from './identity-providers.ts'

export type ProviderView = ConsoleFrame & { provider: ProviderRow; state: string | undefined }

const path = '/console/identity-providers'

/** What is on or off of one, with what it means. */
export const switches = [
  { name: 'idp_initiated', label: 'People may come from a list of applications there' },
  { name: 'sign_requests', label: 'Sign what is sent to it' },
  { name: 'signed_assertion', label: 'Take nothing whose inner part it has not signed' },
  { name: 'encrypted', label: 'Take nothing that it has not encrypted' },
] as const

/** `/console/identity-providers/{name}`: posts there. */
export function providerPage(view: ProviderView): string {
  const { provider, now, may } = view
  const { title, idp, sp, domains, created_at } = provider
  const writes = may('connections:write')
  return consoleLayout(
    view,
    { path, title, lead: idp.entity_id, failed: view.notice?.tone === 'bad' },
    html`${troubled(provider)} ${section(
      'What it has to know of this side',
      facts([
        ['Metadata', html`<code>${sp.metadata_url}</code>`],
        ['Entity id', html`<code>${sp.entity_id}</code>`],
        ['Where answers go', html`<code>${sp.acs_url}</code>`],
        ['Where people begin', html`<code>${sp.login_url}</code>`],
      ]),
    )}
    ${section(
      'About it',
      html`${facts([
        ['Sends people to', html`<code>${outside(idp.sso_url)}</code>`],
        ['Mail is theirs at', domains.length > 0 && outside(domains.join(', '))],
        [
          'Its certificates end',
          idp.certificates_expire_at.length > 0 &&
            html`${idp.certificates_expire_at.map((at) => html`${time(momentOf(at), now)} `)}`,
        ],
        ['Its metadata was read', time(momentOf(provider.metadata.read_at), now)],
        [
          'And is read again from',
          provider.metadata.url !== null && html`<code>${outside(provider.metadata.url)}</code>`,
        ],
        ['Added', time(momentOf(created_at), now)],
      ])}
      ${writes && changes(view)}`,
    )}
    ${
      writes &&
      section(
        'What may be done',
        thing(
          'It goes. People who signed in by it are signed out, and keep their accounts.',
          html`<div class="tags"><a class="button small danger" href="${providerPath(provider)}/delete">Remove</a></div>`,
        ),
      )
    }
      <p><a href="${path}">Back to identity providers</a></p>`,
  )
}

/** Why its people cannot sign in, or will not for long. */
function troubled({ metadata }: ProviderRow): Html | false {
  const { in_force, failing_since, failure } = metadata
  if (failure === 'withdrawn')
    return notice('bad', 'It is not in its metadata any more, so nobody signs in with it until it is again.')
  if (!in_force)
    return notice('bad', 'Its metadata is over, so nobody signs in with it until there is newer metadata.')
  if (failing_since === null) return false
  return notice(
    'warn',
    `Its metadata cannot be read since ${failing_since} (${failure ?? ''}). What was read before still counts.`,
  )
}

function changes({ provider, state, csrf, may }: ProviderView): Html {
  const roles = Object.entries(provider.roles).map(([group, role]) => `${group} = ${role}`)
  return html`<div class="pad">
    ${form(providerPath(provider), { csrf }, [
      hiddenField('state', state),
      field({
        name: 'title',
        label: 'Name for people',
        type: 'text',
        autocomplete: 'off',
        value: provider.title,
        required: true,
      }),
      may('*') && domainsArea(provider.domains.join('\n')),
      area({
        name: 'roles',
        label: 'What a group of theirs is here',
        rows: 3,
        value: roles.join('\n'),
        hint: 'Each in a line of its own, as in “Helpdesk = support”.',
      }),
      html`${switches.map(({ name, label }) => checkbox({ name, label, ticked: provider[name] }))}`,
      submit('Save', 'plain'),
    ])}
  </div>`
}

/** `/console/identity-providers/{name}/delete`. */
export function deleteProviderPage(view: ProviderView): string {
  const { provider } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Remove this identity provider?',
    lead: 'Nobody signs in by it any more, and whoever did is signed out. Their accounts stay.',
    about: { name: provider.title, more: provider.idp.entity_id },
    instead: 'What it gave to people, their roles by its groups, goes with the session that it opened.',
    at: providerPath(provider),
  })
}
