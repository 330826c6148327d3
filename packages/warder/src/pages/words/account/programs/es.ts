import { html, outside } from '../../../html.ts'
import { agents } from './agents/es.ts'
import { approvals } from './approvals/es.ts'
import { connections } from './connections/es.ts'
import type { ProgramsWords } from './en.ts'

export const programs: ProgramsWords = {
  agents,
  approvals,
  connections,
  cancel: 'Cancelar',
  whatMayItDo: '¿Qué puede hacer?',

  applications: {
    title: 'Aplicaciones',
    lead: 'Lo que puede usar tu cuenta. Si retiras un acceso, tiene efecto al instante.',
    section: 'Con acceso',
    none: 'Ninguna. Una aplicación aparece aquí en cuanto le permites algo.',
    allowed: 'Permitido:',
    takeBack: 'Retirar',
    takeBackOf: (application) => `Retirar el acceso de ${application}`,
  },

  organisations: {
    title: 'Organizaciones',
    lead: 'Donde eres miembro. Tienes una sola cuenta para todas, y cada una ve solo lo que haces en ella.',
    section: 'Miembro de',
    none: 'Ninguna. Quien dirige una organización puede invitarte.',
    open: 'Abrir',
    openIt: (organisation) => `Abrir ${organisation}`,
    more: 'Ver más',
    goOnTitle: (organisation) => `Continuar a ${organisation}`,
    goOn: (organisation) => html`Continuar a ${outside(organisation)}`,
    signedInAs: (email) => html`Tienes la sesión abierta como <b>${outside(email)}</b>.`,
    waits: (application) => html`<b>${outside(application)}</b> te espera allí.`,
    otherAccount: 'Usar otra cuenta',
    notNow: 'Ahora no',
    refused: 'No puedes continuar allí',
    refusedText: (email) =>
      `Tienes la sesión abierta como ${email}, y con esta cuenta no formas parte de esta organización. Pide una invitación a quien la dirige o usa otra cuenta.`,
    somebodyElse: 'Se espera a otra persona',
    somebodyElseText: (email) =>
      `Tienes la sesión abierta como ${email}, y la aplicación espera a otra persona.`,
  },

  keys: {
    title: 'Claves de API',
    lead: 'Con una clave, un programa tuyo actúa en tu nombre, hasta donde tú lo permitas. Da a cada programa la suya.',
    section: 'Tus claves',
    none: 'Ninguna. Solo necesitas una para un programa que escribes o instalas tú.',
    older: 'Ver claves anteriores',
    add: 'Nueva clave de API',
    change: 'Cambiar',
    changeIt: (name) => `Cambiar ${name}`,
    test: 'Prueba',
    expired: 'Caducada',
    oldWorks: 'El secreto anterior aún funciona',
    neverUsed: 'Nunca usada',
    usedOnce: 'Usada una vez:',
    used: (times) => `Usada ${times} veces, la última:`,
    endless: 'no caduca',
    ended: 'caducó:',
    ends: 'caduca:',
    itIsEndless: 'No caduca por sí sola.',
    itEnded: (when) => `Caducó: ${when}.`,
    itEnds: (when) => `Caduca: ${when}.`,

    new: {
      lead: 'Permite solo lo que el programa necesite, y haz que la clave caduque cuando ya no te haga falta.',
      section: 'La clave',
      name: '¿Para qué sirve?',
      nameHint: 'Por ejemplo «Copia de seguridad en casa», para reconocerla.',
      end: '¿Cuándo caduca?',
      never: 'Nunca',
      inAYear: 'Dentro de un año',
      inADay: 'Dentro de un día',
      inDays: (days) => `Dentro de ${days} días`,
      kind: 'Tipo',
      live: 'Para uso real',
      test: 'Para hacer pruebas',
      kindHint: 'Figura en la propia clave, para que nadie las confunda.',
      addresses: 'Solo desde estas direcciones',
      addressesHint:
        'Direcciones IP o redes separadas por espacios, por ejemplo 192.0.2.7 o 10.0.0.0/8. Si se deja vacío, la clave funciona desde cualquier sitio.',
      submit: 'Crear la clave',
    },

    made: {
      title: 'Tu nueva clave de API',
      titleOfNext: 'Tu nuevo secreto',
      lead: 'Ponla donde tu programa la lee.',
      oldOver: 'El anterior ya no funciona.',
      oldUntil: (when) => `El anterior funciona hasta: ${when}. Pon el nuevo en su lugar antes.`,
      once: 'Solo lo mostramos ahora. Selecciónalo, cópialo y guárdalo como una contraseña: quien lo tenga puede actuar en tu nombre.',
      sent: (bearer, header) =>
        html`Tu programa lo envía con cada solicitud, en la cabecera <code>${bearer}</code> o <code>${header}</code>, y nunca en una dirección.`,
      kept: 'Lo he guardado',
    },

    one: {
      lead: (when, end) => `Una clave de API creada: ${when}. ${end}`,
      about: 'Sobre ella',
      newSecret: 'Un nuevo secreto',
      newSecretText:
        'Cambia el secreto de vez en cuando, y al instante si ha caído en malas manos. Lo que puede hacer la clave no cambia.',
      grace: '¿Sigue funcionando el anterior?',
      day: 'Un día más',
      week: 'Una semana más',
      notAtAll: 'No: puede que lo tenga otra persona',
      submit: 'Crear un nuevo secreto',
      revoke: 'Revocar',
      revokeText: 'El programa que usa esta clave queda fuera al instante. Esto no se puede deshacer.',
      revokeIt: 'Revocar esta clave',
      back: 'Volver a las claves de API',
      itMay: 'Puede:',
      onlyFrom: (networks) => html`Solo desde ${outside(networks)}.`,
      oldUntil: 'El secreto anterior funciona hasta:',
      byDay: 'Usos por día',
    },
  },
}
