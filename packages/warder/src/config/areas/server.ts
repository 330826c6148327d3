import { logLevels, profiles } from '../config.ts'
import * as address from '../kinds/address.ts'
import { duration, integer, oneOf, path, yes } from '../kinds/kind.ts'
import { secretKeys } from '../kinds/secret.ts'
import { setting } from '../kinds/setting.ts'

/** How the process runs, where it listens and where its data is. */
export const serverSettings = {
  config: setting({
    kind: path,
    env: 'WARDER_CONFIG',
    flag: '--config <file>',
    not_in_file: true,
    help: 'settings file, YAML or JSON',
    otherwise: 'none',
  }),
  dev: setting({
    kind: yes,
    flag: '--dev',
    not_in_file: true,
    default: 'false',
    help: 'development: makes its own secrets and shows all mail at /dev/inbox',
  }),
  data_dir: setting({
    kind: path,
    env: 'WARDER_DATA',
    flag: '--data <dir>',
    default: '.warder',
    help: 'directory of the SQLite database and of development secrets',
  }),
  host: setting({
    kind: address.host,
    env: 'HOST',
    flag: '--host <host>',
    otherwise: '127.0.0.1, and ::1 too while there is no issuer',
    help: 'address to listen on',
  }),
  port: setting({
    kind: integer(0, 65_535),
    env: 'PORT',
    flag: '--port <number>',
    default: '3000',
    help: 'port to listen on; 0 takes a free one',
  }),
  internal_port: setting({
    kind: integer(0, 65_535),
    env: 'WARDER_INTERNAL_PORT',
    flag: '--internal-port <number>',
    otherwise: 'no internal listener',
    help: 'port of /metrics, on the same host',
  }),
  issuer: setting({
    kind: address.issuer,
    env: 'WARDER_ISSUER',
    otherwise: 'http://localhost:PORT; required in production',
    help: 'public base URL, in every token and link',
  }),
  database_url: setting({
    kind: address.databaseUrl,
    env: 'DATABASE_URL',
    secret: true,
    otherwise: 'warder.db in the data directory',
    help: 'sqlite:PATH or postgres://…',
  }),
  database_wait: setting({
    kind: duration(0, 600),
    env: 'WARDER_DATABASE_WAIT',
    default: '30s',
    help: 'how long a start waits for a PostgreSQL that is not there yet',
  }),
  redis_url: setting({
    kind: address.valkeyUrl,
    env: 'REDIS_URL',
    secret: true,
    otherwise: 'each process counts for itself',
    help: 'Valkey or Redis, shared by all instances: limits, and news of ended sessions',
  }),
  secret: setting({
    kind: secretKeys,
    env: 'WARDER_SECRET',
    secret: true,
    otherwise: 'made and kept in the data directory with --dev; required without',
    help: 'keys of 32 or more random bytes in base64url, separated by spaces; the first seals, all open',
  }),
  profile: setting({
    kind: oneOf(profiles),
    env: 'WARDER_PROFILE',
    otherwise: 'none; refused in production',
    help: 'oidc_conformance: whoever asks registers an application, and without PKCE, for the conformance suite alone',
  }),
  log_level: setting({
    kind: oneOf(logLevels),
    env: 'LOG_LEVEL',
    default: 'info',
    help: 'least important line that is logged',
  }),
}
