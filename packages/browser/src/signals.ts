/**
 * WebAuthn Level 3 §5.1.10: what a password manager should know of the passkeys it keeps, so that it neither offers a dead one
 * nor shows an old name. Browsers that do not have these functions miss nothing but that, and a signal never fails.
 */
type Signals = Pick<
  typeof PublicKeyCredential,
  'signalUnknownCredential' | 'signalAllAcceptedCredentials' | 'signalCurrentUserDetails'
>

async function signal<Name extends keyof Signals>(
  name: Name,
  options: Parameters<Signals[Name]>[0],
): Promise<boolean> {
  const known = (globalThis as { PublicKeyCredential?: Partial<Signals> }).PublicKeyCredential
  const tell = known?.[name] as ((options: object) => Promise<void>) | undefined
  try {
    await tell?.call(known, options)
    return tell !== undefined
  } catch {
    return false
  }
}

/** What the server calls the passkeys of one person. */
export type Accepted = { rp_id: string; user_id: string; accepted_credential_ids: string[] }

/** Each tells whether the browser has taken the signal. */
export const signals = {
  /** The server does not know this passkey: it need not be offered again. */
  unknownCredential: ({ rp_id, credential_id }: { rp_id: string; credential_id: string }): Promise<boolean> =>
    signal('signalUnknownCredential', { rpId: rp_id, credentialId: credential_id }),

  /** These are all passkeys of the person; others of theirs need not be offered again. */
  allAcceptedCredentials: ({ rp_id, user_id, accepted_credential_ids }: Accepted): Promise<boolean> =>
    signal('signalAllAcceptedCredentials', {
      rpId: rp_id,
      userId: user_id,
      allAcceptedCredentialIds: accepted_credential_ids,
    }),

  /** What the person is called now. */
  currentUserDetails: (of: {
    rp_id: string
    user_id: string
    name: string
    display_name: string
  }): Promise<boolean> =>
    signal('signalCurrentUserDetails', {
      rpId: of.rp_id,
      userId: of.user_id,
      name: of.name,
      displayName: of.display_name,
    }),
}
