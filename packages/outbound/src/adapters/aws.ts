import { keptKeys } from '../aws/source.ts'
import { systemClock } from '../clock.ts'
import type { Clock } from '../credential.ts'
import type { AwsProvider, AwsSource } from '../sigv4/sigv4.ts'
import { awsKeys } from '../sigv4/sigv4.ts'

/** What the SDK of AWS calls an identity (`AwsCredentialIdentity`), without its types. */
export type AwsIdentity = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** A provider of the SDK of AWS as a source of ours: `fromAwsProvider(fromNodeProviderChain())`. */
export function fromAwsProvider(provider: () => Promise<AwsIdentity>): AwsProvider {
  return keptKeys(async () => {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider()
    return { accessKeyId, secretAccessKey, sessionToken, expiration: expiration?.getTime() }
  })
}

/** A source of ours for the SDK of AWS: `new S3Client({ credentials: toAwsProvider(awsDefault()) })`. */
export function toAwsProvider(source: AwsSource, clock: Clock = systemClock): () => Promise<AwsIdentity> {
  return async () => {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await awsKeys(source, {
      clock,
      signal: undefined,
    })
    return {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      ...(expiration !== undefined && { expiration: new Date(expiration) }),
    }
  }
}
