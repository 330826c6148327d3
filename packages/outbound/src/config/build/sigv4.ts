import { awsDefault } from '../../aws/chain.ts'
import { awsContainer } from '../../aws/container.ts'
import { awsEnvironment } from '../../aws/environment.ts'
import { awsInstance } from '../../aws/instance.ts'
import { awsProfile } from '../../aws/profile/profile.ts'
import { awsWebIdentity } from '../../aws/web-identity.ts'
import { OutboundError } from '../../errors.ts'
import { reveal } from '../../secret.ts'
import type { AwsSource, SigV4Options } from '../../sigv4/sigv4.ts'
import type { Described } from '../definition.ts'
import { optional, type Kit } from './kit.ts'

type SigV4Described = Extract<Described, { type: 'sigv4' }>

/** What signs by AWS Signature Version 4. @throws OutboundError CONFIG_INVALID for half a key, or for keys of two kinds */
export async function sigv4OptionsOf(described: SigV4Described, kit: Kit): Promise<SigV4Options> {
  const { payload } = described
  return {
    service: await kit.text(described.service),
    region: await kit.text(described.region),
    credentials: await sourceOf(described, kit),
    ...(payload === 'unsigned' && { payload }),
  }
}

async function sourceOf(
  { accessKeyId, secretAccessKey, sessionToken, credentials }: SigV4Described,
  kit: Kit,
): Promise<AwsSource> {
  if (accessKeyId === undefined && secretAccessKey === undefined) return placeOf(credentials, kit)
  if (accessKeyId === undefined || secretAccessKey === undefined || credentials)
    throw new OutboundError(
      'CONFIG_INVALID',
      'a signature of AWS has accessKeyId and secretAccessKey, or credentials',
    )
  const session = sessionToken && kit.secret(sessionToken)
  return async () => ({
    accessKeyId: await kit.text(accessKeyId),
    secretAccessKey: await reveal(kit.secret(secretAccessKey)),
    ...(session && { sessionToken: await reveal(session) }),
  })
}

async function placeOf(credentials: SigV4Described['credentials'], kit: Kit): Promise<AwsSource> {
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
