import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { LinkOrCodeKind, MailWords } from '../mail-words.ts'

const factNames = { device: 'Dispositivo', place: 'Lugar', time: 'Fecha' }

export const linksAndCodes: Pick<MailWords, LinkOrCodeKind> = {
  signInLink: ({ brand, ...seen }) => ({
    subject: `Tu enlace para entrar en ${brand}`,
    lines: [
      'Alguien, esperamos que tú, pidió un enlace para iniciar sesión. Funciona durante 15 minutos y una sola vez.',
      ...facts(factNames, seen, 'es'),
    ],
    action: 'Iniciar sesión',
    closing:
      'Si no lo pediste tú, ignora este mensaje. No pases el enlace a nadie ni digas el número que va con él.',
  }),

  oneTimeCode: ({ brand, ...seen }) => ({
    subject: `Tu código para iniciar sesión en ${brand}`,
    lines: [
      'Alguien, esperamos que tú, pidió un código para iniciar sesión. Escríbelo donde lo pediste. Funciona durante diez minutos.',
      ...facts(factNames, seen, 'es'),
    ],
    closing: 'No des este código a nadie, ni siquiera a nosotros. Si no lo pediste tú, ignora este mensaje.',
  }),

  noAccount: ({ brand, open }) => ({
    subject: `No hay ninguna cuenta de ${brand} con esta dirección`,
    lines: [
      `Alguien, quizá tú, quiso iniciar sesión en ${brand} con esta dirección. Todavía no tiene cuenta. Quizá usaste otra dirección.`,
    ],
    action: open ? 'Crear una cuenta' : 'Iniciar sesión',
    closing: 'Si no fuiste tú, no tienes que hacer nada.',
  }),

  phoneAdded: ({ brand, at, number }) => ({
    subject: `Se añadió un número de teléfono a tu cuenta de ${brand}`,
    lines: [
      `El número ${number} se añadió a tu cuenta el ${when(at, 'es')}.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, quitaremos el número y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si lo añadiste tú, no tienes que hacer nada.',
  }),

  phoneRemoved: ({ brand, at, number }) => ({
    subject: `Se quitó un número de teléfono de tu cuenta de ${brand}`,
    lines: [`El número ${number} se quitó de tu cuenta el ${when(at, 'es')}. Ya no enviamos códigos allí.`],
    action: 'No fui yo',
    closing: 'Si lo quitaste tú, no tienes que hacer nada.',
  }),

  textStepAdded: ({ brand, at, number }) => ({
    subject: `Tu cuenta de ${brand} pide ahora un código de tu teléfono`,
    lines: [
      `Desde el ${when(at, 'es')} enviamos un código al ${number} cuando inicias sesión, como segundo paso.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, lo desactivaremos y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing:
      'Si lo activaste tú, no tienes que hacer nada. Guarda tus códigos de recuperación en un lugar seguro.',
  }),

  textStepRemoved: ({ brand, at, last }) => ({
    subject: `Tu cuenta de ${brand} ya no pide un código de tu teléfono`,
    lines: [
      `El ${when(at, 'es')} se desactivó el código por SMS como segundo paso.`,
      last
        ? 'Ya no tienes un segundo paso, y tus códigos de recuperación ya no funcionan: quien sepa tu contraseña puede entrar.'
        : 'Tus otros segundos pasos funcionan como antes.',
    ],
    action: 'No fui yo',
    closing: 'Si lo desactivaste tú, no tienes que hacer nada.',
  }),
}
