import { join } from 'node:path'
import { CliError } from '../../../failure.ts'
import { homeOf, objectOf, readTheirs, textIn, type Imported, type ImportOptions } from './imported.ts'

const scope = ['https://www.googleapis.com/auth/cloud-platform']

/** Google's application default credentials: a person's sign-in, or the key of a service account. */
export async function fromGcloud(options: ImportOptions): Promise<Imported[]> {
  const { env } = options
  const folder = env['CLOUDSDK_CONFIG'] || join(homeOf(options), '.config', 'gcloud')
  const file = env['GOOGLE_APPLICATION_CREDENTIALS'] || join(folder, 'application_default_credentials.json')
  const found = objectOf(await readTheirs(file, 'gcloud auth application-default login'), file)
  const [client_id, client_secret, refresh_token] = ['client_id', 'client_secret', 'refresh_token'].map(
    (name) => textIn(found, name),
  )
  if (found['type'] === 'authorized_user' && client_id && client_secret && refresh_token)
    return [
      {
        name: 'google',
        fields: {
          use: 'google',
          type: 'authorization-code',
          clientId: client_id,
          auth: { clientSecret: 'keyring:google', method: 'post' },
          scope,
        },
        secrets: { google: client_secret },
        grant: { access_token: '', refresh_token, requested_at: 0, expires_at: 0 },
      },
    ]
  const [email, pem] = [textIn(found, 'client_email'), textIn(found, 'private_key')]
  if (found['type'] === 'service_account' && email && pem) {
    const kid = textIn(found, 'private_key_id')
    return [
      {
        name: 'google',
        fields: {
          use: 'google',
          type: 'jwt-bearer',
          clientId: email,
          key: 'keyring:google',
          ...(kid !== undefined && { kid }),
          scope,
        },
        secrets: { google: pem },
      },
    ]
  }
  throw new CliError('not_understood', `${file} is neither a sign-in nor the key of a service account.`)
}
