import type { Settings } from '../settings/resolve.ts'

/** Says how the guard runs. That nobody is asked for anything must not go unnoticed. */
export function announce({ mode, sources, log }: Settings): void {
  if (mode === 'development') {
    log({
      level: 'warning',
      event: 'started',
      message:
        'DEVELOPMENT MODE: no API key and no issuer is configured, so EVERY REQUEST IS LET IN. ' +
        'Set API_KEY, or WARDER_ISSUER and WARDER_AUDIENCE. With NODE_ENV=production this program would not start.',
    })
  }
  if (mode !== 'advanced') return
  const keys = sources.reduce((sum, source) => sum + (source.kind === 'api_keys' ? source.keys.length : 0), 0)
  log({ level: 'info', event: 'started', message: `loaded ${keys} API keys and ${sources.length} sources` })
}
