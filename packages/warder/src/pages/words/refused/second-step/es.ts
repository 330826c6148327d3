import type { SecondStepRefused } from './en.ts'

const tries = (left: number) =>
  `Te ${left === 1 ? 'queda' : 'quedan'} ${left} ${left === 1 ? 'intento' : 'intentos'}.`

export const secondStepRefused: SecondStepRefused = {
  second_wrong: (left) => `Este código no es correcto. ${tries(left)}`,
  second_wrong_mail: (left) => `Este código no es correcto. Mira el correo más reciente. ${tries(left)}`,
  second_wrong_last: 'Este código no es correcto, y era el último intento. Inicia sesión otra vez.',
  passkey_wrong: (left) => `Esta llave de acceso no se ha aceptado. ${tries(left)}`,
  passkey_wrong_last:
    'Esta llave de acceso no se ha aceptado, y era el último intento. Inicia sesión otra vez.',
  second_not_asked: 'Este inicio de sesión no pide eso.',
  second_used: 'Este código ya se ha usado. Escribe el siguiente.',
  nothing_to_confirm: 'Esta cuenta no tiene nada con lo que confirmar que eres tú.',
  cannot_confirm: 'Esta cuenta no permite confirmar de esa manera.',

  app_many: (most) =>
    `Una cuenta tiene como máximo ${most} aplicaciones de autenticación. Quita una que ya no uses.`,
  app_over:
    'Añadir esta aplicación de autenticación ha tardado demasiado o ha habido demasiados códigos incorrectos. Empieza de nuevo.',
  app_wrong: (left) =>
    `Este código no es correcto. Escribe el más reciente que muestra tu aplicación. ${tries(left)}`,
  app_name_long: 'Tiene más de 60 caracteres.',
  set_up_wrong_last: 'Este código no es correcto, y era el último intento. Empieza de nuevo.',

  number_wrong: (left) => `Este código no es correcto. Escribe el más reciente. ${tries(left)}`,
  number_over:
    'Confirmar este número ha tardado demasiado o ha habido demasiados códigos incorrectos. Empieza de nuevo.',
  number_taken: 'Este número está en otra cuenta. Quítalo primero de allí.',
  number_other: 'Esta cuenta tiene otro número. Usa ese o configura otra cosa.',
  number_not_this: 'No es el número de esta cuenta.',
  number_proved:
    'Estás iniciando sesión con un código enviado a tu número. Configura otra cosa como segundo paso.',
  texts_off: 'Los SMS no están configurados aquí.',

  document_changed: (document, version) =>
    `La versión vigente de ${document} es ahora la ${version}. Léela antes de aceptar.`,
  document_version: (version) => `La versión vigente es ahora la ${version}. Léela y acéptala.`,
}
