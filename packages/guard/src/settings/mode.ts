/** `development` and `test` come by themselves, when nothing is configured, and never in production. */
export type Mode = 'simple' | 'advanced' | 'development' | 'test'

type Env = Readonly<Record<string, string | undefined>>

/** Set by the runners themselves in the processes that run tests. */
const runners = ['NODE_TEST_CONTEXT', 'VITEST', 'JEST_WORKER_ID']

/**
 * How the guard runs. A guard with a key or an issuer always asks for them: what opens the other two modes is that
 * there is nothing to ask for, so that no variable of the environment can open a guard that has.
 */
export function decideMode(
  wanted: string,
  configured: boolean,
  env: Env,
): { mode: Mode; wrong?: string | undefined } {
  const known = wanted === 'simple' || wanted === 'advanced'
  if (!known) {
    const others = 'Development and test mode come by themselves while nothing is configured.'
    return {
      mode: 'simple',
      wrong: `AUTH_MODE is simple or advanced, not ${JSON.stringify(wanted)}. ${others}`,
    }
  }
  if (configured) return { mode: wanted }
  if (env['NODE_ENV'] === 'production') {
    const remedy = 'Set API_KEY, or WARDER_ISSUER and WARDER_AUDIENCE, or pass { sources }.'
    return {
      mode: 'simple',
      wrong: `Nothing is configured, and in production nobody is let in for that. ${remedy}`,
    }
  }
  return { mode: runners.some((name) => env[name]) ? 'test' : 'development' }
}
