import { make, queryOf, type Adding } from './add.ts'
import {
  failed,
  type Answer,
  type ConsentDocument,
  type Failure,
  type Passkey,
  type Problem,
  type SignedIn,
  type ToAgree,
} from './answers.ts'
import { get, type Made } from './ceremony.ts'
import type { Server } from './server.ts'
import { choose, chooseInField } from './sign-in.ts'
import { signals, type Accepted } from './signals.ts'

type Request = PublicKeyCredentialRequestOptionsJSON
type Asked = { challenge_id: string; publicKey: Request }

export type SignIn = {
  /** `button`: the browser asks at once. `autofill`: a form field suggests passkeys until one is chosen. */
  mode?: 'button' | 'autofill'
  /** Whether the session stays when the browser closes; as a function, it is asked when a passkey was chosen. */
  remember?: boolean | (() => boolean)
  /** Ends it; the answer is then `cancelled`. */
  signal?: AbortSignal
}

export type SecondStep = {
  temp_token: string
  /** As the sign-in gave them; asked for where it did not. */
  publicKey?: Request
  /** In place of a passkey. */
  code?: string
  /** Not to be asked again in this browser for a while. */
  trust_device?: boolean
  signal?: AbortSignal
}

export type Agreeing = Pick<ToAgree, 'temp_token'> & {
  /** In the versions that were shown. */
  consents: readonly Pick<ConsentDocument, 'id' | 'version'>[]
}

export function passkeysOf(server: Server) {
  return {
    /** Signs in with a passkey of this person, whoever they are: nothing is typed before. */
    signInWithPasskey: async ({ mode = 'button', remember = false, signal }: SignIn = {}): Promise<
      Answer<SignedIn | ToAgree>
    > => {
      const chosen = await (mode === 'autofill' ? chooseInField : choose)(server, signal)
      if (!chosen.ok) return chosen
      const { challenge_id, credential } = chosen
      const answer = await server.call<SignedIn | ToAgree>('POST', '/auth/passkey/authenticate?session=1', {
        challenge_id,
        credential,
        remember: typeof remember === 'function' ? remember() : remember,
      })
      return answer.ok ? answer : heard(answer)
    },

    /** Goes on with a sign-in that answered `consent_required`, once the person agreed to these. */
    agree: ({ temp_token, consents }: Agreeing): Promise<Answer> =>
      server.call('POST', '/auth/login/consents', {
        temp_token,
        consents: consents.map(({ id, version }) => ({ id, version })),
      }),

    /** Adds a passkey to the account of whoever is signed in, and showed a moment ago that it is them. */
    addPasskey: async (adding: Adding = {}): Promise<Answer<Passkey & { backup_codes?: string[] }>> => {
      const made = await make(server, adding)
      if (!made.ok) return made
      const { challenge_id, credential } = made
      return server.change('POST', `/auth/passkey/register${queryOf(adding)}`, {
        challenge_id,
        credential,
        ...(adding.name !== undefined && { name: adding.name }),
      })
    },

    /** The second step of a sign-in that answered `mfa_required`: with a passkey, or with a code where one is given. */
    answerSecondStep: async (step: SecondStep): Promise<Answer> => {
      const { temp_token, code, trust_device } = step
      const given = { temp_token, ...(trust_device !== undefined && { trust_device }) }
      if (code !== undefined) return server.call('POST', '/auth/login/mfa', { ...given, code })
      const made = await second(server, step)
      if (!made.ok) return made
      return server.call('POST', '/auth/login/mfa', { ...given, credential: made.credential })
    },

    /** Whoever is signed in shows that it is them, as changes of an account ask for. */
    confirmWithPasskey: async ({ signal }: { signal?: AbortSignal } = {}): Promise<Answer> => {
      const asked = await server.change<Asked>('POST', '/auth/reauthenticate/begin', { method: 'passkey' })
      if (!asked.ok) return asked
      const made = await get(asked.publicKey, signal)
      if (!made.ok) return made
      const { challenge_id } = asked
      return server.change('POST', '/auth/reauthenticate', { challenge_id, credential: made.credential })
    },

    /** The passkeys of whoever is signed in. */
    passkeys: (): Promise<Answer<{ items: Passkey[]; rp_id: string; user_handle: string | null }>> =>
      server.call('GET', '/auth/passkeys'),

    renamePasskey: (id: string, name: string): Promise<Answer> =>
      server.change('PATCH', pathOf(id), { name }),

    /** Removes it from the account, and tells the password manager that keeps it. */
    removePasskey: async (id: string): Promise<Answer> => {
      const answer = await server.change<Partial<Accepted>>('DELETE', pathOf(id))
      if (answer.ok && answer.user_id) await signals.allAcceptedCredentials(answer as Accepted)
      return answer
    },
  }
}

async function second(server: Server, { temp_token, publicKey, signal }: SecondStep): Promise<Made> {
  if (publicKey) return get(publicKey, signal)
  const asked = await server.call<{ publicKey: Request }>('POST', '/auth/login/mfa/send', {
    temp_token,
    method: 'passkey',
  })
  return asked.ok ? get(asked.publicKey, signal) : asked
}

const pathOf = (id: string) => `/auth/passkeys/${encodeURIComponent(id)}`

type Unknown = Problem & { signal?: { rp_id: string; unknown_credential_id: string } }

/** A passkey that the server does not know any more is not to be offered again. */
async function heard(failure: Failure): Promise<Failure> {
  const { signal } = (failure.problem ?? {}) as Partial<Unknown>
  if (!signal) return failure
  const { rp_id, unknown_credential_id: credential_id } = signal
  await signals.unknownCredential({ rp_id, credential_id })
  return failed('no_passkey', failure.problem)
}
