import { nothing, section } from '../account/layout.ts'
import { choice, field, form, hiddenField, submit } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { time } from '../times.ts'
import { eventRow, type EventRow } from './audit.ts'
import { consoleLayout, deed, facts, momentOf, thing, type ConsoleFrame } from './layout.ts'
import { pathOf, personTags, type PersonRow } from './people.ts'

export type SessionLine = {
  id: string
  current: boolean
  device: string
  address: string
  created_at: string
  last_seen_at: string
}

export type PersonView = ConsoleFrame & {
  person: PersonRow
  state: string | undefined
  /** Of what this reader may not see there is nothing. */
  sessions?: readonly SessionLine[] | undefined
  roles?: readonly string[] | undefined
  events?: readonly EventRow[] | undefined
}

/** `/console/people/{id}`: what is known of somebody, and what may be done about them. */
export function personPage(view: PersonView): string {
  const { person, events } = view
  return consoleLayout(
    view,
    {
      path: '/console/people',
      title: person.full_name || person.email,
      lead: person.email,
      failed: view.notice?.tone === 'bad',
    },
    html`${section('About them', about(view))} ${section('Roles', roles(view))} ${sessions(view)} ${account(view)}
    ${
      events &&
      section(
        'What happened',
        html`${events.length === 0 ? nothing('Nothing yet.') : events.map((event) => eventRow(event, view.now))}
          <p class="pad"><a href="/console/audit?subject=${encodeURIComponent(person.id)}">All of it</a></p>`,
      )
    }
      <p><a href="/console/people">Back to people</a></p>`,
  )
}

function about({ person, state, csrf, now, may }: PersonView): Html {
  const { email, email_verified, mfa_enabled, created_at, last_login, id } = person
  return html`${facts([
    [
      'Main address',
      html`${outside(email)} ${!email_verified && html`<span class="tag warn">Not confirmed</span>`}`,
    ],
    [
      'State',
      html`${personTags({ ...person, roles: [] })}${!person.disabled && !person.deactivated && html`<span class="tag good">May sign in</span>`}`,
    ],
    ['Second step', mfa_enabled ? 'Set up' : 'Not set up'],
    ['Signed in last', last_login === null ? 'Never' : time(momentOf(last_login), now)],
    ['Made', time(momentOf(created_at), now)],
    ['Known as', html`<code>${id}</code>`],
  ])}
  ${
    may('users:write') &&
    html`<div class="pad">
      ${form(pathOf(person), { csrf }, [
        hiddenField('state', state),
        field({
          name: 'full_name',
          label: 'Name',
          type: 'text',
          autocomplete: 'off',
          value: person.full_name,
          required: true,
        }),
        submit('Save', 'plain'),
      ])}
    </div>`
  }`
}

function roles({ person, roles: known = [], csrf, may }: PersonView): Html {
  const path = pathOf(person)
  const others = known.filter((name) => !person.roles.includes(name))
  const held = person.roles.map(
    (role) =>
      html`<div class="row">
        <span class="glyph">${icon('shield')}</span>
        <div><b>${outside(role)}</b></div>
        ${
          may('roles:write') &&
          deed(csrf, `${path}/roles/${encodeURIComponent(role)}/take`, {
            label: 'Take away',
            about: `Take away the role ${role}`,
          })
        }
      </div>`,
  )
  return html`${held.length === 0 ? nothing('None. They may do what everybody may.') : held}
  ${
    may('roles:write') &&
    others.length > 0 &&
    html`<div class="pad">
      ${form(`${path}/roles`, { csrf }, [
        choice({
          name: 'role',
          label: 'Another role',
          options: others.map((name) => ({ value: name, label: name })),
          value: others[0] ?? '',
        }),
        submit('Give', 'plain'),
      ])}
    </div>`
  }`
}

function sessions({ person, sessions: open, csrf, now, may }: PersonView): Html | false {
  if (!open) return false
  const path = `${pathOf(person)}/sessions`
  const lines = open.map(
    (session) =>
      html`<div class="row">
        <span class="glyph">${icon('device')}</span>
        <div>
          <b>${outside(session.device)}</b><br />
          <small
            >Last used ${time(momentOf(session.last_seen_at), now)} · signed in
            ${time(momentOf(session.created_at), now)} · ${outside(session.address)}</small
          >
        </div>
        ${
          may('sessions:write') &&
          deed(csrf, `${path}/${encodeURIComponent(session.id)}/end`, {
            label: 'Sign out',
            about: `Sign out ${session.device}`,
          })
        }
      </div>`,
  )
  return section(
    'Signed in',
    html`${lines.length === 0 ? nothing('They are signed in nowhere.') : lines}
    ${
      lines.length > 0 &&
      may('sessions:write') &&
      html`<div class="pad">${deed(csrf, `${path}/end`, { label: 'Sign out everywhere', danger: true })}</div>`
    }`,
  )
}

function account({ person, csrf, may }: PersonView): Html | false {
  if (!may('users:write')) return false
  const path = pathOf(person)
  return section(
    'Their account',
    html`${
      person.disabled
        ? thing('They can sign in again.', deed(csrf, `${path}/enable`, { label: 'Enable' }))
        : thing(
            'They are signed out everywhere and cannot sign in until you enable the account.',
            deed(csrf, `${path}/disable`, { label: 'Disable', danger: true }),
          )
    }
      ${thing(
        'Somebody else may be in: everybody is shut out until they follow a link to a new password, which is mailed to them.',
        deed(csrf, `${path}/lock-down`, { label: 'Lock down', danger: true }),
      )}
      ${
        person.mfa_enabled &&
        thing(
          'They have lost every second step: a link to set up a new one is mailed to them. It works after a delay, in which they can stop it.',
          deed(csrf, `${path}/recovery-link`, { label: 'Mail a recovery link' }),
        )
      }
      ${thing(
        'Everything that is known of them goes.',
        html`<div class="tags"><a class="button small danger" href="${path}/delete">Delete</a></div>`,
      )}`,
  )
}
