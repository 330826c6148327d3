import { when } from '../../when.ts'
import type { MailWords, PasswordlessKind } from '../mail-words.ts'

export const passwordless: Pick<MailWords, PasswordlessKind> = {
  passwordRemoved: ({ brand, at }) => ({
    subject: `Se eliminó tu contraseña de ${brand}`,
    lines: [
      `Tu contraseña se eliminó el ${when(at, 'es')}. Ninguna contraseña abre ya tu cuenta: inicias sesión de las otras formas que configuraste.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing:
      'Si es lo que querías, no tienes que hacer nada. Puedes volver a crear una contraseña cuando quieras.',
  }),

  passwordAdded: ({ brand, at }) => ({
    subject: `Tu cuenta de ${brand} ya tiene contraseña`,
    lines: [
      `Se creó una contraseña para tu cuenta el ${when(at, 'es')}. Desde ahora también puedes iniciar sesión con ella, además de como lo hacías antes.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si la creaste tú, no tienes que hacer nada.',
  }),

  identityAdded: ({ brand, at, provider }) => ({
    subject: `Ya puedes iniciar sesión en ${brand} con ${provider}`,
    lines: [
      `El ${when(at, 'es')} se conectó una cuenta de ${provider} a tu cuenta. Desde ahora, quien pueda usarla allí inicia sesión aquí con ella.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, desconectaremos esa cuenta y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si la conectaste tú, no tienes que hacer nada.',
  }),

  identityRemoved: ({ brand, at, provider }) => ({
    subject: `Ya no inicias sesión en ${brand} con ${provider}`,
    lines: [
      `El ${when(at, 'es')} se desconectó de tu cuenta una cuenta de ${provider}. Ya nadie inicia sesión aquí con ella.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si la desconectaste tú, no tienes que hacer nada.',
  }),

  setPassword: ({ brand }) => ({
    subject: `¿Crear una contraseña para ${brand}?`,
    lines: [
      'Tu cuenta no tiene contraseña en este momento, así que no hay ninguna que olvidar. Si configuraste otra forma de iniciar sesión, usa esa.',
      'Si quieres una contraseña, créala con el enlace de abajo. Funciona durante una hora y una sola vez.',
    ],
    action: 'Crear una contraseña',
    closing: '¿No fuiste tú? Ignora este mensaje: sin el enlace no pasa nada.',
  }),
}
