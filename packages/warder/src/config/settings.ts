import { messageSettings } from './areas/messages.ts'
import { riskSettings } from './areas/risk.ts'
import { limitSettings } from './areas/limits.ts'
import { passwordSettings } from './areas/password.ts'
import { sessionSettings } from './areas/session.ts'
import * as address from './kinds/address.ts'
import { logLevels } from './config.ts'
import { duration, integer, list, oneOf, path, text, yes } from './kinds/kind.ts'
import { setting, type Setting } from './kinds/setting.ts'
import { secretKeys } from './kinds/secret.ts'

const day = 86_400

export const settings = {
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
  log_level: setting({
    kind: oneOf(logLevels),
    env: 'LOG_LEVEL',
    default: 'info',
    help: 'least important line that is logged',
  }),
  ...messageSettings,
  trusted_proxies: setting({
    kind: list(address.cidr),
    env: 'TRUSTED_PROXIES',
    default: '',
    help: 'networks whose X-Forwarded-* headers are believed',
  }),
  trusted_hosts: setting({
    kind: list(address.host),
    env: 'TRUSTED_HOSTS',
    default: '',
    help: "further host names that requests may carry; the issuer's always may",
  }),
  cors_origins: setting({
    kind: list(address.origin),
    env: 'CORS_ORIGINS',
    default: '',
    help: 'web origins whose scripts may call the API',
  }),
  'admin.email': setting({
    kind: address.email,
    env: 'WARDER_ADMIN_EMAIL',
    otherwise: 'a one-time set-up link is logged',
    help: 'first administrator, made at the first start',
  }),
  'admin.password': setting({
    kind: text(1024),
    env: 'WARDER_ADMIN_PASSWORD',
    secret: true,
    help: 'password of the first administrator',
  }),
  'brand.name': setting({
    kind: text(60),
    env: 'WARDER_BRAND_NAME',
    default: 'Warder',
    help: 'name on pages and in mail',
  }),
  ...passwordSettings,
  allow_networks: setting({
    kind: list(address.cidr),
    env: 'WARDER_ALLOW_NETWORKS',
    default: '',
    help: 'private networks that Warder may fetch from',
  }),
  ...sessionSettings,
  ...riskSettings,
  ...limitSettings,
  access_token_ttl: setting({
    kind: duration(30, day),
    env: 'WARDER_ACCESS_TOKEN_TTL',
    default: '10m',
    help: 'life of an access token',
  }),
  refresh_token_ttl: setting({
    kind: duration(60, 400 * day),
    env: 'WARDER_REFRESH_TOKEN_TTL',
    default: '30d',
    help: 'life of a refresh token',
  }),
  refresh_grace: setting({
    kind: duration(0, 60),
    env: 'WARDER_REFRESH_GRACE',
    default: '10s',
    help: 'how long a repeated refresh gets the same answer',
  }),
  authorization_code_ttl: setting({
    kind: duration(10, 600),
    env: 'WARDER_AUTHORIZATION_CODE_TTL',
    default: '60s',
    help: 'life of an authorization code',
  }),
}

export type SettingName = keyof typeof settings
export type SettingValue<N extends SettingName> = (typeof settings)[N] extends Setting<infer T> ? T : never
/** What was given or has a default, by name. */
export type Values = { [N in SettingName]?: SettingValue<N> }

/** The table as rows, in the order of the documentation. */
export const settingRows: readonly (Setting<unknown> & { name: string })[] = Object.entries(settings).map(
  ([name, row]) => ({ name, ...row }),
)
