import { when } from '../../when.ts'
import type { MailWords, PrivacyKind } from '../mail-words.ts'

export const privacy: Pick<MailWords, PrivacyKind> = {
  dataExported: ({ brand, at, own }) => ({
    subject: `A copy of your ${brand} data was made`,
    lines: own
      ? [
          `A copy of everything that we know about you was made from your account on ${when(at, 'en')}. It holds no password and no secret.`,
          'If this was not you, press the button. We will sign everybody out and help you set a new password.',
        ]
      : [
          `Whoever runs ${brand} made a copy of everything that is known about you on ${when(at, 'en')}. It holds no password and no secret.`,
        ],
    action: own ? 'This wasn’t me' : 'See what happened',
    closing: own
      ? 'If you downloaded it yourself, there is nothing to do.'
      : 'That is usual when you have asked for your data by letter or by mail. If you have not, ask them why.',
  }),
}
