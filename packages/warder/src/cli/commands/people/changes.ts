import { Option, type Command } from 'commander'
import type { Change } from '../../../users/operator/update.ts'
import { CliError } from '../../failure.ts'
import { tenant } from '../../options.ts'
import { pairs } from '../../output.ts'
import { passwordFromStdin } from '../../password.ts'
import { text, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

/** What an operator changes of a person. */
export function changeVerbs(user: Command): void {
  verb(user, {
    name: 'update <user>',
    summary: 'Change the name or the main address of a person.',
    example: 'warder user update ada@example.com --name "Ada King" --email ada@king.example --verified',
    options: [
      new Option('--name <name>', 'full name'),
      new Option('--email <address>', 'main address; it counts once its owner has confirmed it'),
      new Option('--verified', 'you vouch for the address: it counts at once, and every session ends'),
      tenant(),
    ],
    run: async (options, [who = '']) => {
      const change = changeIn(options)
      return withApp(options, async (by) => {
        const { updateUser } = await import('../../../users/operator/update.ts')
        return shown(await updateUser(by, who, change))
      })
    },
  })
  verb(user, {
    name: 'reset-password <user>',
    summary: 'Mail a person a link to choose a new password, or set one. Setting one ends every session.',
    example: 'warder user reset-password ada@example.com',
    options: [
      new Option('--password-stdin', 'set this one, read from standard input, and mail no link'),
      tenant(),
    ],
    run: async (options, [who = '']) => {
      const password = options['passwordStdin'] === true ? await passwordFromStdin() : undefined
      return withApp(options, async (by) => {
        const { sendResetLink, setPassword } = await import('../../../users/operator/password.ts')
        return shown(
          password === undefined ? await sendResetLink(by, who) : await setPassword(by, who, password),
        )
      })
    },
  })
}

function changeIn(options: Options): Change {
  const [full_name, email] = [text(options, 'name'), text(options, 'email')]
  const verified = options['verified'] === true
  if (full_name === undefined && email === undefined)
    throw new CliError('usage', 'There is nothing to change. Give --name, --email or both.', 2)
  if (verified && email === undefined)
    throw new CliError('usage', '--verified is about an address. Give it with --email.', 2)
  return { ...(full_name !== undefined && { full_name }), ...(email !== undefined && { email }), verified }
}

const shown = (found: object) => ({ value: found, text: pairs(Object.entries(found)) })
