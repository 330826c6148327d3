import type { MailWords, MemberKind } from '../mail-words.ts'

export const members: Pick<MailWords, MemberKind> = {
  memberInvitation: ({ brand, organisation }) => ({
    subject: `${organisation} te invita`,
    lines: [
      `${organisation} te invita a ser miembro, con una cuenta de ${brand}. Abre el enlace e inicia sesión, o crea tu cuenta si aún no tienes una. El enlace funciona durante siete días y una sola vez.`,
    ],
    action: 'Aceptar la invitación',
    closing: '¿No esperabas ninguna invitación? Ignora este mensaje: sin el enlace no pasa nada.',
  }),
}
