import type { Answer, Passkey } from './answers.ts'
import { create } from './ceremony.ts'
import type { Server } from './server.ts'
import type { Chosen } from './sign-in.ts'

type Asked = { challenge_id: string; publicKey: PublicKeyCredentialCreationOptionsJSON }

export type Adding = {
  name?: string
  /** `security-key` for one that is asked for after a password, and that keeps no account. */
  kind?: Passkey['kind']
  /** In the middle of a sign-in that wants a second step to be set up. */
  setUp?: boolean
  signal?: AbortSignal
}

export const queryOf = ({ setUp }: Adding) => (setUp ? '?set_up=1' : '')

/** Has the browser make a passkey, which the server does not know yet. */
export async function make(server: Server, adding: Adding): Promise<Answer<Chosen>> {
  const { name, kind = 'passkey', signal } = adding
  const asked = await server.change<Asked>('POST', `/auth/passkey/register-options${queryOf(adding)}`, {
    ...(name !== undefined && { name }),
    kind,
  })
  if (!asked.ok) return asked
  const made = await create(asked.publicKey, signal)
  return made.ok ? { ...made, challenge_id: asked.challenge_id } : made
}
