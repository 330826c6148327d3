import type { Seconds } from '@warder/protocol'

/** Two clocks: the calendar, for what tokens say, and one that never jumps, for how long keys are kept. */
export type Clock = {
  /** Seconds since 1970. */
  now(): Seconds
  /** Seconds since any fixed moment. */
  elapsed(): Seconds
}

export type GuardOptions = {
  /** The issuer, exactly as it writes itself in `iss`. Without it: WARDER_ISSUER. */
  issuer?: string
  /** The name of this API in `aud`, exactly. Without it: WARDER_AUDIENCE. */
  audience?: string
  /** The realm of challenges (RFC 9110 §11.5). Without it: the audience. */
  realm?: string
  /** How far the issuer's clock may be from ours, 0 to 60 seconds. Without it: 30. */
  leeway?: Seconds
  /** How long keys still serve while the issuer cannot be reached, in seconds. Without it: 86,400, a day. */
  max_stale?: Seconds
  /** The least time between two fetches of keys that unknown key ids cause, in seconds. Without it: 30. */
  cooldown?: Seconds
  /** How many seconds one look at the issuer may take altogether. Without it: 5. */
  timeout?: Seconds
  /** How many verified tokens are remembered. Without it: 10,000. */
  remember?: number
  /** Told when the issuer's documents cannot be read. Without it: a warning of the process. */
  onIssuerError?: (error: Error) => void
  clock?: Clock
}

export type Settings = Required<GuardOptions>

const systemClock: Clock = {
  now: () => Math.floor(Date.now() / 1000),
  elapsed: () => performance.now() / 1000,
}

/**
 * The options with the environment and the defaults filled in.
 *
 * @throws Error that lists everything missing or wrong, one line each
 */
export function readOptions(options: GuardOptions, env: NodeJS.ProcessEnv = process.env): Settings {
  const issuer = options.issuer ?? env['WARDER_ISSUER'] ?? ''
  const audience = options.audience ?? env['WARDER_AUDIENCE'] ?? ''
  const settings: Settings = {
    issuer,
    audience,
    realm: options.realm ?? audience,
    leeway: options.leeway ?? 30,
    max_stale: options.max_stale ?? 86_400,
    cooldown: options.cooldown ?? 30,
    timeout: options.timeout ?? 5,
    remember: options.remember ?? 10_000,
    onIssuerError: options.onIssuerError ?? warn,
    clock: options.clock ?? systemClock,
  }
  const wrong = problemsOf(settings)
  if (wrong.length > 0) throw new Error(['The guard cannot start:', ...wrong].join('\n  '))
  return settings
}

function warn(error: Error): void {
  process.emitWarning(error.message, 'WarderGuardWarning')
}

function problemsOf(settings: Settings): string[] {
  const ranges: [name: string, value: number, least: number, most: number][] = [
    ['leeway', settings.leeway, 0, 60],
    ['max_stale', settings.max_stale, 0, 604_800],
    ['cooldown', settings.cooldown, 1, 3600],
    ['timeout', settings.timeout, 0.01, 60],
    ['remember', settings.remember, 0, 1_000_000],
  ]
  const wrong = [issuerProblem(settings.issuer), audienceProblem(settings.audience)].filter(
    (line) => line !== undefined,
  )
  for (const [name, value, least, most] of ranges) {
    if (!(value >= least && value <= most)) wrong.push(`${name} must be a number from ${least} to ${most}.`)
  }
  return wrong
}

function audienceProblem(audience: string): string | undefined {
  if (audience === '')
    return 'No audience: set WARDER_AUDIENCE, or pass { audience }, to the name of this API in "aud".'
  return undefined
}

function issuerProblem(issuer: string): string | undefined {
  if (issuer === '')
    return 'No issuer: set WARDER_ISSUER, or pass { issuer }, to the base URL of the sign-in server.'
  const url = URL.parse(issuer)
  if (!url) return 'The issuer is not a URL.'
  // RFC 8414 §2: an issuer has no query and no fragment.
  if (/[?#]/.test(issuer) || url.username || url.password)
    return 'The issuer must have no query, fragment or user name.'
  if (!mayFetch(url)) return 'The issuer must be https; http is for localhost alone.'
  return undefined
}

/** https, or http to this very machine, where nobody sits in between. */
export function mayFetch(url: URL): boolean {
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
}
