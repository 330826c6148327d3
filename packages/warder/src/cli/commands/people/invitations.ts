import { Option, type Command } from 'commander'
import { pageIn, paging, tenant } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

/** The verbs of `warder user` about people who are not there yet. */
export function invitationVerbs(user: Command): void {
  verb(user, {
    name: 'invite',
    summary: 'Invite a person by mail. Inviting the same address again renews the link.',
    example: 'warder user invite --email ada@example.com --role admin',
    options: [
      new Option('--email <address>', 'where the link is mailed to').makeOptionMandatory(),
      repeated('--role <role>', 'role that the person gets by accepting'),
      tenant(),
    ],
    run: (options) =>
      withApp(options, async (by) => {
        const input = { email: text(options, 'email') ?? '', roles: texts(options, 'role') }
        const invited = await (await invitations()).invite(by, input)
        return { value: invited, text: pairs(Object.entries(invited)) }
      }),
  })
  verb(user, {
    name: 'invitations',
    summary: 'List the invitations that wait to be accepted.',
    example: 'warder user invitations',
    options: [...paging('inv'), tenant()],
    run: list,
  })
  verb(user, {
    name: 'uninvite <address>',
    summary: 'Take an invitation back: its link no longer works.',
    example: 'warder user uninvite ada@example.com',
    options: [tenant()],
    run: (options, [address = '']) =>
      withApp(options, async (by) => {
        const { email } = await (await invitations()).uninvite(by, address)
        return { value: { email, uninvited: true }, text: `The invitation of ${email} is taken back.` }
      }),
  })
}

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) =>
    (await invitations()).listInvitations(by, pageIn(options)),
  )
  const rows = found.items.map(({ email, roles, created_at, expires_at }) => [
    email,
    roles,
    created_at,
    expires_at,
  ])
  const more = found.next_cursor === null ? '' : `\n\nMore with --cursor ${found.next_cursor}`
  return { value: found, text: table(['email', 'roles', 'invited', 'expires'], rows) + more }
}

const invitations = () => import('../../../users/invite/invite.ts')
