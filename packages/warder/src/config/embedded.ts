import type { Config } from './config.ts'
import { loadConfig } from './load.ts'
import { ConfigError, type ConfigProblem } from './problem.ts'
import { settingRows } from './settings.ts'
import type { Settings } from './sources.ts'

/**
 * The configuration of a program that Warder is mounted in. What the program says counts, and of the environment nothing but
 * whether it is production: there what is for development is refused, as a server refuses it.
 * @throws ConfigError with every problem, each by the name of its setting
 */
export async function embeddedConfig(
  settings: Settings,
  NODE_ENV: string | undefined = process.env['NODE_ENV'],
): Promise<Config> {
  const loaded = await loadConfig({ flags: settings, env: { NODE_ENV } })
  if (!loaded.ok) throw new ConfigError(loaded.problems.map(byName))
  return loaded.config
}

/** A program knows neither variables nor flags. */
function byName(problem: ConfigProblem): ConfigProblem {
  const { where } = problem
  const row = settingRows.find(({ env, flag }) => env === where || flag?.split(' ')[0] === where)
  return row ? { ...problem, where: row.name } : problem
}
