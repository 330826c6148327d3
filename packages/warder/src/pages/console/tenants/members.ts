import { initials, section } from '../../account/layout.ts'
import { checkbox, field, focusOn, form, submit, type Errors } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { time } from '../../times.ts'
import { askFirstPage } from '../ask-first.ts'
import { consoleLayout, facts, momentOf, thing, type ConsoleFrame } from '../layout.ts'
import { backTo, formPage, line, listPage, toPage } from '../parts.ts'
import type { ConsolePath } from '../sections.ts'

/** A member as the API tells of one. */
export type MemberRow = {
  user_id: string
  email: string
  full_name: string
  roles: readonly string[]
  created_at: string
}

/** Whose members they are: the tenant of whoever looks, or another one, by its name in addresses. */
export type Belonging = {
  slug: string
  name: string
  /** The page of the menu that it belongs to. */
  section: { members: ConsolePath; invitations: ConsolePath }
  /** Its own page, for whoever may open it. */
  page: string | undefined
}

export const membersPath = ({ slug }: Pick<Belonging, 'slug'>): string =>
  `/console/tenants/${encodeURIComponent(slug)}/members`

export const memberPath = (of: Pick<Belonging, 'slug'>, { user_id }: Pick<MemberRow, 'user_id'>): string =>
  `${membersPath(of)}/${encodeURIComponent(user_id)}`

type Of = ConsoleFrame & { of: Belonging }

export type MembersView = Of & {
  items: readonly MemberRow[]
  next_cursor: string | null
  /** Whether people may be added who were not asked. */
  adds: boolean
}

/** `/console/tenants/{slug}/members`. */
export function membersPage(view: MembersView): string {
  const { of, items, next_cursor, now, may, adds } = view
  const at = membersPath(of)
  return listPage(view, {
    path: of.section.members,
    title: 'Members',
    lead: `Who belongs to ${of.name}. Their accounts are of the first tenant; what they may do here is said here.`,
    heading: 'Everybody',
    rows: items.map((one) => memberLine(one, view, now)),
    empty: 'Nobody yet. Invite somebody.',
    next_cursor,
    at,
    add: may('members:write') && {
      href: `/console/tenants/${encodeURIComponent(of.slug)}/invitations/new`,
      label: 'Invite somebody',
    },
    back: html`${adds && html`<p><a href="${at}/new">Add somebody who has an account, without asking them</a></p>`}
    ${of.page !== undefined && backTo({ href: of.page, label: `Back to ${of.name}` })}`,
  })
}

function memberLine(member: MemberRow, { of }: Of, now: number): Html {
  const { full_name, email, roles, created_at } = member
  const name = full_name || email
  return line({
    glyph: html`${initials(name)}`,
    name,
    tags: roleTags(roles),
    about: html`${outside(email)} · member since ${time(momentOf(created_at), now)}`,
    href: memberPath(of, member),
  })
}

export const roleTags = (roles: readonly string[]): Html =>
  html`${roles.map((role) => html`<span class="tag">${outside(role)}</span> `)}`

type RolesAsked = {
  /** Those to choose from; where they are not known, words are typed. */
  known: readonly string[] | undefined
  held: readonly string[]
  error?: string | undefined
  /** The form came back about them. */
  focused?: boolean
}

/** Which roles somebody has. Sends `role.{name}`, or `roles`. */
export function rolesFields({ known, held, error, focused = false }: RolesAsked): Html {
  if (known === undefined)
    return field({
      name: 'roles',
      label: 'Roles',
      type: 'text',
      autocomplete: 'off',
      value: held.join(' '),
      hint: 'By their names there, with a space between them. Left empty, none.',
      error,
      autofocus: focused,
    })
  const box = (name: string, at: number) =>
    checkbox({
      name: `role.${name}`,
      label: name,
      ticked: held.includes(name),
      autofocus: focused && at === 0,
      describedBy: error && 'roles-error',
    })
  // The summary of errors leads here.
  return html`<fieldset class="stack tight" id="roles" tabindex="-1">
    <legend>Roles</legend>
    ${[...new Set([...known, ...held])].map(box)} ${error && html`<p class="error" id="roles-error">${error}</p>`}
  </fieldset>`
}

export type MemberView = Of & { member: MemberRow; known: readonly string[] | undefined }

/** `/console/tenants/{slug}/members/{id}`: posts the roles there. */
export function memberPage(view: MemberView): string {
  const { of, member, known, csrf, now, may } = view
  const { user_id, email, full_name, roles, created_at } = member
  const at = memberPath(of, member)
  const writes = may('members:write')
  return consoleLayout(
    view,
    { path: of.section.members, title: full_name || email, lead: email, failed: view.notice?.tone === 'bad' },
    html`${section(
      `What they may do at ${of.name}`,
      writes
        ? html`<div class="pad">${form(at, { csrf }, [rolesFields({ known, held: roles }), submit('Save', 'plain')])}</div>`
        : html`<p class="pad">${roles.length > 0 ? roleTags(roles) : 'What every member may.'}</p>`,
    )}
    ${section(
      'About them',
      facts([
        ['Member since', time(momentOf(created_at), now)],
        ['Known as', html`<code>${user_id}</code>`],
      ]),
    )}
    ${
      writes &&
      section(
        'What may be done',
        thing(
          'They go, with what they have here: roles, sessions, keys, what they allowed. Their account stays.',
          toPage(`${at}/delete`, 'Take out', true),
        ),
      )
    }
    ${backTo({ href: membersPath(of), label: 'Back to members' })}`,
  )
}

/** `/console/tenants/{slug}/members/{id}/delete`. */
export function removeMemberPage(view: Of & { member: MemberRow }): string {
  const { of, member } = view
  return askFirstPage({
    ...view,
    path: of.section.members,
    title: 'Take them out?',
    lead: `They are signed out of ${of.name}, and their keys and agents there end. Their account, and what they have elsewhere, stays.`,
    about: { name: member.full_name || member.email, more: member.email },
    instead: 'To let them do less, take a role from them instead.',
    state: undefined,
    at: memberPath(of, member),
    deed: { path: 'delete', label: 'Take them out' },
  })
}

export type NewMemberView = Of & {
  values: { user_id?: string; roles?: readonly string[] }
  errors: Errors<'user_id' | 'roles'>
  whole?: string | undefined
  known: readonly string[] | undefined
}

/** `/console/tenants/{slug}/members/new`: posts `user_id` and the roles to `/console/tenants/{slug}/members`. */
export function newMemberPage(view: NewMemberView): string {
  const { of, values, errors, known } = view
  const focused = focusOn(errors, ['user_id', 'roles'], 'user_id')
  return formPage(view, {
    path: of.section.members,
    title: 'Add somebody',
    lead: `They are a member of ${of.name} at once, and are not asked. Whoever should agree first is invited instead.`,
    action: membersPath(of),
    fields: [
      field({
        name: 'user_id',
        label: 'Known as',
        type: 'text',
        autocomplete: 'off',
        value: values.user_id,
        hint: 'As their page among the people says, as in usr_….',
        error: errors.user_id,
        required: true,
        autofocus: focused === 'user_id',
      }),
      rolesFields({ known, held: values.roles ?? [], error: errors.roles, focused: focused === 'roles' }),
      submit('Add them'),
    ],
    back: { href: membersPath(of), label: 'Back to members' },
  })
}
