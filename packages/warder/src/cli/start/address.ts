import { closeSync, constants, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config/config.ts'
import type { Log } from '../../log.ts'

/** Where a development server says at which address it is, for the commands beside it. */
const fileOf = (data_dir: string) => join(data_dir, 'address')

/** The port alone decides the address of a development server, and a command is not told the port. */
const isGuessed = ({ both_loopbacks, production }: Config) => both_loopbacks && !production

/** Notes where a development server is. */
export function noteAddress(config: Config, log: Log): void {
  const { dev, data_dir, issuer } = config
  if (!dev || !isGuessed(config) || !existsSync(data_dir)) return
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants
  try {
    const fd = openSync(fileOf(data_dir), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600)
    writeSync(fd, `${issuer}\n`)
    closeSync(fd)
  } catch (error) {
    log.warn({ error, file: fileOf(data_dir) }, 'commands will not know the address of this server')
  }
}

/** The configuration of a command, with the address of the development server that was last started on the same data. */
export function withAddress(config: Config): Config {
  const file = fileOf(config.data_dir)
  if (!isGuessed(config) || !existsSync(file)) return config
  const [, issuer] = /^(http:\/\/localhost:\d{1,5})\n$/.exec(readFileSync(file, 'utf8')) ?? []
  return issuer === undefined ? config : { ...config, issuer, origin: issuer }
}
