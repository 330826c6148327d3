import type { MailWords, MemberKind } from '../mail-words.ts'

export const members: Pick<MailWords, MemberKind> = {
  memberInvitation: ({ brand, organisation }) => ({
    subject: `${organisation} t’invite`,
    lines: [
      `${organisation} t’invite à devenir membre, avec un compte ${brand}. Ouvre le lien et connecte-toi, ou crée ton compte si tu n’en as pas. Le lien est valable sept jours et ne fonctionne qu’une fois.`,
    ],
    action: 'Accepter l’invitation',
    closing:
      'Tu n’attendais pas d’invitation ? Ignore simplement ce message : sans le lien, il ne se passe rien.',
  }),
}
