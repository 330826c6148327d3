import { Option, type Command } from 'commander'
import type { MadeConnection } from '../../../scim/connections/connection.ts'
import { pageIn, paging, tenant, wholeNumber } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { text, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

const connections = () => import('../../../scim/connections/connection.ts')
const mapping = () => import('../../../scim/connections/mapping.ts')

export function scimCommands(program: Command): void {
  const scim = program
    .command('scim')
    .description('directories that make people here: create, rotate and revoke their connections, map groups')

  verb(scim, {
    name: 'create',
    summary: 'Make a connection for a directory such as Entra or Okta. Its token is printed this once.',
    example: 'warder scim create --name "Entra" --on-delete disable',
    options: [
      new Option('--name <name>', 'what it is called').makeOptionMandatory(),
      new Option(
        '--on-delete <what>',
        'what becomes of an account that has nothing of its own to sign in with (default: delete)',
      ).choices(['delete', 'disable']),
      new Option(
        '--vouch',
        'the addresses that it sends are those of its people: nobody has to confirm them',
      ),
      new Option('--expires-in-days <days>', 'when the token ends').argParser(wholeNumber),
      tenant(),
    ],
    run: create,
  })
  verb(scim, {
    name: 'list',
    summary: 'List the connections and when they were used.',
    example: 'warder scim list',
    options: [...paging('prv'), tenant()],
    run: list,
  })
  verb(scim, {
    name: 'rotate <id>',
    summary: 'Give a connection another token, which is printed this once.',
    example: 'warder scim rotate prv_4f1c --grace 3600',
    options: [
      new Option('--grace <seconds>', 'how long the old one works beside it (default: a day)').argParser(
        Number,
      ),
      tenant(),
    ],
    run: rotate,
  })
  verb(scim, {
    name: 'revoke <id>',
    summary: 'End a connection at once. The people that it made stay as they are.',
    example: 'warder scim revoke prv_4f1c',
    options: [tenant()],
    asks: ([id = '']) => `End the connection ${id}? No other can change the people that it made.`,
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const { revokeConnection } = await connections()
        return { value: await revokeConnection(by, id), text: `Revoked ${id}.` }
      }),
  })
  verb(scim, {
    name: 'groups <id>',
    summary: 'List the groups of a connection, and the role that each gives its members.',
    example: 'warder scim groups prv_4f1c',
    options: [...paging('grp'), tenant()],
    run: groups,
  })
  verb(scim, {
    name: 'map <group> <role>',
    summary: 'Let a group give its members a role of this tenant.',
    example: 'warder scim map grp_4f1c editor',
    options: [tenant()],
    run: (options, [id = '', role = '']) => map(options, id, role),
  })
  verb(scim, {
    name: 'unmap <group>',
    summary: 'Let a group give its members nothing any more.',
    example: 'warder scim unmap grp_4f1c',
    options: [tenant()],
    run: (options, [id = '']) => map(options, id, null),
  })
}

async function create(options: Options): Promise<Answer> {
  const on_delete = text(options, 'onDelete')
  const days = options['expiresInDays']
  return withApp(options, async (by) => {
    const { createConnection } = await connections()
    return told(
      await createConnection(by, {
        name: text(options, 'name') ?? '',
        vouched: options['vouch'] === true,
        ...((on_delete === 'delete' || on_delete === 'disable') && { on_delete }),
        ...(days !== undefined && { expires_in_days: Number(days) }),
      }),
    )
  })
}

async function rotate(options: Options, [id = '']: readonly string[]): Promise<Answer> {
  const grace = options['grace']
  return withApp(options, async (by) => {
    const { rotateConnection } = await connections()
    return told(await rotateConnection(by, id, grace === undefined ? undefined : Number(grace)))
  })
}

function told(made: MadeConnection): Answer {
  return { value: made, text: pairs(Object.entries(made)) }
}

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) => {
    const { listConnections } = await connections()
    return listConnections(by, pageIn(options))
  })
  const rows = found.items.map((one) => [one.id, one.name, one.on_delete, one.last_used_at, one.expires_at])
  return { value: found, text: table(['connection', 'name', 'on delete', 'last used', 'expires'], rows) }
}

async function groups(options: Options, [id = '']: readonly string[]): Promise<Answer> {
  const found = await withApp(options, async (by) => {
    const { listGroups } = await mapping()
    return listGroups(by, id, pageIn(options))
  })
  const rows = found.items.map((one) => [one.id, one.name, one.external_id, one.role])
  return { value: found, text: table(['group', 'name', 'external id', 'role'], rows) }
}

async function map(options: Options, id: string, role: string | null): Promise<Answer> {
  return withApp(options, async (by) => {
    const { mapGroup } = await mapping()
    const group = await mapGroup(by, id, role)
    const gives = role === null ? 'gives nobody a role' : `gives its members the role ${role}`
    return { value: group, text: `${group.name} ${gives}.` }
  })
}
