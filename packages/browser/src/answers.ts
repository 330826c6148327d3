/** Why something did not happen. */
export type FailureCode =
  /** The person closed the dialogue, waited too long, or the page asked for something else meanwhile. */
  | 'cancelled'
  /** This browser, or this page, cannot use passkeys. */
  | 'not_supported'
  /** The server does not know the passkey that was used. Where the browser can, it is told to forget it. */
  | 'no_passkey'
  /** This device holds a passkey of this account already. */
  | 'already_added'
  /** The server said no; `problem` has its words. */
  | 'refused'
  /** The server did not answer, or not as one. */
  | 'unreachable'

/** What the server says of an error (RFC 9457); `code` is a word of its docs/errors.md. */
export type Problem = {
  status: number
  code: string
  title: string
  detail?: string
  [more: string]: unknown
}

export type Failure = { ok: false; code: FailureCode; problem?: Problem }

export type Success<Value> = { ok: true } & Value

/** What a call comes to. Nothing here is thrown: a person who changes their mind is no error. */
export type Answer<Value = object> = Success<Value> | Failure

export type User = {
  id: string
  email: string
  full_name: string
  locale: string | null
  roles: string[]
  permissions: string[]
  tenant_id: string
  email_verified: boolean
  mfa_enabled: boolean
  created_at: string
  last_login: string | null
}

/** The session is open in this browser, by a cookie that no script can read. */
export type SignedIn = { user: User }

/** The first step is proved, and the second one asked for: `answerSecondStep` goes on with it. */
export type SecondToAnswer = {
  mfa_required: true
  temp_token: string
  /** What answers it: `totp`, `passkey`, `sms`, `email`, `backup_code`. Empty where one has to be set up first: `/mfa/set-up` does. */
  mfa_types: string[]
  publicKey?: PublicKeyCredentialRequestOptionsJSON
}

/** A document that somebody may agree to. */
export type ConsentDocument = {
  id: string
  version: string
  title: string
  url?: string
  text: string
  required: boolean
}

/** Everything is proved, and nothing open before the person agreed to these: `agree` goes on with it. */
export type ToAgree = { consent_required: true; temp_token: string; consents: ConsentDocument[] }

export type Passkey = {
  id: string
  name: string
  created_at: string
  last_used_at: string | null
  /** What keeps it, where that is known. */
  device: string | null
  /** Whether it is copied to other devices of the person. */
  synced: boolean
  kind: 'passkey' | 'security-key'
}

export const failed = (code: FailureCode, problem?: Problem): Failure => ({
  ok: false,
  code,
  ...(problem && { problem }),
})
