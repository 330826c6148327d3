import type { MailWords, MemberKind } from '../mail-words.ts'

export const members: Pick<MailWords, MemberKind> = {
  memberInvitation: ({ brand, organisation }) => ({
    subject: `${organisation} lädt dich ein`,
    lines: [
      `${organisation} lädt dich ein, Mitglied zu werden, mit einem Konto bei ${brand}. Öffne den Link und melde dich an, oder lege ein Konto an, wenn du noch keines hast. Der Link gilt sieben Tage lang und funktioniert nur einmal.`,
    ],
    action: 'Einladung annehmen',
    closing:
      'Du hast keine Einladung erwartet? Dann ignoriere diese Nachricht einfach: Ohne den Link passiert nichts.',
  }),
}
