import { CliError } from '../../../failure.ts'
import type { Answer } from '../../../output.ts'
import type { Options } from '../../../verb.ts'
import { openProviders, type Opened } from '../providers.ts'

export async function token(options: Options, [name = '']: readonly string[]): Promise<Answer> {
  const shown = options['show'] === true
  if (process.stdout.isTTY && !shown)
    throw new CliError(
      'would_be_shown',
      'A token on a terminal stays in its history. Pipe it to a program, or add --show.',
      2,
    )
  const { header, value, token: text } = await tokenOf(await openProviders(options), name)
  const line = `${header}: ${value}`
  return {
    value: { name, token: text, header, value },
    text: options['asHeader'] === true ? line : text,
  }
}

/** What a credential would send. @throws CliError for one that sends no single header */
export async function tokenOf(
  { providers }: Opened,
  name: string,
): Promise<{ header: string; value: string; token: string }> {
  const { base, binding } = await providers.bound(name)
  const [origin = ''] = binding.origins.map(String)
  const { headers, added } = await providers.prepare(name, base ?? origin.replace('://*.', '://'), {
    method: binding.methods?.[0] ?? 'GET',
  })
  const [header, ...others] = added
  const value = header === undefined ? null : headers.get(header)
  const type = providers.config.definitions.get(name)?.described.type ?? ''
  if (header === undefined || value === null || others.length > 0 || type === 'sigv4')
    throw new CliError('no_token', `${name} has no token that stands alone: it is of the type ${type}.`)
  const [, text = value] = /^\S+ (\S+)$/.exec(value) ?? []
  return { header, value, token: text }
}
