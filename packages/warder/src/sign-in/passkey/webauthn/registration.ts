import type { Seconds } from '@warder/protocol'
import type * as WebAuthn from '@simplewebauthn/server'
import type * as WebAuthnHelpers from '@simplewebauthn/server/helpers'
import { isTrusted } from './attestation.ts'
import { authenticatorDataProblem, parseAuthenticatorData } from './authenticator-data.ts'
import { clientDataProblem } from './client-data.ts'
import type { Expected } from './assertion.ts'
import { algorithmOf, importKey, type CoseKey, type StoredKey } from './key.ts'
import { refused, type Refused, type RelyingParty } from './relying-party.ts'
import type { RegistrationResponse } from './responses.ts'

export type Registered = StoredKey & {
  ok: true
  aaguid: string
  sign_count: number
  user_verified: boolean
  backup_eligible: boolean
  backed_up: boolean
}

type Library = { webauthn: typeof WebAuthn; helpers: typeof WebAuthnHelpers }

let loading: Promise<Library> | undefined

/** Loaded at the first new passkey: it is large, and most processes never see one. */
function library(): Promise<Library> {
  return (loading ??= load())
}

const formats = [
  'none',
  'packed',
  'tpm',
  'apple',
  'android-key',
  'fido-u2f',
  'android-safetynet',
  'mds',
] as const

async function load(): Promise<Library> {
  const webauthn = await import('@simplewebauthn/server')
  const helpers = await import('@simplewebauthn/server/helpers')
  return { webauthn, helpers }
}

/**
 * Whom we believe is the configuration's, in `attestation.ts`, and not the library's. It keeps its roots for the whole
 * process, so they are left alone where nobody is asked to vouch: a program around us may use the library as well.
 */
function forgetRoots({ SettingsService }: Library['webauthn']): void {
  for (const identifier of formats) SettingsService.setRootCertificates({ identifier, certificates: [] })
}

/**
 * Verifies a new credential (WebAuthn Level 3 §7.1, steps 6 to 25). The library reads the attestation, which has many forms;
 * what it takes and we do not is refused here: frames of other pages, keys that were not asked for, ids that do not match.
 */
export async function verifyRegistration(
  credential: RegistrationResponse,
  { challenge, verified, now }: Expected & { now: Seconds },
  rp: RelyingParty,
): Promise<Registered | Refused> {
  const { clientDataJSON, attestationObject } = credential.response
  const wrongClient = clientDataProblem(clientDataJSON, { type: 'webauthn.create', challenge }, rp)
  if (wrongClient) return refused(wrongClient)
  const { webauthn, helpers } = await library()

  const read = readAttestation(helpers, attestationObject)
  if (!read) return refused('form')
  const wrongData = authenticatorDataProblem(read.data, rp, { verified })
  if (wrongData) return refused(wrongData)
  if (read.id !== credential.id) return refused('credential')
  const alg = algorithmOf(read.cose)
  if (alg === undefined || !rp.algorithms.includes(alg)) return refused('algorithm')
  const key = importKey(read.cose)
  if (!key) return refused('key')

  const { fmt, x5c, aaguid } = read
  // First of all: to verify a statement, the library asks for revocations wherever its certificates say.
  if (rp.attestation && !isTrusted(rp.attestation, { fmt, x5c, aaguid }, now)) return refused('attestation')
  if (rp.attestation) forgetRoots(webauthn)
  const judged = rp.attestation ? attestationObject : withoutStatement(helpers, read.authData)
  const { id, rawId, type } = credential
  const response = {
    clientDataJSON: clientDataJSON.toString('base64url'),
    attestationObject: judged.toString('base64url'),
  }
  const attested = await webauthn
    .verifyRegistrationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: [...rp.origins],
      expectedRPID: rp.rp_id,
      requireUserVerification: verified,
      supportedAlgorithmIDs: [...rp.algorithms],
    })
    .catch(() => undefined)
  if (!attested?.verified) return refused('attestation')
  const { sign_count, user_verified, backup_eligible, backed_up } = read.data
  return { ok: true, ...key, aaguid, sign_count, user_verified, backup_eligible, backed_up }
}

/** The parts of an attestation object (WebAuthn Level 3 §6.5), before anything in it is believed. */
function readAttestation(helpers: typeof WebAuthnHelpers, bytes: Buffer) {
  try {
    const decoded = helpers.decodeAttestationObject(Uint8Array.from(bytes))
    const authData = decoded.get('authData')
    const parsed = helpers.parseAuthenticatorData(authData)
    const data = parseAuthenticatorData(Buffer.from(authData))
    const { credentialID, credentialPublicKey, aaguid } = parsed
    if (!data || !credentialID || !credentialPublicKey || !aaguid) return undefined
    // The library calls it a key, whatever it is.
    const cose: unknown = helpers.decodeCredentialPublicKey(credentialPublicKey)
    if (!(cose instanceof Map)) return undefined
    return {
      data,
      authData,
      fmt: String(decoded.get('fmt')),
      x5c: (decoded.get('attStmt').get('x5c') ?? []).map((one) => Buffer.from(one)),
      id: Buffer.from(credentialID).toString('base64url'),
      aaguid: helpers.convertAAGUIDToString(aaguid),
      cose: cose as CoseKey,
    }
  } catch {
    return undefined
  }
}

/**
 * The attestation object as of an authenticator that says nothing of itself. Where nobody is asked to vouch, a statement that
 * comes all the same is not looked at: it proves nothing, and everything in it is of whoever sent it.
 */
function withoutStatement({ isoCBOR }: typeof WebAuthnHelpers, authData: Uint8Array): Buffer {
  const said = new Map<string, Uint8Array | string | Map<string, string>>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, string>()],
    ['authData', Uint8Array.from(authData)],
  ])
  return Buffer.from(isoCBOR.encode(said))
}
