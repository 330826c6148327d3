import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { CliError } from '../../../failure.ts'
import type { Answer } from '../../../output.ts'
import { text, texts, type Options } from '../../../verb.ts'
import { openProviders } from '../providers.ts'

export async function curl(
  options: Options,
  [name = '', path = '']: readonly string[],
): Promise<Answer | undefined> {
  const { providers } = await openProviders(options)
  const { method, headers, body } = await requestOf(options)
  const { call } = await providers.bound(name)
  const response = await call(path, { method, headers, ...(body && { body }) })
  if (options['fail'] === true && response.status >= 400)
    throw new CliError(
      'api_error',
      `The API answers ${response.status}.`,
      response.status === 401 || response.status === 403 ? 4 : 1,
    )
  if (options['json'] === true) {
    const value = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    }
    return { value, text: '' }
  }
  if (options['include'] === true) process.stdout.write(headOf(response))
  if (!response.body) return undefined
  const file = text(options, 'output')
  if (file !== undefined) await pipeline(response.body, createWriteStream(file))
  else for await (const chunk of response.body) process.stdout.write(chunk as Uint8Array)
  return undefined
}

function headOf({ status, statusText, headers }: Response): string {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`)
  return [`HTTP ${status} ${statusText}`, ...lines, '', ''].join('\n')
}

export type AskedRequest = {
  method: string
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer> | undefined
}

/** Arguments stand in the list of processes and in the shell's history (OC-18). */
const ofTheCredential = ['authorization', 'proxy-authorization', 'cookie']

/** A request of the command line, as curl takes it. */
export async function requestOf(options: Options): Promise<AskedRequest> {
  const headers: Record<string, string> = {}
  for (const line of texts(options, 'header')) {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined)
      throw new CliError('usage', `Write a header like "Accept: text/plain".`, 2)
    if (ofTheCredential.includes(name.toLowerCase()))
      throw new CliError(
        'secret_in_arguments',
        `${name} would show the secret to every user of this machine. The credential says who calls.`,
        2,
      )
    headers[name.toLowerCase()] = value
  }
  const data = text(options, 'data')
  const body = data === undefined ? undefined : await bytesOf(data)
  if (body && headers['content-type'] === undefined) headers['content-type'] = typeOf(body)
  const method = (text(options, 'request') ?? (body ? 'POST' : 'GET')).toUpperCase()
  return { method, headers, body }
}

async function bytesOf(data: string): Promise<Uint8Array<ArrayBuffer>> {
  if (data === '@-') {
    const chunks: Uint8Array[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
    return Uint8Array.from(Buffer.concat(chunks))
  }
  if (!data.startsWith('@')) return Uint8Array.from(Buffer.from(data))
  return Uint8Array.from(
    await readFile(data.slice(1)).catch((cause: unknown) => {
      throw new CliError('usage', `${data.slice(1)} cannot be read.`, 2, cause)
    }),
  )
}

/** What looks like JSON is JSON; everything else is taken as a form, as curl does. */
function typeOf(body: Uint8Array): string {
  const first = Buffer.from(body.subarray(0, 100)).toString('utf8').trimStart()[0]
  return first === '{' || first === '[' ? 'application/json' : 'application/x-www-form-urlencoded'
}
