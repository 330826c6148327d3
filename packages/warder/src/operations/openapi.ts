import type { Tenant } from '../tenants/tenant.ts'

/** The OpenAPI document of every route, made by `npm run docs` from their table, as it holds for a tenant. */
export async function openApiOf({ issuer }: Pick<Tenant, 'issuer'>) {
  const { default: document } = await import('./openapi.json', { with: { type: 'json' } })
  return { ...document, servers: [{ url: issuer }] }
}
