import { html, outside } from '../../html.ts'
import type { SecondStepWords } from './en.ts'
import { setUp } from './set-up/es.ts'

export const secondStep: SecondStepWords = {
  ...setUp,
  ways: {
    passkey: 'Usar una llave de acceso o de seguridad',
    totp: 'Usar tu aplicación de autenticación',
    sms: 'Recibir un código por SMS',
    backup_code: 'Usar un código de recuperación',
    email: 'Recibir un código por correo',
  },
  notNow: 'Ahora no',

  asked: {
    titles: {
      passkey: 'Usa tu llave de acceso',
      totp: 'Escribe tu código',
      sms: 'Escribe tu código',
      backup_code: 'Escribe un código de recuperación',
      email: 'Escribe tu código',
    },
    leads: {
      passkey: 'Pulsa el botón y sigue a tu dispositivo: tu huella, tu cara, su PIN o tu llave de seguridad.',
      totp: 'Abre tu aplicación de autenticación y escribe el código que muestra ahora.',
      sms: 'Te hemos enviado un SMS con un código.',
      backup_code:
        'Uno de los códigos que guardaste al configurar el segundo paso. Cada uno funciona una sola vez.',
    },
    mailed: (email) => html`Hemos enviado un código a <b>${outside(email)}</b>.`,
    unusual: (email) =>
      html`Este inicio de sesión no se parece a los habituales. Para estar seguros de que eres tú, hemos enviado un código a <b>${outside(email)}</b>.`,
    hints: {
      totp: 'Seis cifras. Cada 30 segundos hay uno nuevo.',
      sms: 'Seis cifras. Funciona durante diez minutos.',
      backup_code: 'Cuatro grupos de cuatro letras y cifras, como abcd-efgh-jkmn-pqrs.',
      email: 'Seis cifras. Funciona durante diez minutos.',
    },
    recoveryCode: 'Código de recuperación',
    sent: 'Va de camino un código nuevo. Los anteriores ya no funcionan.',
    nothingTexted: '¿No ha llegado nada después de unos minutos? Deja que te enviemos otro.',
    another: 'Probar otra manera',
    passkey: 'Continuar con una llave de acceso',
    notFinished: 'No se ha completado. Inténtalo de nuevo o elige otra manera.',
    scripts: 'Una llave de acceso necesita JavaScript. Elige otra manera más abajo.',
    trust: (days) =>
      `No volver a preguntar en este dispositivo durante ${days === 1 ? 'un día' : `${days} días`}`,
    endedTitle: 'Inicia sesión otra vez',
    ended: 'Este inicio de sesión ha terminado. Inicia sesión otra vez.',
  },

  confirm: {
    title: 'Confirma que eres tú',
    secondStepFor: (application) =>
      html`para continuar en <b>${outside(application)}</b>, que pide un segundo paso.`,
    password: 'Antes de cambiar esto, escribe tu contraseña otra vez.',
    anyWay: 'Antes de cambiar esto, demuestra que eres tú.',
    another: 'O de otra manera',
    again: (provider) => html`Iniciar sesión otra vez con ${outside(provider)}`,
  },

  recover: {
    title: 'Volver a entrar en tu cuenta',
    lead: (email) => html`Para <b>${outside(email)}</b>, en lugar de un segundo paso que has perdido.`,
    submit: 'Configurar un nuevo segundo paso',
    wait: (from) =>
      html`Funcionará a partir del <b>${from}</b>. Esperamos un poco para que nadie pueda usarlo a tus espaldas. Abre el enlace otra vez entonces.`,
    notYou: '¿No lo has pedido tú? Entonces detenlo y cambia tu contraseña.',
    stop: 'Detener',
    stopped: 'Se ha detenido',
    stoppedText:
      'El enlace ya no funciona. Di a quien gestiona este servicio que no fuiste tú y cambia tu contraseña.',
    changePassword: 'Cambiar la contraseña',
    dead: 'Pide otro a quien gestiona este servicio.',
  },
}
