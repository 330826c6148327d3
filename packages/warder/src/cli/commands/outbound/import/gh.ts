import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CliError } from '../../../failure.ts'
import { homeOf, nameOf, readTheirs, textIn, type Imported, type ImportOptions } from './imported.ts'

const run = promisify(execFile)

/** The tokens of GitHub's own program: from its file, or from the program where a keyring has them. */
export async function fromGh(options: ImportOptions): Promise<Imported[]> {
  const { env, host } = options
  const folder =
    env['GH_CONFIG_DIR'] || join(env['XDG_CONFIG_HOME'] || join(homeOf(options), '.config'), 'gh')
  const file = join(folder, 'hosts.yml')
  const { parse } = await import('yaml')
  const hosts: unknown = existsSync(file) ? parse(await readTheirs(file, 'gh auth login')) : {}
  const known = Object.entries(hosts ?? {}).filter(([name]) => host === undefined || name === host)
  if (known.length === 0)
    throw new CliError('not_found', `gh knows no ${host ?? 'host'}. Sign in with gh auth login first.`)
  return Promise.all(
    known.map(async ([name, values]) => {
      const token = textIn(values, 'oauth_token') ?? (await tokenFromProgram(name, env))
      const own = name === 'github.com'
      const entry = own ? 'github' : nameOf(`github-${name}`)
      return {
        name: entry,
        fields: {
          use: 'github',
          type: 'api-key',
          key: `keyring:${entry}`,
          // GitHub Enterprise Server has its API below a path, and GHE.com at a host of its own.
          ...(!own && {
            baseUrl: name.endsWith('.ghe.com') ? `https://api.${name}` : `https://${name}/api/v3`,
          }),
        },
        secrets: { [entry]: token },
      }
    }),
  )
}

async function tokenFromProgram(host: string, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout } = await run('gh', ['auth', 'token', '--hostname', host], { env, timeout: 10_000 })
    if (stdout.trim() !== '') return stdout.trim()
  } catch {
    // Its error may hold what it printed.
  }
  throw new CliError('not_found', `gh gives no token for ${host}. Sign in with gh auth login first.`)
}
