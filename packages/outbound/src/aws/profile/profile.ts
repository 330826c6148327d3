import type { AwsProvider } from '../../sigv4/sigv4.ts'
import type { AwsPlace } from '../environment.ts'
import { keptKeys } from '../source.ts'

export type ProfileOptions = AwsPlace & {
  /** `AWS_PROFILE`, or `default`, where absent. */
  profile?: string
  /** Whether `credential_process` may run a program: whoever writes the file decides which. */
  allowProcess?: boolean
}

/**
 * Keys of a profile of `~/.aws/config` and `~/.aws/credentials`: its own, those of a role that another profile may take, of a
 * sign-in, or of a program.
 */
export function awsProfile(options: ProfileOptions = {}): AwsProvider {
  return keptKeys(async (context) => {
    const { keysInFiles } = await import('./files.ts')
    return keysInFiles(options, context)
  })
}
