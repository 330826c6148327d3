import type { Seconds } from '@warder/protocol'
import type { Seen } from '../facts.ts'

/**
 * Every message that Warder mails, with what it is told. `link` is where its button leads; a `code` stands by itself
 * in large digits between the lines and the button.
 */
export type MailParameters = {
  /** What `warder mail test` sends. */
  mailTest: { at: Seconds }
  confirmAddress: { link: string }
  alreadyRegistered: { link: string }
  resetPassword: { link: string }
  passwordChanged: { link: string; at: Seconds }
  passwordGuessed: { link: string; at: Seconds }
  /** Of a sign-in that was unusual and went through. */
  newSignIn: Seen & { link: string; reasons: readonly SignInReason[] }
  /** Of one that waits for the code. */
  signInCode: Seen & { link: string; code: string }
  /** Of one that was refused although the password was right. */
  signInStopped: Seen & { link: string }
  /** Of a session that turned up in another browser and network. */
  sessionStopped: Seen & { link: string }
  /**
   * `removed`: addresses or factors that were added since. `programs`: whether what programs of others were given since ended.
   * `passkeys`: how many from before are left.
   */
  accountLocked: { link: string; since: Seconds; removed: boolean; programs: boolean; passkeys: number }
  /** To an address that somebody wants to add to their account. */
  confirmNewAddress: { link: string }
  /** To its owner, who has another account. */
  addressTaken: { link: string }
  addressAdded: { link: string; address: string; at: Seconds }
  /** To the main address before: `address` is the new one, shortened. */
  addressChanged: { link: string; address: string; at: Seconds; until: Seconds }
  addressRemoved: { link: string; at: Seconds }
  authenticatorAdded: { link: string; at: Seconds }
  /** `last`: no second step is asked for any more. */
  authenticatorRemoved: { link: string; at: Seconds; last: boolean }
  passkeyAdded: Seen & { link: string }
  /** `last`: no second step is asked for any more. */
  passkeyRemoved: { link: string; at: Seconds; last: boolean }
  /** `refused`: the copy was not let in. */
  passkeyCopied: Seen & { link: string; refused: boolean }
  /** No password signs in any more. */
  passwordRemoved: { link: string; at: Seconds }
  /** Of somebody who had none. */
  passwordAdded: { link: string; at: Seconds }
  /** An account elsewhere signs in from now on. Operators give providers their names. */
  identityAdded: { link: string; at: Seconds; provider: string }
  identityRemoved: { link: string; at: Seconds; provider: string }
  /** In place of `resetPassword`, for whoever has none. */
  setPassword: { link: string }
  recoveryCodesMade: { link: string; at: Seconds }
  /** `few`: it is time for new ones. */
  recoveryCodeUsed: Seen & { link: string; left: number; few: boolean }
  /** In place of a lost second step, on the wish of an operator; it works from a moment on. */
  recoveryLink: { link: string; from: Seconds }
  /**
   * `prefix` is how the new secret begins; `rotated` where it is the next one of a key that was there. One that is not the
   * reader's `own` is of a program that they look after.
   */
  apiKeyMade: { link: string; at: Seconds; prefix: string; rotated: boolean; own: boolean }
  /** By their ids: names could be anything. */
  serviceCredentialEnded: { at: Seconds; account: string; credential: string }
  /** An administrator got access to an application in the reader’s name. */
  actedFor: { at: Seconds; name: string; minutes: number }
  /** Nobody is told any more what happens: `host` is where it was sent. */
  webhookStopped: { at: Seconds; host: string }
  /** A program that acts by itself was registered: the reader's `own`, or from their account one of the tenant. */
  agentMade: { link: string; at: Seconds; own: boolean }
  /** Operators give services their names. */
  serviceConnected: { link: string; at: Seconds; service: string }
  /** An agent waits for its owner, or for whoever looks after those of the tenant. */
  agentAsks: { link: string; at: Seconds; own: boolean }
  /** An application asks somebody who is not in front of it. Operators give applications their names. */
  approvalAsked: { link: string; at: Seconds; name: string }
  accountDeactivated: { link: string; at: Seconds }
  accountReactivated: { link: string; at: Seconds }
  /** A copy of what is known of the reader, made from their `own` account, or by an operator. */
  dataExported: { link: string; at: Seconds; own: boolean }
  /** The last mail that somebody gets from us. */
  accountErased: { at: Seconds }
  /** A link that signs in. */
  signInLink: Seen & { link: string }
  /** A code that signs in by itself. */
  oneTimeCode: Seen & { code: string }
  /** To an address without an account, where somebody wanted to sign in. */
  /** `open`: the link leads to where anybody makes an account, or else to where people sign in. */
  noAccount: { link: string; open: boolean }
  /** `number` is shortened. */
  phoneAdded: { link: string; at: Seconds; number: string }
  phoneRemoved: { link: string; at: Seconds; number: string }
  /** A code by text message is asked for as a second step from now on. */
  textStepAdded: { link: string; at: Seconds; number: string }
  /** `last`: no second step is asked for any more. */
  textStepRemoved: { link: string; at: Seconds; last: boolean }
  /** To an address that has no account yet, on the wish of an operator. */
  invitation: { link: string }
  /** To somebody who may have an account, or none. */
  memberInvitation: { link: string; organisation: string }
}

/** What was unusual about a sign-in; the last of several says the most. */
export type SignInReason = 'new_device' | 'new_country' | 'impossible_travel'

export type MailKind = keyof MailParameters

/** Those whose words are in the folder `links-and-codes`. */
export type LinkOrCodeKind =
  | 'signInLink'
  | 'oneTimeCode'
  | 'noAccount'
  | 'phoneAdded'
  | 'phoneRemoved'
  | 'textStepAdded'
  | 'textStepRemoved'

/** Those whose words are in the folder `passkeys`. */
export type PasskeyKind = 'passkeyAdded' | 'passkeyRemoved' | 'passkeyCopied'

/** Those whose words are in the folder `passwordless`. */
export type PasswordlessKind =
  | 'passwordRemoved'
  | 'passwordAdded'
  | 'setPassword'
  | 'identityAdded'
  | 'identityRemoved'

/** Those whose words are in the folder `privacy`. */
export type PrivacyKind = 'dataExported'

/** Written in `members/`. */
export type MemberKind = 'memberInvitation'

/** Those whose words are in the folder `programs`. */
export type ProgramKind =
  | 'apiKeyMade'
  | 'agentMade'
  | 'agentAsks'
  | 'serviceConnected'
  | 'approvalAsked'
  | 'serviceCredentialEnded'
  | 'webhookStopped'
  | 'actedFor'

/** What one message says. It stands between the greeting and the name of the brand. */
export type Words = {
  /** One line, and best under 60 characters. */
  subject: string
  lines: readonly string[]
  /** What the button says, in a message with a link. */
  action?: string
  closing: string
}

/** How each message is said. */
export type Sayings = { readonly [K in MailKind]: (told: MailParameters[K] & { brand: string }) => Words }

/** One language: every message and what surrounds each. A language that lacks one does not compile. */
export type MailWords = Sayings & {
  /** The name is empty where the reader is not known by one. */
  greeting: (full_name: string) => string
  /** Stands above the address of the button, for programs that show no button. */
  link_again: string
}
