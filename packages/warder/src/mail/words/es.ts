import { facts } from '../facts.ts'
import { when } from '../when.ts'
import { linksAndCodes } from './links-and-codes/es.ts'
import type { MailWords } from './mail-words.ts'
import { members } from './members/es.ts'
import { passkeys } from './passkeys/es.ts'
import { passwordless } from './passwordless/es.ts'
import { privacy } from './privacy/es.ts'
import { programs } from './programs/es.ts'

const factNames = { device: 'Dispositivo', place: 'Lugar', time: 'Fecha' }

export const es: MailWords = {
  ...linksAndCodes,
  ...members,
  ...passkeys,
  ...passwordless,
  ...privacy,
  ...programs,

  greeting: (full_name) => (full_name ? `Hola, ${full_name}:` : 'Hola:'),
  link_again: 'Si el botón no funciona, abre esta dirección:',

  mailTest: ({ brand, at }) => ({
    subject: `Mensaje de prueba de ${brand}`,
    lines: [
      `Este mensaje se envió el ${when(at, 'es')} para comprobar que llegan los correos de ${brand}. Todo funciona.`,
    ],
    closing: 'No tienes que hacer nada.',
  }),

  confirmAddress: ({ brand }) => ({
    subject: `Confirma tu dirección para ${brand}`,
    lines: [
      `Confirma que esta dirección es tuya y crearemos tu cuenta de ${brand}. El enlace funciona durante un día.`,
    ],
    action: 'Confirmar mi dirección',
    closing: '¿No fuiste tú? Ignora este mensaje: sin el enlace no pasa nada.',
  }),

  alreadyRegistered: ({ brand }) => ({
    subject: `Ya tienes una cuenta de ${brand}`,
    lines: [
      `Alguien, quizá tú, intentó crear una cuenta de ${brand} con esta dirección. Ya tienes una, así que no cambió nada.`,
      'Inicia sesión como siempre. Si no recuerdas tu contraseña, puedes pedir una nueva desde ahí.',
    ],
    action: 'Iniciar sesión',
    closing: 'Si no fuiste tú, no tienes que hacer nada.',
  }),

  resetPassword: ({ brand }) => ({
    subject: `Elige una contraseña nueva para ${brand}`,
    lines: ['Elige una contraseña nueva con el enlace de abajo. Funciona durante una hora y una sola vez.'],
    action: 'Elegir una contraseña nueva',
    closing: '¿No fuiste tú? Ignora este mensaje: sin el enlace no pasa nada.',
  }),

  passwordChanged: ({ brand, at }) => ({
    subject: `Se cambió tu contraseña de ${brand}`,
    lines: [`Tu contraseña se cambió el ${when(at, 'es')} y cerramos la sesión en tus otros dispositivos.`],
    action: 'No fui yo',
    closing: 'Si la cambiaste tú, no tienes que hacer nada.',
  }),

  passwordGuessed: ({ brand, at }) => ({
    subject: `Alguien intentó entrar en tu cuenta de ${brand}`,
    lines: [
      `Se probaron varias contraseñas incorrectas con tu dirección, la última el ${when(at, 'es')}. Ninguna era la correcta, y ahora hay que esperar cada vez más entre un intento y otro.`,
      'En los dispositivos con los que sueles entrar, todo funciona como siempre.',
    ],
    action: 'Elegir una contraseña nueva',
    closing:
      'Si fuiste tú y no recuerdas tu contraseña, usa el botón. Si no, no tienes que hacer nada, salvo que uses la misma contraseña en otro sitio.',
  }),

  newSignIn: ({ brand, reasons, ...seen }) => ({
    subject: `Nuevo inicio de sesión en tu cuenta de ${brand}`,
    lines: [
      {
        new_device: 'Tu cuenta se acaba de usar en un dispositivo que no habías usado antes.',
        new_country: 'Tu cuenta se acaba de usar en un país desde el que nunca habías iniciado sesión.',
        impossible_travel: 'Tu cuenta se acaba de usar lejos del lugar de tu último inicio de sesión.',
      }[reasons.at(-1) ?? 'new_device'],
      ...facts(factNames, seen, 'es'),
      'Si no fuiste tú, pulsa el botón. Cerraremos todas tus sesiones y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si fuiste tú, no tienes que hacer nada.',
  }),

  signInCode: ({ brand, ...seen }) => ({
    subject: `Tu código para entrar en ${brand}`,
    lines: [
      'Alguien, esperamos que tú, está iniciando sesión con tu contraseña. No se parece a tus inicios de sesión habituales, por eso pedimos también este código. Funciona durante diez minutos.',
      ...facts(factNames, seen, 'es'),
    ],
    action: 'No fui yo',
    closing:
      'No des este código a nadie, ni siquiera a nosotros. Si no estás iniciando sesión ahora, alguien conoce tu contraseña: pulsa el botón.',
  }),

  signInStopped: ({ brand, ...seen }) => ({
    subject: `Bloqueamos un inicio de sesión en tu cuenta de ${brand}`,
    lines: [
      'Alguien intentó iniciar sesión con tu contraseña. No lo permitimos, porque no se parecía a tus inicios de sesión habituales.',
      ...facts(factNames, seen, 'es'),
      'Pulsa el botón y dinos si fuiste tú. Si fuiste tú, después podrás iniciar sesión en ese dispositivo. Si no, bloquearemos tu cuenta y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: '¿Fuiste tú?',
    closing: 'Nada cambia hasta que respondas.',
  }),

  sessionStopped: ({ brand, ...seen }) => ({
    subject: `Puede que alguien esté usando tu sesión de ${brand}`,
    lines: [
      'Una de tus sesiones se acaba de usar en un navegador y una red distintos de los habituales. La bloqueamos. Para continuar, primero hay que confirmar con tu contraseña que eres tú.',
      ...facts(factNames, seen, 'es'),
      'Si no fuiste tú, puede que alguien la haya copiado de tu dispositivo. Elige una contraseña nueva, con lo que se cierran todas las sesiones, y comprueba que en tus dispositivos no haya programas desconocidos.',
    ],
    action: 'Elegir una contraseña nueva',
    closing: 'Si fuiste tú, escribe tu contraseña y sigue adelante.',
  }),

  accountLocked: ({ brand, since, removed, programs: ended, passkeys }) => ({
    subject: `Tu cuenta de ${brand} está bloqueada: elige una contraseña nueva`,
    lines: [
      'Nos avisaron de que un inicio de sesión en tu cuenta no era tuyo. Cerramos todas tus sesiones, retiramos el acceso de todas las aplicaciones y tu contraseña anterior ya no funciona.',
      ...(removed
        ? [
            `Quitamos lo que se añadió desde el ${when(since, 'es')}: direcciones y todo lo que sirve para iniciar sesión o confirmarlo. Vuelve a añadir lo que era tuyo.`,
          ]
        : []),
      ...(ended
        ? [
            `Anulamos las claves y credenciales que se crearon desde tu cuenta a partir del ${when(since, 'es')} para programas de los que te ocupas, y detuvimos esos agentes. Dales otras nuevas.`,
          ]
        : []),
      ...(passkeys > 0
        ? [
            'Las llaves de acceso anteriores volverán a funcionar cuando elijas la contraseña nueva. Revísalas entonces en «Seguridad» y quita las que no conozcas.',
          ]
        : []),
      'Elige una contraseña nueva que no uses en ningún otro sitio. El enlace funciona durante un día y una sola vez; puedes pedir otro en «¿Olvidaste tu contraseña?».',
    ],
    action: 'Elegir una contraseña nueva',
    closing: 'Si otra persona puede leer tu correo, cambia primero la contraseña de tu cuenta de correo.',
  }),

  confirmNewAddress: ({ brand }) => ({
    subject: `Confirma esta dirección para tu cuenta de ${brand}`,
    lines: [
      `Alguien, esperamos que tú, quiere añadir esta dirección a su cuenta de ${brand}. Abre el enlace e inicia sesión en esa cuenta para confirmarla. El enlace funciona durante un día y una sola vez.`,
    ],
    action: 'Confirmar esta dirección',
    closing: '¿No fuiste tú? Ignora este mensaje: sin el enlace no pasa nada.',
  }),

  addressTaken: ({ brand }) => ({
    subject: `Alguien quiso añadir tu dirección a otra cuenta de ${brand}`,
    lines: [
      `Alguien, quizá tú, quiso añadir esta dirección a otra cuenta de ${brand}. Ya pertenece a la tuya, así que no se cambió nada.`,
      'Si fuiste tú, quita primero la dirección de esta cuenta y después añádela a la otra.',
    ],
    action: 'Iniciar sesión',
    closing: 'Si no fuiste tú, no tienes que hacer nada.',
  }),

  addressAdded: ({ brand, address, at }) => ({
    subject: `Se añadió una dirección a tu cuenta de ${brand}`,
    lines: [
      `La dirección ${address} se añadió a tu cuenta el ${when(at, 'es')}. A partir de ahora también puedes iniciar sesión con ella.`,
      'Si no fuiste tú, quita esa dirección y cambia tu contraseña.',
    ],
    action: 'Ver mis direcciones',
    closing: 'Si la añadiste tú, no tienes que hacer nada.',
  }),

  addressChanged: ({ brand, address, at, until }) => ({
    subject: `Se cambió la dirección principal de tu cuenta de ${brand}`,
    lines: [
      `Desde el ${when(at, 'es')}, la dirección principal de tu cuenta es ${address}. A partir de ahora nuestros mensajes llegan allí.`,
      `Si no fuiste tú, deshaz el cambio antes del ${when(until, 'es')}: recuperaremos esta dirección, cerraremos todas las sesiones y te ayudaremos a elegir una contraseña nueva.`,
    ],
    action: 'Deshacer el cambio',
    closing: 'Si la cambiaste tú, no tienes que hacer nada.',
  }),

  addressRemoved: ({ brand, at }) => ({
    subject: `Se quitó esta dirección de tu cuenta de ${brand}`,
    lines: [
      `Esta dirección se quitó de tu cuenta el ${when(at, 'es')}. Ya no puedes iniciar sesión con ella y no enviaremos nada más aquí.`,
      'Si no fuiste tú, inicia sesión con otra de tus direcciones y cambia tu contraseña.',
    ],
    action: 'Ver mi cuenta',
    closing: 'Si la quitaste tú, no tienes que hacer nada.',
  }),

  authenticatorAdded: ({ brand, at }) => ({
    subject: `Se añadió una aplicación de autenticación a tu cuenta de ${brand}`,
    lines: [
      `El ${when(at, 'es')} se añadió una aplicación de autenticación a tu cuenta. A partir de ahora te pediremos un código de ella cada vez que entres.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, quitaremos la aplicación de tu cuenta y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing:
      'Si la añadiste tú, no tienes que hacer nada. Guarda tus códigos de recuperación en un lugar seguro.',
  }),

  authenticatorRemoved: ({ brand, at, last }) => ({
    subject: `Se quitó una aplicación de autenticación de tu cuenta de ${brand}`,
    lines: [
      `El ${when(at, 'es')} se quitó una aplicación de autenticación de tu cuenta.`,
      last
        ? 'Ya no tienes un segundo paso y tus códigos de recuperación dejaron de valer: quien conozca tu contraseña puede entrar.'
        : 'Tus otros segundos pasos funcionan como antes.',
    ],
    action: 'No fui yo',
    closing: 'Si la quitaste tú, no tienes que hacer nada.',
  }),

  recoveryCodesMade: ({ brand, at }) => ({
    subject: `Nuevos códigos de recuperación para tu cuenta de ${brand}`,
    lines: [
      `El ${when(at, 'es')} se crearon nuevos códigos de recuperación para tu cuenta. Los anteriores ya no valen.`,
    ],
    action: 'No fui yo',
    closing: 'Si los creaste tú, guárdalos en un lugar seguro y tira los anteriores.',
  }),

  recoveryCodeUsed: ({ brand, left, few, ...seen }) => ({
    subject: `Se usó un código de recuperación de tu cuenta de ${brand}`,
    lines: [
      'Uno de tus códigos de recuperación se acaba de usar en lugar del segundo paso. No vale otra vez.',
      ...facts(factNames, seen, 'es'),
      ['Era el último.', 'Te queda uno.'][left] ?? `Te quedan ${left}.`,
      ...(few ? ['Es hora de crear otros, en «Seguridad» de tu cuenta.'] : []),
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si fuiste tú, no tienes que hacer nada más.',
  }),

  recoveryLink: ({ brand, from }) => ({
    subject: `Un enlace para volver a entrar en tu cuenta de ${brand}`,
    lines: [
      `Nos pidieron que pudieras configurar un nuevo segundo paso, porque perdiste el anterior. El enlace funciona a partir del ${when(from, 'es')}, una sola vez y durante un día.`,
      'Tu contraseña sigue siendo necesaria. No se lo pases a nadie, ni siquiera a alguien que diga que quiere ayudarte.',
    ],
    action: 'Configurar un nuevo segundo paso',
    closing: '¿No lo pediste? Abre el enlace y detenlo antes de que funcione.',
  }),

  accountDeactivated: ({ brand, at }) => ({
    subject: `Tu cuenta de ${brand} está desactivada`,
    lines: [
      `Desactivaste tu cuenta el ${when(at, 'es')}. Cerramos todas tus sesiones. No se borró nada, salvo tus conexiones con otros servicios si las tenías.`,
      'Para volver a usarla, solo tienes que iniciar sesión.',
    ],
    action: 'Iniciar sesión',
    closing: 'Si no fuiste tú, inicia sesión y cambia tu contraseña.',
  }),

  accountReactivated: ({ brand, at }) => ({
    subject: `Tu cuenta de ${brand} vuelve a estar activa`,
    lines: [
      `Alguien inició sesión el ${when(at, 'es')} en tu cuenta desactivada, así que vuelve a estar activa. ¡Te damos la bienvenida de nuevo!`,
    ],
    action: 'No fui yo',
    closing: 'Si fuiste tú, no tienes que hacer nada.',
  }),

  accountErased: ({ brand, at }) => ({
    subject: `Tu cuenta de ${brand} se eliminó`,
    lines: [
      `Tu cuenta se eliminó el ${when(at, 'es')}, como pediste. Ya no guardamos nada sobre ti, y este es nuestro último mensaje.`,
      'Puedes volver a registrarte con esta dirección cuando quieras.',
    ],
    closing: 'Hasta pronto, y gracias.',
  }),

  invitation: ({ brand }) => ({
    subject: `Tienes una invitación para unirte a ${brand}`,
    lines: [
      `Tienes una invitación para unirte a ${brand}. Abre el enlace, elige una contraseña y tu cuenta estará lista. El enlace funciona durante siete días y una sola vez.`,
    ],
    action: 'Aceptar la invitación',
    closing: '¿No esperabas ninguna invitación? Ignora este mensaje: sin el enlace no pasa nada.',
  }),
}
