import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { MailWords, PasskeyKind } from '../mail-words.ts'

const factNames = { device: 'Device', place: 'Place', time: 'Time' }

export const passkeys: Pick<MailWords, PasskeyKind> = {
  passkeyAdded: ({ brand, ...seen }) => ({
    subject: `A passkey was added to your ${brand} account`,
    lines: [
      'A passkey was added to your account. From now on it is asked for when you sign in, and where it can, it signs you in by itself.',
      ...facts(factNames, seen, 'en'),
      'If this was not you, press the button. We will sign everybody out, take the passkey off your account again and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you added it yourself, there is nothing to do.',
  }),

  passkeyRemoved: ({ brand, at, last }) => ({
    subject: `A passkey was removed from your ${brand} account`,
    lines: [
      `A passkey was removed from your account on ${when(at, 'en')}. It no longer signs anybody in.`,
      last
        ? 'You have no second step any more, and your recovery codes no longer work.'
        : 'Your other second steps work as before.',
    ],
    action: 'This wasn’t me',
    closing:
      'If you removed it yourself, there is nothing to do. You can delete it in the app or on the key that keeps it.',
  }),

  passkeyCopied: ({ brand, refused, ...seen }) => ({
    subject: `A passkey of your ${brand} account may have been copied`,
    lines: [
      'A passkey of yours was used, and it looks as if there were a copy of it.',
      refused ? 'We did not let anybody in with it.' : 'It was let in.',
      ...facts(factNames, seen, 'en'),
      'Remove this passkey in the security settings of your account and add a new one. If you have not just used it, press the button: we will sign everybody out and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'A security key that was reset, or restored from a backup, can look like this as well.',
  }),
}
