import { html, outside } from '../../html.ts'
import type { MessageWords } from './en.ts'

export const messages: MessageWords = {
  error: {
    mention: 'Si pides ayuda, indica',
    refusedAddress: 'La dirección rechazada:',
    register:
      'Vuelve a la aplicación y avisa a quien la gestiona. Si eres tú, registra exactamente esta dirección para ella, carácter por carácter.',
    here: {
      title: 'No ha funcionado',
      text: 'Si te ha enviado aquí una aplicación, vuelve a ella y empieza de nuevo. Si vuelve a pasar, avisa a quien la gestiona.',
    },
    impossible: {
      title: 'No ha funcionado',
      text: 'La aplicación que te ha enviado aquí ha pedido algo que no es posible. Vuelve solo si la conoces.',
      back: (host) => `Volver a ${host}`,
    },
  },

  formPost: {
    title: 'Volver a la aplicación',
    heading: (application) => html`Volver a ${outside(application)}`,
    onYourWay: 'Te llevamos de vuelta. Si no pasa nada, pulsa el botón.',
    impossible: 'Ha pedido algo que no es posible. Vuelve solo si la conoces.',
  },

  inbox: {
    title: 'Bandeja de entrada de desarrollo',
    lead: 'Los mensajes terminan aquí y nunca salen de este equipo.',
    warning: 'Solo para desarrollo. Esta página no existe en producción.',
    again: 'Actualizar',
    none: 'Todavía nada. Regístrate o pide un enlace y vuelve a mirar.',
    text: 'SMS',
    to: (address) => html`para ${outside(address)}`,
  },

  problems: {
    application_refused: {
      title: 'La aplicación ha pedido algo que no es posible',
      text: 'Vuelve a ella y avisa a quien la gestiona.',
    },
    password_required: { title: 'Hace falta tu contraseña', text: 'Vuelve atrás y escríbela.' },
    password_refused: {
      title: 'Esta contraseña no se puede usar',
      text: 'Vuelve atrás e inténtalo de nuevo.',
    },
    token_invalid: {
      title: 'Esto ya no funciona',
      text: 'Ya se ha usado o ha caducado. Empieza de nuevo.',
    },
    sign_in_over: {
      title: 'Este inicio de sesión ha terminado',
      text: 'Empieza de nuevo desde la página a la que querías ir.',
    },
    insufficient_user_authentication: {
      title: 'Confirma que eres tú',
      text: 'Inicia sesión de nuevo y vuelve a intentarlo.',
    },
    password_change_required: {
      title: 'Elige primero una contraseña nueva',
      text: 'Inicia sesión de nuevo para hacerlo.',
    },
    challenge_required: {
      title: 'Espera un momento',
      text: 'Vuelve atrás, recarga la página e inténtalo otra vez.',
    },
    too_many_sessions: {
      title: 'Tienes la sesión abierta en demasiados sitios',
      text: 'Ciérrala en uno de ellos y vuelve a iniciarla aquí.',
    },
    reconnect_required: {
      title: 'Hay que volver a conectar el otro servicio',
      text: 'Hazlo en tu cuenta, en «Conexiones».',
    },
    invalid_input: {
      title: 'No ha funcionado',
      text: 'Vuelve atrás, revisa lo que has escrito e inténtalo de nuevo.',
    },
    malformed_request: { title: 'No ha funcionado', text: 'Vuelve atrás e inténtalo de nuevo.' },
    csrf_failed: {
      title: 'Esta página ya no estaba al día',
      text: 'Vuelve atrás, recárgala e inténtalo otra vez.',
    },
    forbidden: {
      title: 'No puedes hacer esto',
      text: 'Si crees que deberías poder, habla con quien gestiona este servicio.',
    },
    not_found: {
      title: 'Aquí no hay nada',
      text: 'Puede que la dirección esté mal escrita, o que lo que había aquí ya no exista.',
    },
    method_not_allowed: {
      title: 'Esta página no se abre directamente',
      text: 'Empieza de nuevo desde tu cuenta.',
    },
    conflict: {
      title: 'No ha funcionado',
      text: 'Algo ha cambiado mientras tanto. Recarga la página y míralo.',
    },
    payload_too_large: { title: 'Era demasiado de una vez', text: 'Vuelve atrás y envía menos.' },
    too_many_requests: {
      title: 'Espera un momento',
      text: 'Ha habido demasiados intentos. Prueba otra vez dentro de unos minutos.',
    },
    provider_failed: {
      title: 'El otro servicio no ha respondido como debía',
      text: 'Inténtalo de nuevo en un momento.',
    },
  },
  ours: { title: 'Algo ha fallado por nuestra parte', text: 'Inténtalo de nuevo en un momento.' },
  other: { title: 'No ha funcionado', text: 'Vuelve atrás e inténtalo de nuevo.' },
}
