import type { MailWords, MemberKind } from '../mail-words.ts'

export const members: Pick<MailWords, MemberKind> = {
  memberInvitation: ({ brand, organisation }) => ({
    subject: `${organisation} convida você`,
    lines: [
      `${organisation} convida você a se tornar membro, com uma conta ${brand}. Abra o link e entre, ou crie a sua conta se ainda não tiver uma. O link vale por sete dias e funciona uma única vez.`,
    ],
    action: 'Aceitar o convite',
    closing: 'Não esperava um convite? É só ignorar esta mensagem: sem o link, nada acontece.',
  }),
}
