import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { CliError } from '../../failure.ts'
import type { Answer } from '../../output.ts'
import type { Options } from '../../verb.ts'
import { fileOf } from './providers.ts'

/** Everything that is used is there; the rest is to be uncommented. */
const yaml = `# Credentials for other people's APIs, and where each may go. Check this file with: warder outbound config check
# No secret stands here, only where it is: env:VARIABLE, file:PATH, keyring:NAME (warder outbound add NAME).
version: 1

# Where tokens and secrets are kept. auto: the keyring of the system has the key, or WARDER_OUTBOUND_KEY_FILE does.
store:
  service: default
  backend: auto
  # fallback: passphrase    # where there is no keyring

credentials: {}
  # A provider that is known: its addresses need not be written. All of them: warder outbound list --known
  # openai:
  #   use: openai
  #   key: keyring:openai

  # A person signs in with: warder outbound login github
  # github:
  #   use: github
  #   type: authorization-code
  #   clientId: env:GITHUB_CLIENT_ID
  #   auth: { clientSecret: env:GITHUB_CLIENT_SECRET, method: post }
  #   scope: [repo, read:user]

  # Any other API, by its addresses.
  # orders:
  #   type: client-credentials
  #   issuer: https://id.example.com
  #   clientId: orders-robot
  #   auth: { clientSecret: file:/run/secrets/orders }
  #   baseUrl: https://orders.example.com
  #   methods: [GET]

# A program that should use an API and not have its key: warder outbound proxy
# proxy:
#   listen: 127.0.0.1:8787
#   clients:
#     agent:
#       token: env:AGENT_TOKEN    # openssl rand -hex 32
#       allow:
#         - { credential: github, methods: [GET], paths: [/repos/**] }
`

const json = `${JSON.stringify({ version: '1', store: { service: 'default', backend: 'auto' }, credentials: {} }, null, 2)}\n`

export async function init(options: Options): Promise<Answer> {
  const file = fileOf(options)
  if (existsSync(file)) throw new CliError('exists', `${file} is there already. It was left as it is.`)
  await writeFile(file, file.endsWith('.json') ? json : yaml, { flag: 'wx' })
  return { value: { file }, text: `Wrote ${file}. Add a credential with: warder outbound add openai` }
}
