import { html, outside } from '../../html.ts'
import type { EveryPageWords } from './en.ts'

export const everyPage: EveryPageWords = {
  failed: (title) => `Error: ${title}`,
  menu: (what) => `Menú: ${what}`,
  skip: 'Ir al contenido',
  signIn: 'Iniciar sesión',
  signOut: 'Cerrar sesión',
  continue: 'Continuar',
  backToSignIn: 'Volver al inicio de sesión',
  goToAccount: 'Ir a tu cuenta',

  fields: {
    full_name: 'Tu nombre',
    email: 'Correo electrónico',
    current_password: 'Contraseña actual',
    password: 'Contraseña',
  },
  newPassword: 'Contraseña nueva',
  passwordHint: (least) =>
    `Al menos ${least} caracteres. Unas cuantas palabras sin relación entre sí son fáciles de recordar y difíciles de adivinar. Puedes usar espacios.`,
  remember: 'Mantener la sesión abierta en este dispositivo',
  optional: '(opcional)',
  readDocument: (title, version) => html`Leer: ${outside(title)}, versión ${outside(version)}`,

  lookAgain: 'Revisa esto, por favor:',
  labelled: (label) => `${label}:`,

  busy: 'Un momento: tu dispositivo está terminando una pequeña tarea y después esto sigue solo.',
  waitFirst: (seconds) =>
    `Ahora mismo fallan muchos inicios de sesión. Tu navegador no ejecuta scripts que puedan ayudar, así que espera ${seconds} segundos antes de continuar.`,

  passkeys: {
    not_supported: 'Este navegador no puede usar llaves de acceso aquí.',
    already_added: 'Este dispositivo ya tiene una llave de acceso para esta cuenta.',
    no_passkey: 'Esta llave de acceso ya no se conoce aquí. Inicia sesión de otra manera.',
    unreachable: 'El servidor no responde. Inténtalo de nuevo en un momento.',
    refused: 'No ha funcionado. Inténtalo de nuevo o elige otra manera.',
  },

  justNow: 'ahora mismo',
  inAMoment: 'en un momento',
}
