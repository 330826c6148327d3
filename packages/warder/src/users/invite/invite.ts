import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import { pageOf } from '../../http/paging.ts'
import { compose } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import { belongs } from '../../tenants/belongs.ts'
import { day, isoTime } from '../../time.ts'
import { requireRoles, type Operator } from '../manage.ts'
import { requireEmail } from '../email.ts'
import { maySignUp } from '../register/sign-up.ts'
import { prefixOf, readInvitation, subjectOf, type Invitation } from './invitation.ts'

const lifetime = 7 * day

export type InvitationView = {
  id: string
  email: string
  roles: string[]
  created_at: string
  expires_at: string
}

/**
 * Invites somebody who has no account yet: a mail with a link, where they choose a name and a password. The link is
 * answered as well, to be handed over in another way. An invitation that waits for the same address ends. To a tenant without
 * people of its own also somebody with an account is invited, who becomes a member by accepting.
 * @throws Problem `forbidden` where it could make no account, `invalid_input`, or `conflict` when the address has an account, or is that of a member
 */
export async function invite(
  by: Operator,
  input: { email: string; roles?: readonly string[] },
): Promise<InvitationView & { link: string }> {
  const { app, tenant } = by
  // Whoever has an account may still become a member of a tenant without people of its own.
  if (!tenant.shared && !maySignUp(app, 'invitation'))
    throw new Problem('forbidden', {
      detail: 'Invitations make no accounts here (sign_up.policy). Make the account itself.',
    })
  const email = requireEmail(input.email)
  const roles = [...new Set(input.roles)].sort()
  await requireRoles(by, roles)
  const now = app.now()
  const inviter = by.acting?.who.actor
  const data: Invitation = {
    user_id: newId('usr'),
    email: email.address,
    tenant_id: tenant.id,
    roles,
    ...(inviter?.startsWith('usr_') && { invited_by: inviter }),
  }
  const link = await app.db.transaction().execute(async (tx) => {
    const owner = await users.findByEmail(tx, tenant.directory_id, email.key)
    // Whoever has an account of the common directory may become a member of another tenant by it.
    if (owner && (await belongs(tx, tenant, owner)))
      throw new Problem('conflict', {
        detail: tenant.shared ? 'They are a member already.' : `${email.address} has an account already.`,
      })
    const token = await oneTimeTokens.create(tx, 'invitation', {
      subject: subjectOf(tenant, email),
      data,
      expires_at: now + lifetime,
      now,
      replace: true,
    })
    await by.made?.(tx, email.address)
    const path = `${tenant.shared ? app.config.issuer : tenant.issuer}/invite?token=${token}`
    const reader = { address: email.address, full_name: '', locale: app.config.brand.locale }
    const told = { link: path, organisation: tenant.name }
    const mail = tenant.shared
      ? compose(by, 'memberInvitation', reader, told)
      : compose(by, 'invitation', reader, { link: path })
    await queueMail(tx, app, mail)
    await record(tx, by, {
      type: 'invitation.created',
      outcome: 'succeeded',
      subject: data.user_id,
      detail: { roles },
    })
    return path
  })
  return { ...viewOf(data, now, now + lifetime), link }
}

/** The invitation that waits for an address. @throws Problem `not_found` */
export async function findInvited({ app, tenant }: Operator, address: string): Promise<InvitationView> {
  const email = requireEmail(address)
  const [row] = await oneTimeTokens.liveOf(app.db, 'invitation', subjectOf(tenant, email), app.now())
  if (!row) throw noneWaits(email.address)
  return viewOf(readInvitation(row), row.created_at, row.expires_at)
}

/** Invitations that wait, by address. */
export async function listInvitations(
  { app, tenant }: Operator,
  { limit = 50, cursor }: { limit?: number; cursor?: string | undefined },
): Promise<{ items: InvitationView[]; next_cursor: string | null }> {
  const prefix = prefixOf(tenant)
  const page = {
    prefix,
    after: cursor === undefined ? undefined : prefix + decoded(cursor),
    limit: limit + 1,
  }
  const rows = await oneTimeTokens.listLive(app.db, 'invitation', page, app.now())
  const { items, next_cursor } = pageOf(rows, limit, ({ subject }) =>
    encoded((subject ?? '').slice(prefix.length)),
  )
  return {
    items: items.map((row) => viewOf(readInvitation(row), row.created_at, row.expires_at)),
    next_cursor,
  }
}

/** Takes an invitation back: its link is dead. @throws Problem `not_found` */
export async function uninvite(by: Operator, address: string): Promise<{ email: string }> {
  const { app, tenant } = by
  const email = requireEmail(address)
  const subject = subjectOf(tenant, email)
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const [waiting] = await oneTimeTokens.liveOf(tx, 'invitation', subject, now)
    const ended = await oneTimeTokens.endAll(tx, 'invitation', subject, now)
    if (!waiting || ended === 0) throw noneWaits(email.address)
    const { user_id } = readInvitation(waiting)
    await record(tx, by, { type: 'invitation.revoked', outcome: 'succeeded', subject: user_id })
  })
  return { email: email.address }
}

/** The same by its id, in which nobody reads an address. @throws Problem `not_found` */
export async function uninviteById(by: Operator, id: string): Promise<void> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await listInvitations(by, { limit: 500, ...(cursor !== undefined && { cursor }) })
    const found = page.items.find((one) => one.id === id)
    if (found) {
      await uninvite(by, found.email)
      return
    }
    cursor = page.next_cursor
  }
  throw new Problem('not_found', { detail: 'There is no such invitation.' })
}

const noneWaits = (address: string) =>
  new Problem('not_found', { detail: `No invitation waits for ${address}.` })

function viewOf(
  { user_id, email, roles }: Invitation,
  created_at: number,
  expires_at: number,
): InvitationView {
  return {
    id: user_id.replace('usr_', 'inv_'),
    email,
    roles,
    created_at: isoTime(created_at),
    expires_at: isoTime(expires_at),
  }
}

// The list goes by address; what stands in a cursor is nobody's to read.
const encoded = (key: string): string => `inv_${Buffer.from(key).toString('hex')}`
const decoded = (cursor: string): string => Buffer.from(cursor.slice('inv_'.length), 'hex').toString()
