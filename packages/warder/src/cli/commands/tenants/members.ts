import { Option, type Command } from 'commander'
import { pageIn, paging } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, texts, verb, text, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import type { Operator } from '../../../users/manage.ts'

const manage = () => import('../../../members/manage.ts')
const invitations = () => import('../../../users/invite/invite.ts')

const roles = () => repeated('--role <role>', 'role of the tenant')

/** `warder tenant member`: people of the first tenant who belong to one that has none of its own. */
export function memberVerbs(tenant: Command): void {
  const member = tenant
    .command('member')
    .description('people of the first tenant in another one: add, list, roles, remove, invite, uninvite')

  verb(member, {
    name: 'add <slug> <user>',
    summary: 'Make a person a member of a tenant that was made with --directory common.',
    example: 'warder tenant member add acme ada@example.com --role admin',
    options: [roles()],
    run: (options, [slug = '', who = '']) =>
      withApp(options, async (by) => {
        const member_of = await there(by, slug)
        const { id: user_id } = await (await import('../../../users/manage.ts')).findUser(by, who)
        return shown(await (await manage()).addMember(member_of, { user_id, roles: texts(options, 'role') }))
      }),
  })
  verb(member, {
    name: 'list <slug>',
    summary: 'List the members of a tenant.',
    example: 'warder tenant member list acme',
    options: paging('usr'),
    run: (options, [slug = '']) => list(options, slug),
  })
  verb(member, {
    name: 'roles <slug> <user>',
    summary: 'Give a member these roles, and none but these.',
    example: 'warder tenant member roles acme ada@example.com --role editor',
    options: [roles()],
    run: (options, [slug = '', who = '']) =>
      withMember(options, slug, who, async (by, id) =>
        shown(await (await manage()).setMemberRoles(by, id, texts(options, 'role'))),
      ),
  })
  verb(member, {
    name: 'remove <slug> <user>',
    summary: 'Take a person out of a tenant: their sessions, tokens and keys there end at once.',
    example: 'warder tenant member remove acme ada@example.com',
    run: (options, [slug = '', who = '']) =>
      withMember(options, slug, who, async (by, user_id) => {
        await (await manage()).removeMember(by, user_id)
        return { value: { user_id, removed: true }, text: `Removed ${user_id} from ${slug}.` }
      }),
  })
  verb(member, {
    name: 'invite <slug>',
    summary: 'Invite a person by mail, with an account or without.',
    example: 'warder tenant member invite acme --email ada@example.com --role editor',
    options: [new Option('--email <address>', 'where the link is mailed to').makeOptionMandatory(), roles()],
    run: (options, [slug = '']) =>
      withApp(options, async (by) => {
        const input = { email: text(options, 'email') ?? '', roles: texts(options, 'role') }
        return shown(await (await invitations()).invite(await there(by, slug), input))
      }),
  })
  verb(member, {
    name: 'uninvite <slug> <address>',
    summary: 'Take an invitation back: its link no longer works.',
    example: 'warder tenant member uninvite acme ada@example.com',
    run: (options, [slug = '', address = '']) =>
      withApp(options, async (by) => {
        const { email } = await (await invitations()).uninvite(await there(by, slug), address)
        return { value: { email, uninvited: true }, text: `The invitation of ${email} is taken back.` }
      }),
  })
}

/** An operator, for a tenant. */
async function there(by: Operator, slug: string): Promise<Operator> {
  const [{ tenantNamed }, { tenantOf }] = await Promise.all([
    import('../../../tenants/named.ts'),
    import('../../../tenants/tenant.ts'),
  ])
  return { ...by, tenant: tenantOf(await tenantNamed(by, slug), by.app.config) }
}

/** Finds somebody among the members, by id or address. */
function withMember(
  options: Options,
  slug: string,
  who: string,
  run: (by: Operator, user_id: string) => Promise<Answer>,
): Promise<Answer> {
  return withApp(options, async (by) => {
    const member_of = await there(by, slug)
    const { id } = await (await import('../../../users/manage.ts')).findUser(member_of, who)
    return run(member_of, id)
  })
}

async function list(options: Options, slug: string): Promise<Answer> {
  const { limit, cursor } = pageIn(options)
  const found = await withApp(options, async (by) =>
    (await manage()).listMembers(await there(by, slug), { limit, cursor }),
  )
  const rows = found.items.map(({ user_id, email, full_name, roles: held, created_at }) => [
    user_id,
    email,
    full_name,
    held,
    created_at,
  ])
  const more = found.next_cursor === null ? '' : `\n\nMore with --cursor ${found.next_cursor}`
  return { value: found, text: table(['id', 'email', 'name', 'roles', 'since'], rows) + more }
}

const shown = (value: object): Answer => ({ value, text: pairs(Object.entries(value)) })
