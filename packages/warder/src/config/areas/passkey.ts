import { attestationPolicies, signCountPolicies } from '../config.ts'
import * as address from '../kinds/address.ts'
import { accept, list, oneOf, path, refuse, type Kind } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'
import type { ConfigProblem } from '../problem.ts'
import type { SettingName, Values } from '../settings.ts'

/** The model of an authenticator, as its maker numbers it (WebAuthn Level 3 §6.5.1). */
const aaguid: Kind<string> = {
  label: 'AAGUID',
  parse: (input) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(input)
      ? accept(input.toLowerCase())
      : refuse('is not an AAGUID', 'Write it like 08987058-cadc-4b81-b6e1-30de50dcbe96'),
}

/** An Android app says that it is that by the SHA-256 of the certificate that signed it, in base64url. */
const androidApp = /^android:apk-key-hash:[\w-]{43}$/

/** What may use passkeys: the pages of an origin, or an app. */
const originOrApp: Kind<string> = {
  label: address.origin.label,
  parse: (input) => {
    if (!input.startsWith('android:')) return address.origin.parse(input)
    return androidApp.test(input)
      ? accept(input)
      : refuse('is no Android app', 'Write it like android:apk-key-hash: and 43 characters of base64url')
  },
}

/** Where passkeys are used, and which are taken: see docs/passkeys.md. */
export const passkeySettings = {
  'passkey.rp_id': setting({
    kind: address.host,
    env: 'WARDER_PASSKEY_RP_ID',
    otherwise: "the issuer's host",
    help: 'domain that passkeys belong to; to change it makes all of them useless',
  }),
  'passkey.origins': setting({
    kind: list(originOrApp),
    env: 'WARDER_PASSKEY_ORIGINS',
    default: '',
    help: "origins beside the issuer's whose pages may use passkeys, told to browsers at /.well-known/webauthn, and Android apps as android:apk-key-hash:…",
  }),
  'passkey.cross_origin': setting({
    kind: list(address.origin),
    env: 'WARDER_PASSKEY_CROSS_ORIGIN',
    default: '',
    help: 'origins of pages that may hold such a page in a frame; empty takes no passkey that was used in one',
  }),
  'passkey.sign_count': setting({
    kind: oneOf(signCountPolicies),
    env: 'WARDER_PASSKEY_SIGN_COUNT',
    default: 'refuse',
    help: 'what happens to a passkey whose counter says that it was copied; its person is told in any case',
  }),
  'passkey.attestation': setting({
    kind: oneOf(attestationPolicies),
    env: 'WARDER_PASSKEY_ATTESTATION',
    default: 'none',
    help: 'direct takes new passkeys only from authenticators whose maker vouches for them; none asks for nothing',
  }),
  'passkey.attestation_roots': setting({
    kind: path,
    env: 'WARDER_PASSKEY_ATTESTATION_ROOTS',
    otherwise: 'none; needed for passkey.attestation direct',
    help: 'PEM file with the certificates of the makers that are believed',
  }),
  'passkey.allowed_authenticators': setting({
    kind: list(aaguid),
    env: 'WARDER_PASSKEY_ALLOWED_AUTHENTICATORS',
    default: '',
    help: 'models that are taken with passkey.attestation direct, by AAGUID; empty is every one',
  }),
}

/** What single values of passkeys cannot show. */
export function passkeyProblems(values: Values, read: (...names: SettingName[]) => boolean): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const { 'passkey.rp_id': rp_id, 'passkey.attestation': attestation } = values
  const host = new URL(values.issuer ?? 'http://localhost').hostname
  // WebAuthn Level 3 §5.1.3: a browser uses an RP ID only on its own domain and those under it.
  if (rp_id !== undefined && host !== rp_id && !host.endsWith(`.${rp_id}`) && read('passkey.rp_id', 'issuer'))
    problems.push({
      where: 'passkey.rp_id',
      problem: "is neither the issuer's host nor a domain above it, and browsers would not use it there",
      remedy: `Use ${host}, or a domain that it ends with`,
    })
  if (!read('passkey.attestation', 'passkey.attestation_roots', 'passkey.allowed_authenticators'))
    return problems
  if (attestation === 'direct' && values['passkey.attestation_roots'] === undefined)
    problems.push({
      where: 'passkey.attestation',
      problem: 'is direct, and nothing says which makers are believed',
      remedy: 'Set passkey.attestation_roots to a PEM file with their certificates',
    })
  if (attestation === 'none' && (values['passkey.allowed_authenticators'] ?? []).length > 0)
    problems.push({
      where: 'passkey.allowed_authenticators',
      problem: 'has no effect while passkey.attestation is none: anything may call itself anything',
      remedy: 'Set passkey.attestation to direct, or leave the list out',
    })
  return problems
}
