import { systemEnvironment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import type { AwsProvider } from '../sigv4/sigv4.ts'
import { notHere, type AwsPlace } from './environment.ts'
import { assumeRoleWithWebIdentity, type RoleOptions } from './sts.ts'

/** Keys of a role, for a token that stands in a file and is written anew by the platform. */
export function webIdentityOfFile({ file, ...role }: RoleOptions & { file: string }): AwsProvider {
  const token = async () => {
    const { readFile } = await import('node:fs/promises')
    return readFile(file, 'utf8').catch((error: unknown) => {
      throw new OutboundError('SECRET_MISSING', 'the token of this workload cannot be read', { cause: error })
    })
  }
  return assumeRoleWithWebIdentity({ ...role, token })
}

/** What EKS sets for a service account with a role: `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE`. */
export function awsWebIdentity(options: AwsPlace & Pick<RoleOptions, 'region'> = {}): AwsProvider {
  let made: { name: string; provider: AwsProvider } | undefined
  const provide: AwsProvider = (context) => {
    const env = options.env ?? systemEnvironment()
    const {
      AWS_ROLE_ARN: roleArn,
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
      AWS_ROLE_SESSION_NAME: sessionName,
    } = env
    if (!roleArn || !file) throw notHere('AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE are not set')
    const name = [roleArn, file, sessionName].join(' ')
    if (made?.name !== name)
      made = {
        name,
        provider: webIdentityOfFile({ ...options, roleArn, file, sessionName: sessionName || undefined }),
      }
    return made.provider(context)
  }
  return Object.assign(provide, {
    refused: (...[keys, context]: Parameters<NonNullable<AwsProvider['refused']>>) =>
      made?.provider.refused?.(keys, context) ?? 'stop',
  })
}
