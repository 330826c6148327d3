import { documentsIn, namedVersion } from '../../../packages/warder/src/config/areas/privacy/documents.ts'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'

/** Two documents that are required, and one that is not. */
export const settings = {
  'consents.documents': 'terms@2=https://acme.example/terms privacy@1=https://acme.example/privacy news@1',
  'consents.required': 'terms privacy',
  'consents.texts': 'news=Send me news',
}
export const both = { terms: '2', privacy: '1' }
export type Asked = {
  consent_required?: boolean
  temp_token: string
  consents: { id: string }[]
  access_token?: string
}

export const recordsOf = (warder: TestWarder, user_id: string) =>
  warder.app.db
    .selectFrom('consent_record')
    .select(['document', 'version', 'action', 'source', 'recorded_at'])
    .where('user_id', '=', user_id)
    .orderBy('seq')
    .execute()

export const said = async (warder: TestWarder, user_id: string) =>
  (await recordsOf(warder, user_id)).map(
    (row) => `${row.document}@${row.version} ${row.action} ${row.source}`,
  )

export const signIn = async (warder: TestWarder, email: string) =>
  json<Asked>(await warder.post('/auth/login', { email, password: goodPassword }))

export const agree = (warder: TestWarder, temp_token: string, consents: object[]) =>
  warder.post('/auth/login/consents', { temp_token, consents })

export const bothOf = [
  { id: 'terms', version: '2' },
  { id: 'privacy', version: '1' },
]

/** The settings of a running server, as they are after a restart with another version. */
export function publish(warder: TestWarder, documents: string): void {
  const named = documents.split(' ').flatMap((word) => {
    const parsed = namedVersion.parse(word)
    return parsed.ok ? [parsed.value] : []
  })
  const values = { 'consents.documents': named, 'consents.required': ['terms', 'privacy'] }
  Object.assign(warder.app.config, { consents: documentsIn(values) })
}
