import { Option, type Command } from 'commander'
import type { NewPerson } from '../../users/manage.ts'
import { pageIn, paging, tenant } from '../options.ts'
import { pairs, table, type Answer } from '../output.ts'
import { passwordFromStdin } from '../password.ts'
import { repeated, text, texts, verb, type Options } from '../verb.ts'
import { withApp } from '../with-app.ts'
import { changeVerbs } from './people/changes.ts'
import { claimVerbs } from './people/claims.ts'
import { consentVerb } from './people/consents.ts'
import { exportVerb } from './people/export.ts'
import { invitationVerbs } from './people/invitations.ts'
import { passwordlessVerbs } from './people/passwordless.ts'
import { secondStepVerbs } from './people/second-step.ts'

const email = () => new Option('--email <address>', 'address, which counts as verified').makeOptionMandatory()
const name = () => new Option('--name <name>', 'full name')
const stdin = () => new Option('--password-stdin', 'read the password from standard input')
const hashStdin = () =>
  new Option(
    '--password-hash-stdin',
    'read a hash of another system from standard input; it is replaced at the first sign-in',
  ).conflicts('passwordStdin')

export function userCommands(program: Command): void {
  const user = program
    .command('user')
    .alias('users')
    .description(
      'people: create, list, show, update, disable, enable, reset-password, require-password-change, require-second-factor, recovery-link, invite, invitations, uninvite, passwordless, claims, consents, export, delete',
    )

  verb(user, {
    name: 'create',
    summary: 'Create a person. Without a password they choose one with "Forgot password".',
    example: 'warder user create --email ada@example.com --password-stdin < password.txt',
    options: [email(), name(), stdin(), hashStdin(), repeated('--role <role>', 'role'), tenant()],
    run: (options) => create(options, texts(options, 'role')),
  })
  verb(user, {
    name: 'list',
    summary: 'List people.',
    example: 'warder user list --limit 20',
    options: [...paging('usr'), tenant()],
    run: list,
  })
  verb(user, {
    name: 'show <user>',
    summary: 'Show a person, by id or address.',
    example: 'warder user show ada@example.com',
    options: [tenant()],
    run: (options, [who = '']) =>
      withApp(options, async (by) => shown(await (await manage()).findUser(by, who))),
  })
  for (const [word, disabled, summary] of states) {
    verb(user, {
      name: `${word} <user>`,
      summary,
      example: `warder user ${word} ada@example.com`,
      options: [tenant()],
      run: (options, [who = '']) =>
        withApp(options, async (by) => shown(await (await manage()).setUserDisabled(by, who, disabled))),
    })
  }
  verb(user, {
    name: 'require-password-change <user>',
    summary: 'Sign a person out everywhere, and let them in only with a new password.',
    example: 'warder user require-password-change ada@example.com',
    options: [tenant()],
    run: (options, [who = '']) =>
      withApp(options, async (by) => {
        const { requirePasswordChange } = await import('../../users/lifecycle/forced-change.ts')
        return shown(await requirePasswordChange(by, who))
      }),
  })
  changeVerbs(user)
  secondStepVerbs(user)
  invitationVerbs(user)
  claimVerbs(user)
  passwordlessVerbs(user)
  consentVerb(user)
  exportVerb(user)
  verb(user, {
    name: 'delete <user>',
    summary: 'Delete a person and everything they could sign in with. It cannot be undone.',
    example: 'warder user delete ada@example.com',
    options: [tenant()],
    asks: ([who = '']) => `Delete ${who} and everything they could sign in with? It cannot be undone.`,
    run: (options, [who = '']) =>
      withApp(options, async (by) => {
        const { id } = await (await manage()).deleteUser(by, who)
        return { value: { id, deleted: true }, text: `Deleted ${id}.` }
      }),
  })
}

const states = [
  ['disable', true, 'Disable a person: every session and token of theirs ends at once.'],
  ['enable', false, 'Enable a person again. Sessions that ended stay ended.'],
] as const

export function adminCommands(program: Command): void {
  const admin = program.command('admin').description('administrators: create')
  verb(admin, {
    name: 'create',
    summary: 'Create an administrator, with the password from standard input.',
    example: 'warder admin create --email ada@example.com --password-stdin < password.txt',
    options: [email(), name(), stdin().makeOptionMandatory()],
    run: (options) => create(options, ['admin']),
  })
}

async function create(options: Options, roles: string[]): Promise<Answer> {
  const full_name = text(options, 'name')
  const input: NewPerson = {
    email: text(options, 'email') ?? '',
    roles,
    ...(full_name !== undefined && { full_name }),
    ...(options['passwordStdin'] === true && { password: await passwordFromStdin() }),
    ...(options['passwordHashStdin'] === true && { password_hash: (await passwordFromStdin()).trim() }),
  }
  return withApp(options, async (by) => shown(await (await manage()).createUser(by, input)))
}

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) => (await manage()).listUsers(by, pageIn(options)))
  const rows = found.items.map((user) => [
    user.id,
    user.email,
    user.full_name,
    user.roles,
    user.disabled,
    user.deactivated,
    user.created_at,
  ])
  const more = found.next_cursor === null ? '' : `\n\nMore with --cursor ${found.next_cursor}`
  return {
    value: found,
    text: table(['id', 'email', 'name', 'roles', 'disabled', 'deactivated', 'created'], rows) + more,
  }
}

const shown = (user: object): Answer => ({ value: user, text: pairs(Object.entries(user)) })

const manage = () => import('../../users/manage.ts')
