import { when } from '../../when.ts'
import type { MailWords, PrivacyKind } from '../mail-words.ts'

export const privacy: Pick<MailWords, PrivacyKind> = {
  dataExported: ({ brand, at, own }) => ({
    subject: `Se hizo una copia de tus datos de ${brand}`,
    lines: own
      ? [
          `El ${when(at, 'es')} se hizo desde tu cuenta una copia de todo lo que sabemos sobre ti. No contiene contraseñas ni secretos.`,
          'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones y te ayudaremos a elegir una contraseña nueva.',
        ]
      : [
          `El ${when(at, 'es')} quienes gestionan ${brand} hicieron una copia de todo lo que se sabe sobre ti. No contiene contraseñas ni secretos.`,
        ],
    action: own ? 'No fui yo' : 'Ver qué pasó',
    closing: own
      ? 'Si la descargaste tú, no tienes que hacer nada.'
      : 'Es lo habitual si pediste tus datos por carta o por correo. Si no lo hiciste, pregúntales por qué.',
  }),
}
