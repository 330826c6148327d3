import { awsDefault } from '../../aws/chain.ts'
import { awsContainer } from '../../aws/container.ts'
import { awsEnvironment } from '../../aws/environment.ts'
import { awsInstance } from '../../aws/instance.ts'
import { awsProfile } from '../../aws/profile/profile.ts'
import { awsWebIdentity } from '../../aws/web-identity.ts'
import { reveal } from '../../secret.ts'
import type { AwsSource, SigV4Options } from '../../sigv4/sigv4.ts'
import type { SigV4aOptions } from '../../sigv4a/sigv4a.ts'
import type { Described } from '../definition.ts'
import { optional, type Kit } from './kit.ts'

type Of<T extends Described['type']> = Extract<Described, { type: T }>
type Keys = Of<'sigv4' | 'sigv4a'>

/** What signs by AWS Signature Version 4. */
export async function sigv4OptionsOf(described: Of<'sigv4'>, kit: Kit): Promise<SigV4Options> {
  const { payload, checksum } = described
  return {
    service: await kit.text(described.service),
    region: await kit.text(described.region),
    credentials: await sourceOf(described, kit),
    ...(payload && { payload }),
    ...(checksum && { checksum }),
  }
}

/** What signs by Version 4A. */
export async function sigv4aOptionsOf(described: Of<'sigv4a'>, kit: Kit): Promise<SigV4aOptions> {
  const { payload } = described
  return {
    service: await kit.text(described.service),
    regions: await Promise.all(described.regions.map(kit.text)),
    credentials: await sourceOf(described, kit),
    ...(payload && { payload }),
  }
}

async function sourceOf(
  { accessKeyId, secretAccessKey, sessionToken, credentials }: Keys,
  kit: Kit,
): Promise<AwsSource> {
  // Both or none, as the reader has seen to.
  if (accessKeyId === undefined || secretAccessKey === undefined) return placeOf(credentials, kit)
  const session = sessionToken && kit.secret(sessionToken)
  return async () => ({
    accessKeyId: await kit.text(accessKeyId),
    secretAccessKey: await reveal(kit.secret(secretAccessKey)),
    ...(session && { sessionToken: await reveal(session) }),
  })
}

async function placeOf(credentials: Keys['credentials'], kit: Kit): Promise<AwsSource> {
  const { env, allowExec, send } = kit
  const place = { env, ...(send && { fetch: send }) }
  const profile = await optional(kit, credentials?.profile)
  if (profile !== undefined) return awsProfile({ ...place, profile, allowProcess: allowExec })
  switch (credentials?.from) {
    case 'environment':
      return awsEnvironment(place)
    case 'container':
      return awsContainer(place)
    case 'instance':
      return awsInstance(place)
    case 'web-identity':
      return awsWebIdentity(place)
    case 'default':
    case undefined:
      return awsDefault({ ...place, allowProcess: allowExec })
  }
}
