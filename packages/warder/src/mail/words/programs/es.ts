import { when } from '../../when.ts'
import type { MailWords, ProgramKind } from '../mail-words.ts'

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: ({ brand, at, prefix, rotated }) => ({
    subject: rotated
      ? `Se renovó una clave de API de tu cuenta de ${brand}`
      : `Se creó una clave de API para tu cuenta de ${brand}`,
    lines: [
      rotated
        ? `El ${when(at, 'es')} se renovó una de tus claves de API. La nueva empieza por ${prefix}.`
        : `El ${when(at, 'es')} se creó una clave de API para tu cuenta. Empieza por ${prefix}. Un programa que la tenga puede actuar en tu nombre, hasta donde la clave lo permita.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, anularemos todas tus claves de API y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si fuiste tú, no tienes que hacer nada. Encontrarás tus claves en tu cuenta, en «API keys».',
  }),
}
