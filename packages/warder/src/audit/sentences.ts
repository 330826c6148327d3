import { administration } from './administration.ts'
import type { AuditType } from './events.ts'

/** What is said of an event: when it worked, and when it was refused or could not be done. */
export type Words = { succeeded?: string; refused?: string }

/** What a person reads in their own history. */
// oxfmt-ignore
const personal = {
  'user.registration_requested': { succeeded: 'Somebody tried to register with your address' },
  'user.registered':             { succeeded: 'Created this account' },
  'user.updated':                { succeeded: 'The profile was changed' },
  'email.added':                 { succeeded: 'Another email address waits to be confirmed' },
  'email.confirmed':             { succeeded: 'Confirmed another email address' },
  'email.primary_changed':       { succeeded: 'The main email address was changed' },
  'email.undone':                { succeeded: 'Undid the change of the main email address by mail link' },
  'email.removed':               { succeeded: 'Removed an email address' },
  'user.deactivated':            { succeeded: 'Deactivated this account' },
  'user.reactivated':            { succeeded: 'Took this account into use again by signing in' },
  'user.password_change_required': { succeeded: 'An administrator asked for a new password' },
  'user.second_factor_required': { succeeded: 'An administrator changed whether a second step is required' },
  'impersonation.started':       { succeeded: 'An administrator began to act for you in an application' },
  'impersonation.stopped':       { succeeded: 'An administrator stopped acting for you' },
  'recovery.issued':             { succeeded: 'An administrator sent a link to set up a new second step' },
  'recovery.used':               { succeeded: 'Used the link to set up a new second step' },
  'recovery.stopped':            { succeeded: 'Stopped a link to set up a new second step' },
  'privacy.agreed':              { succeeded: 'Agreed to a document' },
  'privacy.withdrawn':           { succeeded: 'Took back that you agreed to a document' },
  'privacy.exported':            { succeeded: 'A copy of your data was made' },
  'invitation.accepted':         { succeeded: 'Accepted an invitation' },
  'membership.added':            { succeeded: 'Became a member of an organisation' },
  'membership.updated':          { succeeded: 'An administrator changed what they may do in an organisation' },
  'membership.removed':          { succeeded: 'Is no member of an organisation any more' },
  'session.switched':            { succeeded: 'Went on to an organisation', refused: 'Tried to go on to an organisation that they do not belong to' },
  'administrator.set_up':        { succeeded: 'Set this up as its first administrator' },
  'sign_in.password':            { refused: 'Tried to sign in with a wrong password' },
  'sign_in.password_change':     { succeeded: 'Signed in with a password that had to be changed first', refused: 'A passkey or a number was used before the new password was set' },
  'sign_in.risk':                { succeeded: 'Signed in on a new device or from a new place', refused: 'Somebody with the password tried to sign in on a new device or from a new place' },
  'sign_in.code_sent':           { succeeded: 'Was sent a code to sign in' },
  'sign_in.code':                { refused: 'Tried to sign in with a wrong code' },
  'sign_in.passkey':             { refused: 'Tried to sign in with a passkey that was not accepted' },
  'sign_in.link_sent':           { succeeded: 'Was mailed a link to sign in' },
  'sign_in.link':                { refused: 'Tried to sign in with a link, but the number was wrong' },
  'sign_in.approved':            { succeeded: 'Confirmed a sign-in that was stopped' },
  'account.locked_down':         { succeeded: 'Locked the account, because a sign-in was not yours' },
  'device.trusted':              { succeeded: 'Chose not to be asked for a second step on a device' },
  'device.distrusted':           { succeeded: 'Chose to be asked for the second step again' },
  'totp.added':                  { succeeded: 'Added an authenticator app' },
  'totp.renamed':                { succeeded: 'Renamed an authenticator app' },
  'totp.removed':                { succeeded: 'Removed an authenticator app' },
  'backup_codes.created':        { succeeded: 'Got new recovery codes' },
  'backup_code.used':            { succeeded: 'Signed in with a recovery code' },
  'passkey.added':               { succeeded: 'Added a passkey', refused: 'Tried to add a passkey that was not accepted' },
  'passkey.renamed':             { succeeded: 'Renamed a passkey' },
  'passkey.removed':             { succeeded: 'Removed a passkey' },
  'passkey.cloned':              { succeeded: 'Signed in with a passkey that may have been copied', refused: 'Somebody tried to sign in with a copy of a passkey' },
  'identity.connected':          { succeeded: 'Connected an account elsewhere, which signs in here' },
  'identity.disconnected':       { succeeded: 'Disconnected an account elsewhere' },
  'phone.asked':                 { succeeded: 'Asked to add a phone number' },
  'phone.confirmed':             { succeeded: 'Added a phone number' },
  'phone.used_for':              { succeeded: 'Changed what the phone number is used for' },
  'phone.removed':               { succeeded: 'Removed the phone number' },
  'sms.added':                   { succeeded: 'Turned on a code by text message as second step' },
  'sms.removed':                 { succeeded: 'Turned off the code by text message as second step' },
  'session.opened':              { succeeded: 'Signed in', refused: 'Tried to sign in while too many sessions were open' },
  'session.ended':               { succeeded: 'Signed out' },
  'session.revoked':             { succeeded: 'Signed out another session' },
  'session.suspicious':          { succeeded: 'Used a session in another browser and network', refused: 'A session turned up in another browser and network, and was stopped' },
  'session.reauthenticated':     { succeeded: 'Confirmed with the password that it was you', refused: 'Tried to confirm it was you with a wrong password' },
  'password.changed':            { succeeded: 'Changed the password', refused: 'Tried to change the password, but the old one was wrong' },
  'password.reset_requested':    { succeeded: 'Asked for a link to reset the password' },
  'password.reset':              { succeeded: 'Set a new password by link' },
  'password.link_sent':          { succeeded: 'An administrator sent a link to set a new password' },
  'password.set':                { succeeded: 'An administrator set a new password' },
  'password.removed':            { succeeded: 'The password was removed' },
  'password.added':              { succeeded: 'Set a password where there was none' },
  'vault.connected':             { succeeded: 'Connected another service' },
  'vault.disconnected':          { succeeded: 'Disconnected another service' },
  'vault.allowed':               { succeeded: 'Let a program use a connected service' },
  'vault.withdrawn':             { succeeded: 'Stopped a program from using a connected service' },
  'vault.used':                  { succeeded: 'A program called a connected service', refused: 'A program tried to do more with a connected service than it may' },
  'vault.token':                 { succeeded: 'A program got a token of a connected service' },
  'device.allowed':              { succeeded: 'Connected a device' },
  'device.denied':               { refused: 'Refused to connect a device' },
  'approval.asked':              { succeeded: 'An application asked for your approval' },
  'approval.given':              { succeeded: 'Approved what an application asked for' },
  'approval.denied':             { refused: 'Refused what an application asked for' },
  'approval.muted':              { succeeded: 'Stopped an application from asking' },
  'approval.unmuted':            { succeeded: 'Let an application ask again' },
  'api_key.created':             { succeeded: 'Made an API key' },
  'api_key.rotated':             { succeeded: 'Replaced the secret of an API key' },
  'api_key.revoked':             { succeeded: 'Revoked an API key' },
  'api_key.refused':             { refused: 'An API key was refused' },
  'agent.created':               { succeeded: 'Registered an agent' },
  'agent.updated':               { succeeded: 'Changed what an agent may do' },
  'agent.stopped':               { succeeded: 'Stopped an agent' },
  'agent.started':               { succeeded: 'Started an agent again' },
  'agent.deleted':               { succeeded: 'Removed an agent' },
  'agent.asked':                 { succeeded: 'An agent asked whether it may do something' },
  'agent.allowed':               { succeeded: 'Allowed an agent to do something' },
  'agent.denied':                { refused: 'Refused an agent what it asked for' },
  'consent.granted':             { succeeded: 'Gave an application access' },
  'consent.denied':              { succeeded: 'Refused an application access', refused: 'Refused an application access' },
  'consent.withdrawn':           { succeeded: 'Took back the access of an application' },
  'token.reuse_detected':        { refused: 'A used token was presented again, so that access was ended' },
} as const satisfies Partial<Record<AuditType, Words>>

/** An event without a sentence does not compile. */
const sentences: Readonly<Record<AuditType, Words>> = { ...personal, ...administration }

/** What happened, in words; the type itself where an event is of another version. */
export function sentenceFor(type: string, outcome: string): string {
  const words: Words | undefined = Object.hasOwn(sentences, type) ? sentences[type as AuditType] : undefined
  const [first, second] =
    outcome === 'succeeded' ? [words?.succeeded, words?.refused] : [words?.refused, words?.succeeded]
  return first ?? second ?? type
}

/** The events a person's own history shows. */
export const personalTypes: readonly string[] = Object.keys(personal)
