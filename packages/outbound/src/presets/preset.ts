/** What a provider is known to want: the fields of a configuration, under those that a file gives. */
export type Preset = {
  /** Its own page about it. */
  docs: string
  /** For every way: base address, headers that name a version. */
  base: Readonly<Record<string, unknown>>
  /** By type of credential; the first is taken where a file names none. */
  ways: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export type Presets = Readonly<Record<string, Preset>>

/** `Authorization: Bearer` with a key. */
export const key = { 'api-key': {} } as const

/** A key in another header, with what stands before it. */
export const keyIn = (name: string, prefix = '') => ({ 'api-key': { name, prefix } }) as const

/** A key in the query. */
export const keyInQuery = (name: string) => ({ 'api-key': { in: 'query', name } }) as const

/** Basic, with the key as one half. */
export const keyAs = (half: 'username' | 'password', other?: string) =>
  ({ 'api-key': { in: `basic-${half}`, ...(other !== undefined && { other }) } }) as const

type Addresses = { authorize: string; token: string; device?: string; revoke?: string }

/** A sign-in of a person. @param more what the provider does otherwise */
export const person = (
  { authorize, token, device, revoke }: Addresses,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  'authorization-code': {
    authorizationEndpoint: authorize,
    tokenEndpoint: token,
    ...(device !== undefined && { deviceAuthorizationEndpoint: device }),
    ...(revoke !== undefined && { revocationEndpoint: revoke }),
    ...more,
  },
})
