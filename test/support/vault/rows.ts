import { newId } from '../../../packages/warder/src/crypto/tokens.ts'
import * as connections from '../../../packages/warder/src/store/vault/connections.ts'
import * as users from '../../../packages/warder/src/store/vault/users.ts'
import { putProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import type { TestWarder } from '../warder.ts'

/** A connection in the database, whose tokens nobody has, and the program that may use it. */
export async function connectionRow(
  warder: TestWarder,
  user_id: string,
): Promise<{ id: string; program: string }> {
  const { app, operator } = warder
  await putProvider(operator, {
    name: 'quiet',
    title: 'Quiet',
    variables: {},
    client_id: 'warder',
    client_secret: 'not used',
    definition: {
      authorization_endpoint: 'https://quiet.example/authorize',
      token_endpoint: 'https://quiet.example/token',
      origins: ['https://api.quiet.example'],
    },
  })
  const now = app.now()
  const { id } = await connections.put(app.db, {
    id: newId('con'),
    tenant_id: 'ten_default',
    user_id,
    provider: 'quiet',
    scope: 'read',
    grant_sealed: '',
    reauth_required_at: null,
    created_at: now,
    connected_at: now,
    last_used_at: null,
    locked_by: null,
    locked_until: null,
  })
  const program = 'agt_robot'
  await users.put(app.db, {
    connection_id: id,
    program,
    methods: '',
    hand_over_at: null,
    created_at: now,
    last_used_at: null,
  })
  return { id, program }
}

/** Makes what is kept of a token as old as if it had ended. */
export async function ageTokens(
  { app: { db, secrets }, clock }: TestWarder,
  { connection: { id } }: { connection: { id: string } },
): Promise<void> {
  const place = `vault-connection:${id}`
  const { grant_sealed } = await db
    .selectFrom('vault_connection')
    .select('grant_sealed')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const record = JSON.parse(secrets.open(place, grant_sealed)?.toString() ?? '') as {
    data: { expires_at?: number }
  }
  record.data.expires_at = clock.now * 1000
  await db
    .updateTable('vault_connection')
    .set({ grant_sealed: secrets.seal(place, JSON.stringify(record)) })
    .where('id', '=', id)
    .execute()
}
