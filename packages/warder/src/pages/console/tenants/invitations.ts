import { field, focusOn, submit, type Errors } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time, timeAhead } from '../../times.ts'
import { deed, momentOf, type ConsoleFrame } from '../layout.ts'
import { backTo, formPage, listPage } from '../parts.ts'
import { roleTags, rolesFields, type Belonging } from './members.ts'

/** An invitation as the API tells of it: its link is a way in, and goes to its owner alone. */
export type InvitationRow = {
  id: string
  email: string
  roles: readonly string[]
  created_at: string
  expires_at: string
}

export const invitationsPath = ({ slug }: Pick<Belonging, 'slug'>): string =>
  `/console/tenants/${encodeURIComponent(slug)}/invitations`

export type InvitationsView = ConsoleFrame & {
  of: Belonging
  items: readonly InvitationRow[]
  next_cursor: string | null
  /** Whether whoever looks may invite people. */
  invites: boolean
}

/** `/console/tenants/{slug}/invitations`: posts to `{id}/take-back` below it. */
export function invitationsPage(view: InvitationsView): string {
  const { of, items, next_cursor, invites } = view
  const at = invitationsPath(of)
  return listPage(view, {
    path: of.section.invitations,
    title: 'Invitations',
    lead: `Who was invited to ${of.name}, and has not come yet.`,
    failed: view.notice?.tone === 'bad',
    heading: 'Waiting',
    rows: items.map((one) => invitationLine(one, view)),
    empty: 'Nobody is waited for.',
    next_cursor,
    at,
    add: invites && { href: `${at}/new`, label: 'Invite somebody' },
    ...(of.page !== undefined && { back: backTo({ href: of.page, label: `Back to ${of.name}` }) }),
  })
}

function invitationLine(invitation: InvitationRow, { of, csrf, now, may }: InvitationsView): Html {
  const { id, email, roles, created_at, expires_at } = invitation
  return html`<div class="row">
    <span class="glyph">${icon('mail')}</span>
    <div>
      <b>${outside(email)}</b> ${roleTags(roles)}<br />
      <small>invited ${time(momentOf(created_at), now)} · the link ends ${timeAhead(momentOf(expires_at), now)}</small>
    </div>
    ${
      may('members:write') &&
      deed(csrf, `${invitationsPath(of)}/${encodeURIComponent(id)}/take-back`, {
        label: 'Take back',
        about: `Take back the invitation of ${email}`,
        danger: true,
      })
    }
  </div>`
}

export type NewInvitationView = ConsoleFrame & {
  of: Belonging
  values: { email?: string; roles?: readonly string[] }
  errors: Errors<'email' | 'roles'>
  whole?: string | undefined
  known: readonly string[] | undefined
}

/** `/console/tenants/{slug}/invitations/new`: posts `email` and the roles to `/console/tenants/{slug}/invitations`. */
export function newInvitationPage(view: NewInvitationView): string {
  const { of, values, errors, known } = view
  const focused = focusOn(errors, ['email', 'roles'], 'email')
  return formPage(view, {
    path: of.section.invitations,
    title: 'Invite somebody',
    lead: `They get a link by mail, and nobody else sees it. With it they come to ${of.name}, once in seven days.`,
    action: invitationsPath(of),
    fields: [
      field({
        name: 'email',
        label: 'Email address',
        type: 'email',
        autocomplete: 'off',
        value: values.email,
        error: errors.email,
        hint: 'An invitation that waits for the same address ends.',
        required: true,
        autofocus: focused === 'email',
      }),
      rolesFields({ known, held: values.roles ?? [], error: errors.roles, focused: focused === 'roles' }),
      submit('Invite them'),
    ],
    back: { href: invitationsPath(of), label: 'Back to invitations' },
  })
}
