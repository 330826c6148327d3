/**
 * WebAuthn Level 3 §5.1.8 to §5.1.10 in the small: options from JSON, and credentials to JSON, for browsers that have
 * passkeys and not these functions yet.
 */

type Creation = PublicKeyCredentialCreationOptionsJSON
type Request = PublicKeyCredentialRequestOptionsJSON
type Descriptors = PublicKeyCredentialDescriptorJSON[] | undefined

export function creationOptions(json: Creation): PublicKeyCredentialCreationOptions {
  if ('parseCreationOptionsFromJSON' in PublicKeyCredential)
    return PublicKeyCredential.parseCreationOptionsFromJSON(json)
  return {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: descriptors(json.excludeCredentials),
    extensions: extensions(json.extensions),
  } as PublicKeyCredentialCreationOptions
}

export function requestOptions(json: Request): PublicKeyCredentialRequestOptions {
  if ('parseRequestOptionsFromJSON' in PublicKeyCredential)
    return PublicKeyCredential.parseRequestOptionsFromJSON(json)
  return {
    ...json,
    challenge: bytes(json.challenge),
    allowCredentials: descriptors(json.allowCredentials),
    extensions: extensions(json.extensions),
  } as PublicKeyCredentialRequestOptions
}

/** What of a response is bytes; RegistrationResponseJSON and AuthenticationResponseJSON name it the same. */
const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'] as const

/** The credential as the server reads it. */
export function credentialJson(credential: PublicKeyCredential): object {
  if ('toJSON' in credential) return credential.toJSON() as object
  const { id, type, authenticatorAttachment, response } = credential as PublicKeyCredential
  const given = response as Partial<Record<(typeof parts)[number], ArrayBuffer | null>> &
    Partial<AuthenticatorAttestationResponse>
  const written: Record<string, unknown> = {}
  for (const name of parts) if (given[name]) written[name] = base64url(given[name])
  if (given.getTransports) written['transports'] = given.getTransports()
  return {
    id,
    rawId: id,
    type,
    authenticatorAttachment,
    response: written,
    clientExtensionResults: (credential as PublicKeyCredential).getClientExtensionResults(),
  }
}

/** Those that Warder asks for hold no bytes. */
const extensions = (asked: object | undefined) => asked as AuthenticationExtensionsClientInputs | undefined

const descriptors = (list: Descriptors) => list?.map((each) => ({ ...each, id: bytes(each.id) }))

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  )
}

export function base64url(buffer: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
