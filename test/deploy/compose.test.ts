import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { guard } from '@warder/guard'
import { loadConfig } from '../../packages/warder/src/config/load.ts'
import { faultsOf, filledIn, readCompose } from '../support/deploy/compose.ts'
import { parseDockerfile } from '../support/deploy/dockerfile.ts'

const compose = readCompose('deploy/compose.yaml')
const { services } = compose
const service = (name: string) => services[name] ?? assert.fail(`there is no service ${name}`)

const values = {
  WARDER_SECRET: 'kX3v1q8Zr5uWc7Yb0nJt2LhGf6sAe9DmPi4oTwRyUxM',
  POSTGRES_PASSWORD: 'a1b2c3d4',
  VALKEY_PASSWORD: 'e5f6a7b8',
  SMTP_URL: 'smtp://user:password@mail.example.com:587',
  API_KEY: '5f1d3c7a9b0e4826d7c15a3f9e8b2046',
}

/** The environment of a service, and the variables that it lacks. */
function environmentOf(name: string, given: Record<string, string>) {
  const missing = new Set<string>()
  const entries = Object.entries(service(name).environment ?? {})
  const env = entries.map(([key, text]) => [key, filledIn(text, given, (variable) => missing.add(variable))])
  return { env: Object.fromEntries(env) as Record<string, string>, missing: [...missing] }
}

describe('deploy/compose.yaml', () => {
  test('is what the schema of the Compose Specification says', () => {
    assert.deepEqual(faultsOf(compose), [])
    const broken = [
      { services: { a: { imagee: 'x' } } },
      { services: { a: { image: 'x', ports: ['three thousand'] } } },
      { services: { a: { image: 'x', healthcheck: { interval: 'soon' } } } },
      { service: {} },
    ]
    for (const file of broken) assert.notDeepEqual(faultsOf(file), [], JSON.stringify(file))
  })

  test('builds stages that the Dockerfile has, by default the last', () => {
    const stages = parseDockerfile(readFileSync('Dockerfile', 'utf8')).map(({ name }) => name)
    assert.equal(stages.at(-1), 'warder')
    const built = Object.values(services).flatMap(({ build }) => build ?? [])
    assert.equal(built.length, 2)
    for (const { target = 'warder', context } of built) {
      assert.ok(stages.includes(target), target)
      assert.equal(context, '..')
    }
  })

  test('what is not said anywhere is asked for, and docs/deploy.md says how to make it', () => {
    const missing = Object.keys(services).flatMap((name) => environmentOf(name, {}).missing)
    assert.deepEqual([...new Set(missing)].toSorted(), Object.keys(values).toSorted())
    const page = readFileSync('docs/deploy.md', 'utf8')
    for (const name of Object.keys(values)) assert.match(page, new RegExp(`^${name}=`, 'm'), name)
  })

  test('Warder starts in production with it, on the stores that are there', async () => {
    const { env } = environmentOf('warder', values)
    const loaded = await loadConfig({
      env: { NODE_ENV: 'production', HOST: '0.0.0.0', ...env },
      purpose: 'serve',
    })
    assert.ok(loaded.ok, JSON.stringify(!loaded.ok && loaded.problems))
    for (const url of [env['DATABASE_URL'], env['REDIS_URL']]) {
      const { hostname, password } = new URL(url ?? '')
      assert.ok(service(hostname).healthcheck)
      assert.ok(Object.values(values).includes(password))
      assert.deepEqual(service('warder').depends_on?.[hostname], { condition: 'service_healthy' })
    }
  })

  test('the guard of the API asks for a key, knows this Warder by the name that browsers use, and is safe with an https issuer', async () => {
    const guardOf = (given: Record<string, string>) => {
      const { env } = environmentOf('protected-api', given)
      const [issuer = '', audience = ''] = [env['WARDER_ISSUER'], env['WARDER_AUDIENCE']]
      const keys = { kind: 'api_keys', keys: [env['API_KEY'] ?? ''] } as const
      return { env, audience, auth: guard({ sources: [keys, { kind: 'access_tokens', issuer, audience }] }) }
    }
    const { env, audience, auth } = guardOf(values)
    assert.equal((await auth.authenticate(new Request(`${audience}/v1/process`))).ok, false)
    assert.equal(env['WARDER_ISSUER'], environmentOf('warder', values).env['WARDER_ISSUER'])
    assert.throws(() => auth.validateProduction(), /not https/)
    assert.equal(env['NODE_ENV'], 'development')
    auth.close()
    const real = guardOf({
      ...values,
      WARDER_ISSUER: 'https://id.example.com',
      WARDER_AUDIENCE: 'https://api.example.com',
    })
    assert.ok(Array.isArray(real.auth.validateProduction()))
    real.auth.close()
    assert.equal(service('protected-api').network_mode, 'service:warder')
    assert.ok(service('warder').ports?.some((port) => port.endsWith(`:${new URL(audience).port}`)))
  })

  test('what is ours cannot write to its image or become more than it is, and no store can be reached from outside', () => {
    for (const name of ['warder', 'protected-api']) {
      const { read_only, cap_drop, security_opt } = service(name)
      assert.deepEqual([read_only, cap_drop, security_opt], [true, ['ALL'], ['no-new-privileges:true']], name)
    }
    for (const port of service('warder').ports ?? []) assert.match(port, /^127\.0\.0\.1:/)
    for (const name of ['postgres', 'valkey']) assert.equal(service(name).ports, undefined)
    const mounted = new Set(
      Object.values(services).flatMap(({ volumes = [] }) => volumes.map((one) => one.split(':')[0])),
    )
    assert.deepEqual(mounted, new Set(Object.keys(compose.volumes)))
  })
})
