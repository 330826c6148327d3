import { Option, type Command } from 'commander'
import { CliError } from '../../failure.ts'
import { tenant } from '../../options.ts'
import { pairs, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import type { ClientChange } from '../../../oauth-server/registration/change.ts'

const changing = () => import('../../../oauth-server/registration/change.ts')

/** `warder client update`, `rotate-secret`, `disable` and `enable`. */
export function clientChangeCommands(client: Command): void {
  verb(client, {
    name: 'update <client-id>',
    summary: 'Change an application. What is named takes the place of all there was of its kind.',
    example:
      'warder client update cli_4f1c --redirect-uri https://notes.example/callback --redirect-uri http://localhost:4000/callback',
    options: [
      new Option('--name <name>', 'what people see when they are asked'),
      repeated('--redirect-uri <uri>', 'where people come back to'),
      repeated('--post-logout-redirect-uri <uri>', 'where people go after signing out'),
      new Option('--scope <scopes>', 'scopes it may ask for, separated by spaces'),
      repeated('--resource <uri>', 'API that its access tokens are for'),
      tenant(),
    ],
    run: async (options, [id = '']) => {
      const change = changeIn(options)
      return withApp(options, async (by) => shown(await (await changing()).changeClient(by, id, change)))
    },
  })
  verb(client, {
    name: 'rotate-secret <client-id>',
    summary: 'Give an application another secret, shown this once. The old one ends within five seconds.',
    example: 'warder client rotate-secret cli_4f1c',
    options: [tenant()],
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const { client_id, client_secret = '' } = await (await changing()).rotateClientSecret(by, id)
        return {
          value: { client_id, client_secret },
          text: pairs(Object.entries({ client_id, client_secret })),
        }
      }),
  })
  for (const disabled of [true, false])
    verb(client, {
      name: disabled ? 'disable <client-id>' : 'enable <client-id>',
      summary: disabled
        ? 'Disable an application. Every token it holds ends at once.'
        : 'Enable an application that was disabled. The tokens it had before stay ended.',
      example: `warder client ${disabled ? 'disable' : 'enable'} cli_4f1c`,
      options: [tenant()],
      run: (options, [id = '']) =>
        withApp(options, async (by) => shown(await (await changing()).setClientDisabled(by, id, disabled))),
    })
}

function changeIn(options: Options): ClientChange {
  const name = text(options, 'name')
  const scope = text(options, 'scope')
  const redirect_uris = texts(options, 'redirectUri')
  const post_logout_redirect_uris = texts(options, 'postLogoutRedirectUri')
  const resources = texts(options, 'resource')
  const change: ClientChange = {
    ...(name !== undefined && { name }),
    ...(scope !== undefined && { scope }),
    ...(redirect_uris.length > 0 && { redirect_uris }),
    ...(post_logout_redirect_uris.length > 0 && { post_logout_redirect_uris }),
    ...(resources.length > 0 && { resources }),
  }
  if (Object.keys(change).length === 0) throw new CliError('usage', 'Say what to change; see --help.', 2)
  return change
}

const shown = (client: object): Answer => ({ value: client, text: pairs(Object.entries(client)) })
