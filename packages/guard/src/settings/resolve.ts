import type { Seconds } from '@warder/protocol'
import { stderrLog, type GuardEvent } from '../modes/events.ts'
import type { Clock, GuardOptions, ResourceOptions } from '../options.ts'
import { memoryReplay, type Replay } from '../sources/signatures/replay.ts'
import { hasEnvironmentKeys, weakness, type Environment } from './keys.ts'
import { decideMode, type Mode } from './mode.ts'
import { resolveSource, type Source } from './resolve-source.ts'
import { rangeProblems } from './ranges.ts'
import type { SourceOptions } from './sources.ts'

export type Settings = {
  mode: Mode
  production: boolean
  sources: readonly Source[]
  user_tracking: boolean
  request_logging: boolean
  internal_docs: boolean
  log: (event: GuardEvent) => void
  realm: string
  origin: string
  resource: (ResourceOptions & { resource: string }) | undefined
  leeway: Seconds
  max_stale: Seconds
  cooldown: Seconds
  timeout: Seconds
  remember: number
  max_revocation_age: Seconds
  when_revocations_are_stale: 'accept' | 'refuse'
  certificate: NonNullable<GuardOptions['certificate']> | undefined
  address: NonNullable<GuardOptions['address']> | undefined
  replay: Replay
  nonce_secret: string
  onIssuerError: (error: Error) => void
  clock: Clock
}

type From = Environment & { clock: Clock }

/** The settings that follow from options and environment, with everything that is wrong with them. */
export function resolve(options: GuardOptions, from: From): { settings: Settings; wrong: string[] } {
  const { env } = from
  const wrong: string[] = []
  const sources = sourcesOf(options, from).flatMap((source) => resolveSource(source, options, from, wrong))
  const configured = options.sources !== undefined || options.issuer !== undefined || sources.length > 0
  const decided = decideMode(
    options.mode ?? (env['AUTH_MODE'] || 'simple'),
    configured || wrong.length > 0,
    env,
  )
  if (decided.wrong !== undefined) wrong.push(decided.wrong)
  if (options.sources?.length === 0) wrong.push('sources is empty: leave it out, or name what counts.')
  const production = env['NODE_ENV'] === 'production'
  if (production) wrong.push(...weakKeys(sources))

  const settings = settingsOf(options, from, { sources, mode: decided.mode, production })
  return { settings, wrong: [...wrong, ...rangeProblems(settings)] }
}

/** What would be weak in production. */
export function weakKeys(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    source.kind === 'api_keys' ? source.keys.flatMap((key) => weakness(key) ?? []) : [],
  )
}

/** What code says excludes the environment: an API_KEY meant for something else must open nothing here. */
function sourcesOf(options: GuardOptions, from: Environment): readonly SourceOptions[] {
  if (options.sources) return options.sources
  if (options.issuer !== undefined) return [{ kind: 'access_tokens' }]
  const keys: SourceOptions[] = hasEnvironmentKeys(from) ? [{ kind: 'api_keys' }] : []
  const tokens: SourceOptions[] = from.env['WARDER_ISSUER'] ? [{ kind: 'access_tokens' }] : []
  return [...keys, ...tokens]
}

type Decided = Pick<Settings, 'sources' | 'mode' | 'production'>

function settingsOf(options: GuardOptions, { env, clock: system }: From, decided: Decided): Settings {
  const clock = options.clock ?? system
  const advanced = decided.mode === 'advanced'
  const audience = options.audience ?? env['WARDER_AUDIENCE'] ?? firstAudience(decided.sources)
  const { resource } = options
  return {
    ...decided,
    user_tracking: advanced && (options.user_tracking ?? isOn(env['ENABLE_USER_TRACKING'])),
    request_logging: advanced && (options.request_logging ?? isOn(env['ENABLE_REQUEST_LOGGING'])),
    internal_docs: !isOn(env['DISABLE_INTERNAL_DOCS']),
    log: options.log ?? stderrLog(() => clock.elapsed()),
    realm: options.realm ?? (audience || 'api'),
    origin: options.origin ?? '',
    resource: resource && { ...resource, resource: resource.resource ?? audience },
    leeway: options.leeway ?? 30,
    max_stale: options.max_stale ?? 86_400,
    cooldown: options.cooldown ?? 30,
    timeout: options.timeout ?? 5,
    remember: options.remember ?? 10_000,
    max_revocation_age: options.max_revocation_age ?? 60,
    when_revocations_are_stale: options.when_revocations_are_stale ?? 'accept',
    certificate: options.certificate,
    address: options.address,
    replay: options.replay ?? memoryReplay(),
    nonce_secret: options.nonce_secret ?? '',
    onIssuerError: options.onIssuerError ?? warn,
    clock,
  }
}

function firstAudience(sources: readonly Source[]): string {
  for (const source of sources) if (source.kind === 'access_tokens') return source.audience
  return ''
}

const isOn = (value: string | undefined) => /^(?:1|true|yes|on)$/i.test(value ?? '')

function warn(error: Error): void {
  process.emitWarning(error.message, 'WarderGuardWarning')
}
