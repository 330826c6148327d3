import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { CredentialContext } from '../../credential.ts'
import { systemEnvironment, type Environment } from '../../environment.ts'
import { OutboundError } from '../../errors.ts'
import type { AwsCredentials } from '../../sigv4/signature.ts'
import type { AwsProvider } from '../../sigv4/sigv4.ts'
import { awsContainer } from '../container.ts'
import { awsEnvironment, notHere, type AwsPlace } from '../environment.ts'
import { awsInstance } from '../instance.ts'
import { assumeRole } from '../sts.ts'
import { webIdentityOfFile } from '../web-identity.ts'
import { readIni } from './ini.ts'
import { keysOfProgram } from './process.ts'
import type { ProfileOptions } from './profile.ts'
import { keysOfSso } from './sso.ts'

type Values = ReadonlyMap<string, string>

type Reader = {
  env: Environment
  options: ProfileOptions
  profiles: ReadonlyMap<string, Values>
  sessions: ReadonlyMap<string, Values>
  context: CredentialContext
}

/** @throws OutboundError CREDENTIAL_UNAVAILABLE where the files have no profile, CONFIG_INVALID for what they say wrongly */
export async function keysInFiles(
  options: ProfileOptions,
  context: CredentialContext,
): Promise<AwsCredentials> {
  const env = options.env ?? systemEnvironment()
  const reader = { env, options, context, ...(await readFiles(env)) }
  const named = options.profile ?? (env['AWS_PROFILE'] || undefined)
  if (!reader.profiles.has(named ?? 'default')) {
    if (named === undefined) throw notHere('the files of AWS have no default profile')
    throw invalid(`the files of AWS have no profile ${named.slice(0, 100)}`)
  }
  return keysOfProfile(reader, named ?? 'default', [])
}

const invalid = (message: string) => new OutboundError('CONFIG_INVALID', message)

export const awsFolder = (env: Environment) => join(env['HOME'] || env['USERPROFILE'] || homedir(), '.aws')

/** Both files as one: what the file of the keys says comes first. */
async function readFiles(env: Environment): Promise<Pick<Reader, 'profiles' | 'sessions'>> {
  const folder = awsFolder(env)
  const [config, credentials] = await Promise.all([
    read(env['AWS_CONFIG_FILE'] || join(folder, 'config')),
    read(env['AWS_SHARED_CREDENTIALS_FILE'] || join(folder, 'credentials')),
  ])
  const profiles = new Map<string, Map<string, string>>()
  const sessions = new Map<string, Values>()
  const add = (name: string, values: Values) =>
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...values]))
  for (const [title, values] of config) {
    if (title.startsWith('sso-session ')) sessions.set(title.slice('sso-session '.length), values)
    else if (title.startsWith('profile ')) add(title.slice('profile '.length), values)
    else if (title === 'default') add(title, values)
  }
  for (const [name, values] of credentials) add(name, values)
  return { profiles, sessions }
}

async function read(path: string) {
  return readIni(await readFile(path, 'utf8').catch(() => ''))
}

/** @param path of profiles that lead here, the first one first */
async function keysOfProfile(reader: Reader, name: string, path: readonly string[]): Promise<AwsCredentials> {
  const values = reader.profiles.get(name)
  if (!values)
    throw invalid(`the profile ${path.at(-1) ?? ''} names ${name.slice(0, 100)}, which is not there`)
  if (values.has('role_arn') && !path.includes(name)) return keysOfRole(reader, name, values, path)
  const accessKeyId = values.get('aws_access_key_id')
  const secretAccessKey = values.get('aws_secret_access_key')
  const sessionToken = values.get('aws_session_token')
  if (accessKeyId && secretAccessKey)
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
  if (path.includes(name)) throw invalid(`the profile ${name.slice(0, 100)} leads to itself`)
  if (values.has('sso_account_id')) return ofSso(reader, values)
  const command = values.get('credential_process')
  if (command === undefined) throw notHere(`the profile ${name.slice(0, 100)} has no keys`)
  if (!reader.options.allowProcess)
    throw new OutboundError(
      'CONFIG_INVALID',
      'the profile runs a program for its keys, which is not allowed here',
      {
        hint: 'Set allowProcess, if you wrote that file.',
      },
    )
  return keysOfProgram(command, reader.context.signal)
}

async function keysOfRole(
  reader: Reader,
  name: string,
  values: Values,
  path: readonly string[],
): Promise<AwsCredentials> {
  const { options, env, context } = reader
  if (values.has('mfa_serial'))
    throw invalid('the role wants a code of a person at each use, which nobody is here to type')
  const seconds = values.get('duration_seconds')
  const role = {
    env,
    ...(options.fetch && { fetch: options.fetch }),
    roleArn: values.get('role_arn') ?? '',
    sessionName: values.get('role_session_name'),
    durationSeconds: seconds === undefined ? undefined : Number(seconds),
    region: values.get('region'),
  }
  const file = values.get('web_identity_token_file')
  if (file) return webIdentityOfFile({ ...role, file })(context)
  return assumeRole({
    ...role,
    externalId: values.get('external_id'),
    source: () => keysOfSource(reader, name, values, [...path, name]),
  })(context)
}

/** What `credential_source` may say. */
const sources: ReadonlyMap<string, (place: Pick<AwsPlace, 'env'>) => AwsProvider> = new Map([
  ['Environment', awsEnvironment],
  ['EcsContainer', awsContainer],
  ['Ec2InstanceMetadata', awsInstance],
])

function keysOfSource(reader: Reader, name: string, values: Values, path: readonly string[]) {
  const { env, context } = reader
  const from = values.get('source_profile')
  if (from !== undefined) return keysOfProfile(reader, from, path)
  const source = sources.get(values.get('credential_source') ?? '')
  if (source) return source({ env })(context)
  throw invalid(`the profile ${name.slice(0, 100)} does not say whose keys take its role`)
}

function ofSso({ env, options, sessions, context }: Reader, values: Values): Promise<AwsCredentials> {
  const named = values.get('sso_session')
  const session = named === undefined ? values : sessions.get(named)
  const start = named ?? session?.get('sso_start_url')
  const region = session?.get('sso_region')
  const [accountId, roleName] = [values.get('sso_account_id'), values.get('sso_role_name')]
  if (!start || !region || !accountId || !roleName)
    throw invalid('the sign-in of the profile is described in part')
  const sso = { session: start, region, accountId, roleName }
  return keysOfSso(sso, awsFolder(env), context.clock(), options.fetch ?? fetch, context.signal)
}
