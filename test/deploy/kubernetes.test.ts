import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { loadConfig } from '../../packages/warder/src/config/load.ts'
import { routes } from '../../packages/warder/src/routes.ts'
import { faultsOf, type Manifest } from '../support/deploy/kubernetes.ts'

type Container = {
  name: string
  image: string
  args?: string[]
  ports?: { name: string; containerPort: number }[]
  env?: { name: string; value: string }[]
  envFrom: Record<string, { name: string }>[]
  securityContext: Record<string, unknown>
  resources: { requests: object; limits: Record<string, string> }
} & Record<`${'startup' | 'liveness' | 'readiness'}Probe`, { httpGet: { path: string; port: string } }>

type Pod = {
  metadata: { labels: Record<string, string> }
  spec: {
    automountServiceAccountToken: boolean
    enableServiceLinks: boolean
    securityContext: Record<string, unknown>
    containers: Container[]
  }
}

const files = globSync('deploy/kubernetes/*.yaml').toSorted()
const documents = files.flatMap((file) =>
  parseAllDocuments(readFileSync(file, 'utf8')).map((document) => {
    assert.deepEqual([...document.errors, ...document.warnings], [], file)
    return document.toJS() as Manifest
  }),
)
const all = <T>(kind: string) => documents.filter((one) => one.kind === kind) as unknown as T[]
const one = <T>(kind: string): T => {
  const [found, ...more] = all<T>(kind)
  assert.ok(found && more.length === 0, kind)
  return found
}
const pods = [
  ...all<{ spec: { template: Pod } }>('Deployment'),
  ...all<{ spec: { template: Pod } }>('Job'),
].map(({ spec }) => spec.template)
const deployed = one<{ metadata: { name: string }; spec: { selector: Selector; template: Pod } }>(
  'Deployment',
)
const [server] = deployed.spec.template.spec.containers

type Selector = { matchLabels: Record<string, string> }
const chosenBy = (labels: Record<string, string>) =>
  pods.filter(({ metadata }) =>
    Object.entries(labels).every(([key, value]) => metadata.labels[key] === value),
  )

describe('deploy/kubernetes', () => {
  test('each document is what the schema of its kind says, without a field that it does not have', async () => {
    assert.ok(documents.length >= 9)
    for (const document of documents)
      assert.deepEqual(await faultsOf(document), [], `${document.kind} ${document.metadata.name}`)
  })

  test('the schemas refuse what is missing, of a wrong type, or misspelled', async () => {
    const broken: [change: (document: Manifest) => void, fault: string][] = [
      [(document) => delete (document as { kind?: string }).kind, 'there is no schema for apps/v1 undefined'],
      [({ spec }) => delete (spec as { selector?: object }).selector, '/spec required'],
      [({ spec }) => Object.assign(spec as object, { replicas: 'two' }), '/spec/replicas type'],
      [({ spec }) => Object.assign(spec as object, { replica: 2 }), '/spec/replica is not a field'],
    ]
    for (const [change, fault] of broken) {
      const document = structuredClone(documents.find(({ kind }) => kind === 'Deployment'))
      assert.ok(document)
      change(document)
      assert.ok((await faultsOf(document)).includes(fault), fault)
    }
  })

  test('no two documents are the same thing', () => {
    const names = documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    assert.equal(new Set(names).size, names.length)
  })

  test('pods satisfy the restricted standard, cannot write to their image, and hold no key to the cluster', () => {
    for (const { spec } of pods) {
      assert.deepEqual([spec.automountServiceAccountToken, spec.enableServiceLinks], [false, false])
      assert.equal(spec.securityContext['runAsNonRoot'], true)
      assert.deepEqual(spec.securityContext['seccompProfile'], { type: 'RuntimeDefault' })
      for (const { securityContext, resources, image } of spec.containers) {
        assert.deepEqual(securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        })
        assert.deepEqual(Object.keys(resources.requests), ['cpu', 'memory'])
        assert.ok(resources.limits['memory'])
        assert.match(image, /:\d+\.\d+\.\d+$/, 'a version, and not whatever is the latest')
      }
    }
  })

  test('selectors find the server and nothing else, and ports lead to it by name', () => {
    const budget = one<{ spec: { selector: Selector } }>('PodDisruptionBudget').spec.selector
    for (const labels of [deployed.spec.selector.matchLabels, budget.matchLabels])
      assert.deepEqual(chosenBy(labels), [deployed.spec.template])
    const policy = one<{ spec: { podSelector: Selector; ingress: { ports: { port: number }[] }[] } }>(
      'NetworkPolicy',
    )
    assert.deepEqual(chosenBy(policy.spec.podSelector.matchLabels), pods)

    const open = new Map(server?.ports?.map(({ name, containerPort }) => [name, containerPort]))
    assert.deepEqual(
      policy.spec.ingress.flatMap(({ ports }) => ports.map(({ port }) => port)),
      [...open.values()],
    )
    type Service = {
      metadata: { name: string }
      spec: { selector: Record<string, string>; ports: { name: string; targetPort: string }[] }
    }
    const services = all<Service>('Service')
    for (const { spec } of services) {
      assert.deepEqual(chosenBy(spec.selector), [deployed.spec.template])
      for (const { targetPort } of spec.ports) assert.ok(open.has(targetPort), targetPort)
    }

    type Backend = { service: { name: string; port: { name: string } } }
    const { spec } = one<{ spec: { rules: { host: string; http: { paths: { backend: Backend }[] } }[] } }>(
      'Ingress',
    )
    for (const { service } of spec.rules.flatMap(({ http }) => http.paths.map(({ backend }) => backend))) {
      const target = services.find(({ metadata }) => metadata.name === service.name)
      // The numbers are on another port, and no way leads there from outside.
      assert.ok(
        target?.spec.ports.some(
          ({ name, targetPort }) => name === service.port.name && targetPort === 'http',
        ),
      )
    }
    const scaled = one<{ spec: { scaleTargetRef: { name: string }; minReplicas: number } }>(
      'HorizontalPodAutoscaler',
    )
    assert.equal(scaled.spec.scaleTargetRef.name, deployed.metadata.name)
    assert.ok(scaled.spec.minReplicas >= 2, 'one may go at any time')
  })

  test('probes ask what Warder answers to anybody', () => {
    const open = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      const { path, port } = server?.[probe].httpGet ?? {}
      assert.ok(path !== undefined && open.has(path) && path.startsWith('/health'), path)
      assert.equal(port, 'http')
    }
    // A database that is away is no reason to start again, and every reason to get no requests.
    assert.deepEqual(
      [server?.livenessProbe.httpGet.path, server?.readinessProbe.httpGet.path],
      ['/health', '/health/ready'],
    )
  })

  test('Warder starts with the settings that stand there and the Secret that docs/deploy.md makes', async () => {
    const { data } = one<{ data: Record<string, string> }>('ConfigMap')
    const page = readFileSync('docs/deploy.md', 'utf8')
    const [, command = ''] = /kubectl create secret generic warder((?:.|\\\n)*?)\n```/.exec(page) ?? []
    const named = [...command.matchAll(/--from-literal=([A-Z_]+)=/g)].map(([, name = '']) => name)
    assert.deepEqual(named.toSorted(), ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL', 'WARDER_SECRET'])
    const secret = {
      DATABASE_URL: 'postgres://warder:a-password@postgres.stores:5432/warder',
      REDIS_URL: 'redis://default:a-password@valkey.stores:6379/0',
      SMTP_URL: 'smtp://user:password@mail.example.com:587',
      WARDER_SECRET: 'kX3v1q8Zr5uWc7Yb0nJt2LhGf6sAe9DmPi4oTwRyUxM',
    }
    for (const { env = [], args = [], envFrom } of pods.flatMap(({ spec }) => spec.containers)) {
      assert.deepEqual(envFrom, [{ configMapRef: { name: 'warder' } }, { secretRef: { name: 'warder' } }])
      const own = Object.fromEntries(env.map(({ name, value }) => [name, value]))
      const given = { NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '3000', ...data, ...secret, ...own }
      const loaded = await loadConfig({
        env: given,
        purpose: args.includes('migrate') ? 'database' : 'serve',
      })
      assert.ok(loaded.ok, JSON.stringify(!loaded.ok && loaded.problems))
      assert.match(loaded.config.issuer, /^https:/)
    }
  })
})
