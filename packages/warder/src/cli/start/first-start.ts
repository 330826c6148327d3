import { existsSync } from 'node:fs'
import type { Config } from '../../config/config.ts'
import type { Loaded } from '../../config/load.ts'
import type { ConfigProblem } from '../../config/problem.ts'
import { developmentSecret } from '../../config/secrets-file.ts'
import { withStore } from '../with-app.ts'

/** Opening a SQLite file that is not there would make it. */
export function sqliteToCome({ database_url }: Config): boolean {
  const [, file] = /^sqlite:(.*)$/.exec(database_url) ?? []
  return file !== undefined && !existsSync(file)
}

/**
 * What is still to run on the database of `config`, once its secrets are known to open it. That a secret is missing
 * where none will be made is told with the settings, so that here the rest is looked at.
 *
 * @throws WrongSecret, NewerSchema, CliError
 */
export async function lookAtDatabase(config: Config): Promise<string[]> {
  const [{ pendingMigrations }, { checkSecrets }] = await Promise.all([
    import('../../store/migrate.ts'),
    import('../../store/operations/data-keys.ts'),
  ])
  return withStore(config, async (db) => {
    const pending = await pendingMigrations(db)
    // Before the first migration nothing is sealed.
    const sealed = !pending.some((name) => name.startsWith('0001-'))
    if (sealed && (config.dev || config.secrets.length > 0)) await checkSecrets(db, config.secrets)
    return pending
  })
}

/**
 * The configuration with its keys. The development key is made here, and only for a database that no other
 * secret has sealed, so that a start that is refused leaves nothing behind.
 *
 * @throws WrongSecret, NewerSchema, CliError, ConfigError
 */
export async function withKeys(config: Config): Promise<Config> {
  if (config.secrets.length > 0) return config
  if (!sqliteToCome(config)) await lookAtDatabase(config)
  return { ...config, secrets: developmentSecret(config.data_dir) }
}

/** Adds what only the rules of people can judge: the first administrator whom the settings name. */
export async function withAdministrator(loaded: Loaded): Promise<Loaded> {
  const problems = loaded.config ? await administratorProblems(loaded.config) : []
  if (problems.length === 0) return loaded
  return {
    ok: false,
    problems: [...(loaded.ok ? [] : loaded.problems), ...problems],
    ...(loaded.config && { config: loaded.config }),
  }
}

async function administratorProblems({ admin, password, brand }: Config): Promise<ConfigProblem[]> {
  if (!admin) return []
  const [{ parseEmail }, { passwordProblem }] = await Promise.all([
    import('../../users/email.ts'),
    import('../../users/password/policy.ts'),
  ])
  const remedy = 'Change it, or remove both variables once there is an administrator'
  const refused = await passwordProblem(admin.password, password, {
    email: admin.email,
    full_name: '',
    brand: brand.name,
  })
  return [
    ...(parseEmail(admin.email)
      ? []
      : [{ where: 'WARDER_ADMIN_EMAIL', problem: 'is not an address that can sign in', remedy }]),
    ...(refused === undefined
      ? []
      : [
          {
            where: 'WARDER_ADMIN_PASSWORD',
            problem: `is refused: ${refused.detail.replace(/\.$/, '')}`,
            remedy,
          },
        ]),
  ]
}
