import type { Call } from '../../http/router.ts'
import type { PasskeysView } from '../../pages/account/passkeys/section.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { acceptedOf, passkeysOf } from '../../sign-in/passkey/manage.ts'
import { mostPasskeys } from '../../sign-in/passkey/register.ts'

/**
 * What `/account/security` shows of the passkeys of a person, and what it tells the password managers of their browser: which
 * are good, and what the person is called.
 *
 * @param gone the credential id of one that was just removed
 */
export async function passkeysView(
  { app }: Pick<Call, 'app'>,
  { user_id, email, full_name }: Pick<SessionCaller, 'user_id' | 'email' | 'full_name'>,
  gone: string | null,
): Promise<PasskeysView> {
  const passkeys = await passkeysOf(app, user_id)
  const { rp_id, user_id: handle, accepted_credential_ids } = await acceptedOf(app, user_id)
  const unknown = gone !== null && credentialId.test(gone) && !accepted_credential_ids.includes(gone)
  return {
    passkeys,
    mayAdd: passkeys.length < mostPasskeys,
    signal: {
      ...(unknown && { unknown: { rp_id, credential_id: gone } }),
      ...(handle !== null && {
        person: { rp_id, user_id: handle, accepted_credential_ids, name: email, display_name: full_name },
      }),
    },
  }
}

/** At most 1023 bytes in base64url (WebAuthn Level 3 §7.1). */
const credentialId = /^[\w-]{1,1364}$/
