import { html, outside } from '../../../../html.ts'
import type { SigningInWords } from './en.ts'

const numbers = ['', '', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve']

function ways(many: number): string {
  if (many === 0) return 'Todavía no tienes ninguna manera de iniciar sesión.'
  if (many === 1) return 'Tienes una manera de iniciar sesión.'
  return `Tienes ${numbers[many] ?? String(many)} maneras de iniciar sesión.`
}

export const signingIn: SigningInWords = {
  security: {
    ways,
    oneMore: 'Con otra podrías entrar aunque pierdas esta.',
    secondStep: 'Un segundo paso dejaría fuera a los demás.',
    password: 'Contraseña',
    changePassword: 'Cambiar la contraseña',
    recent: 'Actividad reciente',
    nothing: 'Todavía nada.',
    notYou: (path) =>
      html`¿Algo de esto no fuiste tú? Cambia tu contraseña y después <a href="${path}">revisa tus sesiones</a>.`,
    everything: 'Mostrar todo',
  },

  passkeys: {
    title: 'Llaves de acceso',
    none: 'Inicia sesión con tu huella, tu cara o el PIN de tu dispositivo, sin contraseña. Una llave de acceso solo funciona aquí, así que nadie puede engañarte para que la entregues.',
    add: 'Añadir una llave de acceso',
    addKey: 'Añadir una llave de seguridad',
    noScripts: 'Tu navegador no ejecuta scripts, y hace falta uno para añadir una llave de acceso.',
    added: (when) => html`Añadida: ${when}`,
    synced: 'Sincronizada',
    thisKey: 'Solo esta llave',
    oneDevice: 'Solo un dispositivo',
    afterPassword: 'Se pide después de tu contraseña',
    isPasskey: (when) => `Llave de acceso, añadida: ${when}`,
    isKey: (when) => `Llave de seguridad, añadida: ${when}`,
    removeText:
      'Ya no podrás iniciar sesión con ella. Puede que tu dispositivo la muestre todavía un tiempo. También puedes borrarla allí.',
    removeIt: 'Quitar',

    offer: {
      title: 'Inicia sesión más rápido la próxima vez',
      lead: 'Con una llave de acceso inicias sesión con tu huella, tu cara o el PIN de este dispositivo. No hay nada que recordar ni que escribir.',
      onlyYou: 'Solo tú puedes usarla: tu huella o tu cara nunca salen del dispositivo.',
      stays: 'Tu contraseña se queda como está.',
      create: 'Crear una llave de acceso',
      notNow: 'Ahora no',
      notNowGoOn: 'Ahora no, continuar',
      later: 'Puedes añadir una cuando quieras, en «Seguridad» de tu cuenta.',
    },
  },

  passwordless: {
    none: 'No tienes contraseña, así que nadie puede adivinarla ni robarla.',
    set: 'Elegir una contraseña',
    setLead: 'Sirve para iniciar sesión, además de las maneras que ya tienes.',
    setIt: 'Guardar la contraseña',
    may: 'Puedes iniciar sesión sin tu contraseña.',
    remove: 'Eliminar tu contraseña',
    oneMorePasskey:
      'Puedes iniciar sesión sin tu contraseña. Añade otra llave de acceso, para el día en que pierdas la primera, y podrás eliminar tu contraseña.',
    removeLead: 'Una contraseña que no existe no se puede adivinar, robar ni entregar.',
    changes: 'Qué cambia',
    fromNowOn: 'A partir de ahora inicias sesión así:',
    ways: {
      passkey: 'con tu llave de acceso: tu huella, tu cara o el PIN de tu dispositivo',
      mail: 'con un enlace o un código que te enviamos por correo',
      phone: 'con un código que enviamos a tu teléfono',
      identity: 'con tu cuenta de otro sitio, por ejemplo la del trabajo',
    },
    stops:
      'Tu contraseña deja de funcionar al instante y se cierra tu sesión en tus otros dispositivos. Puedes elegir una nueva aquí cuando quieras.',
    removeIt: 'Eliminar mi contraseña',
    notYet: 'Todavía no',

    suggestion: 'Iniciar sesión sin contraseña',
    suggestions: {
      oneMore: {
        text: 'Has iniciado sesión sin tu contraseña. Añade otra manera de iniciar sesión y podrás eliminarla.',
        action: 'Añadir otra manera',
      },
      remove: {
        text: 'Ya puedes iniciar sesión sin tu contraseña. ¿Quieres eliminarla?',
        action: 'Eliminar tu contraseña',
      },
      addOne: {
        text: 'Con una llave de acceso inicias sesión con tu huella, tu cara o el PIN de tu dispositivo. Ninguna contraseña que recordar.',
        action: 'Añadir una llave de acceso',
      },
      tryIt: {
        text: 'Tienes una llave de acceso. Elígela la próxima vez que inicies sesión, en lugar de tu contraseña.',
        action: 'Ver tus llaves de acceso',
      },
    },
    notNow: 'Ahora no',
  },

  identities: {
    title: 'Cuentas conectadas',
    none: 'Inicia sesión con una cuenta que tienes en otro sitio. De ella sabemos tu nombre y tu dirección, y nunca tu contraseña de allí.',
    connect: (provider) => `Conectar ${provider}`,
    closed: 'Ya no sirve para iniciar sesión',
    connected: (when) => html`Conectada: ${when}`,
    disconnect: 'Desconectar',
    disconnectNamed: (provider) => `Desconectar ${provider}`,
    asked: (provider) => `¿Conectar ${provider}?`,
    askedLead: 'Comprueba que las dos cuentas son tuyas.',
    happens: 'Qué ocurre',
    willSignIn: (label, provider, email) =>
      html`A partir de ahora, <b>${outside(label)}</b> en ${outside(provider)} abrirá aquí tu cuenta <b>${outside(email)}</b>, sin ninguna contraseña nuestra.`,
  },

  phone: {
    title: 'Número de teléfono',
    none: 'Ninguno',
    noneText: 'Podemos enviar códigos allí, para iniciar sesión o como segundo paso.',
    added: (when) => html`Añadido: ${when}`,
    changeSpoken: 'Cambiar tu número de teléfono',
    addSpoken: 'Añadir un número de teléfono',
    add: 'Añadir',
    signsIn: 'Para iniciar sesión',
    isSecondStep: 'Segundo paso',
    lead: 'Enviamos códigos allí por SMS, y nada más. Nadie más lo ve.',
    typeCode: 'Escribe el código',
    yours: 'Tu número',
    addOne: 'Añadir un número',
    another: 'Cambiarlo por otro número',
    notThat: '¿No es ese número?',
    off: 'Los SMS no están configurados aquí.',
    sent: (number) =>
      html`Hemos enviado un código al <b>${outside(number)}</b>. No cambia nada hasta que lo escribas aquí.`,
    code: 'Código',
    codeHint: 'Seis cifras. Funciona durante diez minutos.',
    confirm: 'Confirmar este número',
    removeSpoken: 'Quitar tu número de teléfono',
    hint: 'Con el prefijo de su país, como +41 79 123 45 67. Enviamos un código allí.',
    send: 'Enviar el código',
    signInBox: 'Iniciar sesión con un código enviado a este número',
    secondStepBox: 'Pedir un código enviado a este número después de mi contraseña, como segundo paso',
    safer:
      'Una aplicación de autenticación es más segura: alguien puede apoderarse de un número, y los SMS se pueden leer por el camino.',
  },

  secondStep: {
    title: 'Segundo paso',
    none: 'Una aplicación de autenticación en tu teléfono muestra un código nuevo cada medio minuto. Con una configurada, nadie entra solo con tu contraseña.',
    add: 'Añadir una aplicación de autenticación',
    on: 'Activada',
    codes: 'Códigos de recuperación',
    left: (left, of) => `Quedan ${left} de ${of}`,
    codesText: 'Para cuando hayas perdido tu teléfono. Con códigos nuevos, los anteriores dejan de valer.',
    newCodes: 'Códigos nuevos',
    newCodesSpoken: 'Códigos nuevos en lugar de los anteriores',
    scanThenType: 'Escanear y después escribir',
    added: (when) => html`Añadida: ${when}`,
    isApp: (when) => `Aplicación de autenticación, añadida: ${when}`,
    removeLast:
      'Es tu único segundo paso. Sin él, quien conozca tu contraseña puede entrar, y tus códigos de recuperación dejan de valer.',
    removeText: 'Ya no aceptaremos códigos de esta aplicación. Tus otros segundos pasos se quedan.',
    removeIt: 'Quitar esta aplicación',
    yourCodes: 'Tus códigos de recuperación',
    yourCodesLead:
      'Con ellos entras cuando tu teléfono se ha perdido o roto. Sin ellos, quizá nadie pueda ayudarte.',
    keepSafe: 'Guárdalos en un lugar seguro',
    why: {
      added:
        'Tu aplicación de autenticación está activada. Pediremos su código desde tu próximo inicio de sesión.',
      phone: 'Desde tu próximo inicio de sesión pediremos un código que enviamos a tu teléfono.',
      new: 'Aquí están tus códigos nuevos. Los anteriores ya no valen.',
    },
  },
}
