const supported = (): boolean => typeof PublicKeyCredential === 'function' && 'credentials' in navigator

/** Asks the browser; what cannot be asked is false. */
async function asked(ask: () => Promise<boolean>): Promise<boolean> {
  try {
    return supported() && (await ask())
  } catch {
    return false
  }
}

export const can = {
  /** Whether passkeys can be used at all: of this device, of a telephone beside it, or of a security key. */
  passkeys: async (): Promise<boolean> => supported(),
  /** Whether a form field can suggest them. The field needs `autocomplete="username webauthn"`. */
  autofill: (): Promise<boolean> => asked(() => PublicKeyCredential.isConditionalMediationAvailable()),
  /** Whether this very device can keep one, behind a fingerprint, a face or a PIN. */
  onThisDevice: (): Promise<boolean> =>
    asked(() => PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()),
}
