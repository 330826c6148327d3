import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { MailWords, PasskeyKind } from '../mail-words.ts'

const factNames = { device: 'Dispositivo', place: 'Lugar', time: 'Fecha' }

export const passkeys: Pick<MailWords, PasskeyKind> = {
  passkeyAdded: ({ brand, ...seen }) => ({
    subject: `Se añadió una llave de acceso a tu cuenta de ${brand}`,
    lines: [
      'Se añadió una llave de acceso a tu cuenta. A partir de ahora te la pediremos al iniciar sesión y, si puede, bastará con ella para entrar.',
      ...facts(factNames, seen, 'es'),
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, quitaremos la llave de acceso de tu cuenta y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si la añadiste tú, no tienes que hacer nada.',
  }),

  passkeyRemoved: ({ brand, at, last }) => ({
    subject: `Se quitó una llave de acceso de tu cuenta de ${brand}`,
    lines: [
      `Se quitó una llave de acceso de tu cuenta el ${when(at, 'es')}. Ya no sirve para iniciar sesión.`,
      last
        ? 'Ya no tienes segundo paso, y tus códigos de recuperación ya no funcionan.'
        : 'Tus otros segundos pasos funcionan como antes.',
    ],
    action: 'No fui yo',
    closing:
      'Si la quitaste tú, no tienes que hacer nada. Puedes borrarla en la aplicación o en la llave que la guarda.',
  }),

  passkeyCopied: ({ brand, refused, ...seen }) => ({
    subject: `Puede que se copiara una llave de acceso de tu cuenta de ${brand}`,
    lines: [
      'Se usó una de tus llaves de acceso y parece que existe una copia.',
      refused ? 'No dejamos entrar a nadie con ella.' : 'El inicio de sesión se aceptó.',
      ...facts(factNames, seen, 'es'),
      'Quita esta llave de acceso en los ajustes de seguridad de tu cuenta y añade una nueva. Si no acabas de usarla, pulsa el botón: cerraremos todas las sesiones y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing:
      'Una llave de seguridad restablecida o restaurada desde una copia también puede dar esta impresión.',
  }),
}
