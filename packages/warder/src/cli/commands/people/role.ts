import { Option, type Command } from 'commander'
import { pageIn, paging, tenant } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

const manage = () => import('../../../roles/manage.ts')

const permissions = () => repeated('--permission <permission>', 'such as docs:read, docs:* or *')
const description = () => new Option('--description <text>', 'what it is for')

export function roleCommands(program: Command): void {
  const role = program
    .command('role')
    .description('what people may do: create, list, show, update, delete, grant, revoke')

  verb(role, {
    name: 'create',
    summary: 'Make a role.',
    example: 'warder role create --name editor --permission docs:read --permission docs:write',
    options: [
      new Option('--name <name>', 'small letters, digits, - and _').makeOptionMandatory(),
      permissions(),
      description(),
      tenant(),
    ],
    run: (options) =>
      withApp(options, async (by) => {
        const input = { name: text(options, 'name') ?? '', permissions: texts(options, 'permission') }
        return shown(await (await manage()).createRole(by, { ...input, ...described(options) }))
      }),
  })
  verb(role, {
    name: 'list',
    summary: 'List roles.',
    example: 'warder role list',
    options: [...paging('role'), tenant()],
    run: list,
  })
  verb(role, {
    name: 'show <role>',
    summary: 'Show a role.',
    example: 'warder role show editor',
    options: [tenant()],
    run: (options, [name = '']) =>
      withApp(options, async (by) => shown(await (await manage()).findRole(by, name))),
  })
  verb(role, {
    name: 'update <role>',
    summary: 'Give a role other permissions: whoever has it may do that from now on.',
    example: 'warder role update editor --permission "docs:*"',
    options: [permissions(), description(), tenant()],
    run: (options, [name = '']) =>
      withApp(options, async (by) => {
        const given = texts(options, 'permission')
        const change = { ...(given.length > 0 && { permissions: given }), ...described(options) }
        return shown(await (await manage()).updateRole(by, name, change))
      }),
  })
  verb(role, {
    name: 'delete <role>',
    summary: 'Delete a role, and take it from everybody who has it.',
    example: 'warder role delete editor',
    options: [tenant()],
    asks: ([name = '']) =>
      `Delete the role ${name} and take it from everybody who has it? It cannot be undone.`,
    run: (options, [name = '']) =>
      withApp(options, async (by) => {
        await (await manage()).deleteRole(by, name)
        return { value: { name, deleted: true }, text: `Deleted the role ${name}.` }
      }),
  })
  for (const [word, summary] of [
    ['grant', 'Give a person a role.'],
    ['revoke', 'Take a role from a person.'],
  ] as const) {
    verb(role, {
      name: `${word} <role> <user>`,
      summary,
      example: `warder role ${word} editor ada@example.com`,
      options: [tenant()],
      run: (options, [name = '', who = '']) =>
        withApp(options, async (by) => {
          const { grantRole, revokeRole } = await manage()
          return shown(await (word === 'grant' ? grantRole : revokeRole)(by, who, name))
        }),
    })
  }
}

function described(options: Options): { description?: string } {
  const said = text(options, 'description')
  return said === undefined ? {} : { description: said }
}

const shown = (value: object): Answer => ({ value, text: pairs(Object.entries(value)) })

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) => (await manage()).listRoles(by, pageIn(options)))
  const rows = found.items.map(({ name, permissions: may, description: what }) => [name, may, what])
  const more = found.next_cursor === null ? '' : `\n\nMore with --cursor ${found.next_cursor}`
  return { value: found, text: table(['role', 'permissions', 'for'], rows) + more }
}
