import { CliError } from '../../failure.ts'
import type { Answer } from '../../output.ts'
import type { Options } from '../../verb.ts'
import { countOf, fileOf, outbound } from './providers.ts'

/** Every problem is printed; with `--json` as data, each with its place. */
export async function check(options: Options): Promise<Answer> {
  const file = fileOf(options)
  const { loadConfig, OutboundError } = await outbound()
  try {
    const { definitions } = await loadConfig(file)
    const value = { file, ok: true, credentials: definitions.size, problems: [] }
    return { value, text: `${file} is fine: ${countOf(definitions)}.` }
  } catch (error) {
    if (!(error instanceof OutboundError) || !error.problems) throw error
    if (options['json'] !== true) throw new CliError('config_invalid', error.message)
    process.exitCode = 1
    return { value: { file, ok: false, problems: error.problems }, text: error.message }
  }
}

export async function schema(): Promise<Answer> {
  const { configSchema } = await outbound()
  const value = configSchema()
  return { value, text: JSON.stringify(value, null, 2) }
}
