import { open } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import { OutboundError } from '../../errors.ts'
import { addressed, chosen } from './address.ts'
import type { Place, Platform, PlatformRequest } from './platform.ts'

/** Bytes of a file that holds a proof. */
const longest = 4096

/** Where the agent of Azure Arc keeps its proofs, and itself. */
function foldersOf({ env, platform }: Place): { tokens: string; agent: string } {
  if (platform !== 'win32') return { tokens: '/var/opt/azcmagent/tokens', agent: '/opt/azcmagent/bin/himds' }
  const [data, programs] = [
    env['ProgramData'] ?? 'C:\\ProgramData',
    env['ProgramFiles'] ?? 'C:\\Program Files',
  ]
  return {
    tokens: win32.join(data, 'AzureConnectedMachineAgent', 'Tokens'),
    agent: win32.join(programs, 'AzureConnectedMachineAgent', 'himds.exe'),
  }
}

/** A machine anywhere that Azure Arc looks after. Who can read the file that its agent names may have a token. */
export function arc(place: Place): Platform | undefined {
  const { IDENTITY_ENDPOINT: named, IMDS_ENDPOINT: machine } = place.env
  const usual = foldersOf(place)
  const { agent, tokens } = { ...usual, ...(place.arcTokens !== undefined && { tokens: place.arcTokens }) }
  if (!(named && machine) && !place.isThere(agent)) return undefined
  const endpoint =
    (named && machine ? named : undefined) ?? 'http://127.0.0.1:40342/metadata/identity/oauth2/token'
  return {
    name: 'Azure Arc',
    request: (resource, id) => ({
      url: addressed(endpoint, { 'api-version': '2020-06-01', resource, ...chosen(id) }),
      headers: { metadata: 'true' },
    }),
    async prove(asked, { status, headers }): Promise<PlatformRequest | undefined> {
      if (status !== 401) return undefined
      const path = proofPath(headers.get('www-authenticate') ?? '', tokens, place.platform)
      const proof = await readProof(path)
      return { ...asked, headers: { ...asked.headers, authorization: `Basic ${proof}` } }
    },
    mustEcho: true,
  }
}

/**
 * The file that a challenge names: a `.key` in the folder of the agent, and nothing else, or whoever listens at that port would
 * be sent any file of this machine.
 *
 * @throws OutboundError CONFIG_INVALID
 */
export function proofPath(challenge: string, folder: string, platform: NodeJS.Platform): string {
  const paths = platform === 'win32' ? win32 : posix
  const [, path = ''] = /^Basic realm="?([^"]+)"?$/i.exec(challenge.trim()) ?? []
  if (path.endsWith('.key') && path === paths.join(folder, paths.basename(path))) return path
  throw new OutboundError(
    'CONFIG_INVALID',
    'Azure Arc wants a proof that does not lie where its agent keeps them',
  )
}

async function readProof(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new OutboundError('CREDENTIAL_UNAVAILABLE', 'the proof of Azure Arc cannot be read', {
      hint: 'Let this program run in the group himds, or on Windows as an administrator.',
      cause: error,
    })
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longest + 1), 0, longest + 1, 0)
    if (bytesRead > longest)
      throw new OutboundError('CONFIG_INVALID', 'the proof of Azure Arc is longer than one')
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
