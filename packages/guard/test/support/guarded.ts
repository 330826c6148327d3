import type { TestContext } from 'node:test'
import { guard, type GuardOptions } from '../../src/index.ts'
import { signToken, startIssuer, type Issuer, type IssuerKey } from './issuer.ts'

export const audience = 'https://api.example'

/** An issuer, a guard that trusts it, and both clocks in the hand. Everything stops with the test. */
export async function startGuarded(t: TestContext, options: GuardOptions = {}, keys?: IssuerKey[]) {
  const issuer = await startIssuer(keys)
  t.after(() => issuer.stop())
  const time = { now: 1_800_000_000, elapsed: 0 }
  const errors: Error[] = []
  const auth = guard({
    issuer: issuer.url,
    audience,
    clock: { now: () => time.now, elapsed: () => time.elapsed },
    onIssuerError: (error) => errors.push(error),
    ...options,
  })

  return {
    auth,
    issuer,
    errors,
    time,
    /** Moves both clocks. */
    pass: (seconds: number) => {
      time.now += seconds
      time.elapsed += seconds
    },
    claims: () => soundClaims(issuer, time.now),
    /** A sound access token, but for what is given. A claim set to undefined is left out. */
    token: (
      claims: Record<string, unknown> = {},
      header: Record<string, unknown> = {},
      key = issuer.keys[0]!,
    ) => {
      const whole = { alg: key.alg, typ: 'at+jwt', kid: key.kid, ...header }
      return signToken(key, whole, JSON.stringify({ ...soundClaims(issuer, time.now), ...claims }))
    },
    call: (token: string) => auth.authenticate(withToken(token)),
  }
}

function soundClaims(issuer: Issuer, now: number): Record<string, unknown> {
  return {
    iss: issuer.url,
    aud: audience,
    sub: 'usr_ada',
    client_id: 'cli_app',
    jti: 'at_1',
    scope: 'notes:read notes:write',
    roles: ['editor'],
    permissions: ['notes.share'],
    iat: now,
    exp: now + 600,
  }
}

export const withToken = (token: string, path = '/notes') =>
  new Request(`https://api.example${path}`, { headers: { authorization: `Bearer ${token}` } })
