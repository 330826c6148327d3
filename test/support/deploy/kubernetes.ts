/** The schemas that Kubernetes publishes, as functions: one file for each kind, by its group and version. */
// oxfmt-ignore
const kinds: Record<string, () => Promise<{ validate: (data: unknown) => boolean }>> = {
  'v1 ConfigMap': () => import('kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap'),
  'v1 Service': () => import('kubernetes-models/_schemas/IoK8sApiCoreV1Service'),
  'apps/v1 Deployment': () => import('kubernetes-models/_schemas/IoK8sApiAppsV1Deployment'),
  'autoscaling/v2 HorizontalPodAutoscaler': () => import('kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler'),
  'batch/v1 Job': () => import('kubernetes-models/_schemas/IoK8sApiBatchV1Job'),
  'networking.k8s.io/v1 Ingress': () => import('kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress'),
  'networking.k8s.io/v1 NetworkPolicy': () => import('kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy'),
  'policy/v1 PodDisruptionBudget': () => import('kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget'),
}

export type Manifest = {
  apiVersion: string
  kind: string
  metadata: { name: string }
  [field: string]: unknown
}

type Validate = ((data: unknown) => boolean) & {
  errors?: { instancePath: string; message?: string; keyword: string }[]
}

/** What is wrong with a document by the schema of its kind, a field that the schema does not have among it. */
export async function faultsOf(document: Manifest): Promise<string[]> {
  const schema = kinds[`${document.apiVersion} ${document.kind}`]
  if (!schema) return [`there is no schema for ${document.apiVersion} ${document.kind}`]
  // The functions keep what they found beside themselves, which their types do not say.
  const { validate } = (await schema()) as { validate: Validate }
  const read = new Set<string>()
  if (!validate(watched(document, '', read)))
    return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
  // The schemas let unknown fields pass, as the API server does by default: one that was never looked at is misspelled.
  return paths(document, '')
    .filter((path) => !read.has(path))
    .map((path) => `${path} is not a field`)
}

function watched(value: unknown, path: string, read: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key)
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return inner
      read.add(`${path}/${key}`)
      return watched(inner, `${path}/${key}`, read)
    },
  })
}

function paths(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    `${path}/${key}`,
    ...paths(inner, `${path}/${key}`),
  ])
}
