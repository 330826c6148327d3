/** What a request needs to know of the tenant it speaks to. */
export type Tenant = {
  id: string
  directory_id: string
  slug: string
  name: string
  /** Stored or configured, never taken from a request. */
  issuer: string
}
