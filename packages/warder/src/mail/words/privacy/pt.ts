import { when } from '../../when.ts'
import type { MailWords, PrivacyKind } from '../mail-words.ts'

export const privacy: Pick<MailWords, PrivacyKind> = {
  dataExported: ({ brand, at, own }) => ({
    subject: `Foi feita uma cópia dos seus dados em ${brand}`,
    lines: own
      ? [
          `Em ${when(at, 'pt')} foi feita, a partir da sua conta, uma cópia de tudo o que sabemos sobre você. Ela não contém senhas nem segredos.`,
          'Se não foi você, clique no botão. Vamos encerrar todas as sessões e ajudar você a criar uma nova senha.',
        ]
      : [
          `Em ${when(at, 'pt')} quem administra ${brand} fez uma cópia de tudo o que se sabe sobre você. Ela não contém senhas nem segredos.`,
        ],
    action: own ? 'Não fui eu' : 'Ver o que aconteceu',
    closing: own
      ? 'Se você mesmo a baixou, não precisa fazer nada.'
      : 'Isso é comum quando você pediu os seus dados por carta ou e-mail. Se não pediu, pergunte o motivo.',
  }),
}
