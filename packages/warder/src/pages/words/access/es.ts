import { html, outside } from '../../html.ts'
import type { AccessWords } from './en.ts'
import { scopes } from './scopes/es.ts'

export const access: AccessWords = {
  scopes,
  title: 'Permitir el acceso',
  heading: (application) => html`¿Permitir que ${outside(application)} acceda a tu cuenta?`,
  yourAccount: 'Tu cuenta',
  whoAsks: 'Quién lo pide',
  allows: 'Esto es lo que podrá hacer',
  usedAt: 'Lo usará en:',
  deny: 'Rechazar',
  allow: 'Permitir',

  consent: {
    firstTime: 'Esta aplicación pide acceso a tu cuenta por primera vez.',
    again: 'Ya permitiste el acceso a esta aplicación. Lo pide otra vez, para todo lo que se indica aquí.',
    next: 'Después irás a',
    onlyIf: (application) =>
      html`Permítelo solo si conoces <b>${outside(application)}</b> y vienes de allí. Puedes retirar el acceso en cualquier momento desde tu cuenta.`,
  },

  details: { heading: 'Lo que pide en detalle', permission: 'Permiso' },

  about: {
    of: (application) => html`Acerca de ${outside(application)}:`,
    policy: 'Política de privacidad',
    terms: 'Condiciones del servicio',
  },

  stranger: {
    unknown: 'Esta aplicación se registró sola. Nadie aquí sabe quién está detrás de su nombre.',
    publishedAt: (host) =>
      html`Esta aplicación se registró sola y pertenece a quien gestiona <b>${outside(host)}</b>. Nadie aquí ha comprobado su nombre.`,
    thisDevice: 'Un programa en este dispositivo',
  },

  chooseAccount: {
    title: 'Elige una cuenta',
    here: 'Sesión abierta aquí',
    goOnAs: (name) => html`Continuar como ${outside(name)}`,
    other: 'Usar otra cuenta',
  },

  device: {
    title: 'Conectar un dispositivo',
    lead: 'Escribe el código que muestra tu dispositivo o programa.',
    signInFirst: 'Primero inicia sesión. Después escribe el código que muestra tu dispositivo o programa.',
    never: 'Nunca enviamos a nadie un código para esta página, y nunca pedimos ninguno.',
    inFront: (code) =>
      html`¿Muestra tu dispositivo el código <b>${outside(code)}</b>? Continúa solo si lo tienes delante y has empezado esto tú.`,
    askedFrom: 'Pedido desde',
    sent: '¿Alguien te ha enviado este código o el enlace a esta página? Entonces quiere entrar en tu cuenta: elige «Rechazar».',
    denied: 'No se ha conectado',
    deniedText: 'El dispositivo no tendrá acceso a tu cuenta.',
    connected: 'Tu dispositivo está conectado',
    connectedText:
      'Continúa allí: lo notará en unos segundos. Puedes retirar el acceso en cualquier momento desde tu cuenta.',
    seeAccess: 'Ver qué tiene acceso',
  },
}
