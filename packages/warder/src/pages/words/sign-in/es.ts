import { html, outside } from '../../html.ts'
import type { SignInWords } from './en.ts'

export const signIn: SignInWords = {
  continueTo: (application) => html`para continuar en <b>${outside(application)}</b>`,
  inbox: 'Mira tu bandeja de entrada',
  nothingThere:
    '¿No ha llegado nada después de unos minutos? Mira en la carpeta de spam o deja que te lo enviemos otra vez.',
  again: 'Enviar otra vez',
  sendLink: 'Enviar el enlace',
  continueWith: (provider) => `Continuar con ${provider}`,
  signInWith: (provider) => html`Iniciar sesión con ${outside(provider)}`,
  passkey: 'Iniciar sesión con una llave de acceso',
  textCode: 'Recibir un código por SMS',
  mailLink: 'Recibir un enlace por correo',
  mailCode: 'Recibir un código por correo',

  login: {
    title: 'Iniciar sesión',
    forgot: '¿No recuerdas tu contraseña?',
    register: (path) => html`¿Aún no tienes cuenta? <a href="${path}">Crear una cuenta</a>`,
    back: (application) => html`Volver a ${outside(application)}`,
    verified: 'Tu dirección está confirmada. Ya puedes iniciar sesión.',
  },

  register: {
    title: 'Crear una cuenta',
    submit: 'Crear la cuenta',
    login: (path) => html`¿Ya tienes una cuenta? <a href="${path}">Iniciar sesión</a>`,
    sent: (email) =>
      html`Hemos enviado un mensaje a <b>${outside(email)}</b>. Abre el enlace que contiene para terminar.`,
    resent: 'Enviado otra vez. Puede tardar un minuto en llegar.',
    nothingThere: '¿No ha llegado nada? Mira en la carpeta de spam o deja que te lo enviemos otra vez.',
    otherAddress: 'Usar otra dirección',
    closed: 'Aquí no se crean cuentas',
    closedText:
      'Las cuentas de este servicio las da quien lo gestiona. Pídele una, o inicia sesión si ya tienes una.',
  },

  verify: {
    title: 'Confirmar tu correo',
    heading: 'Confirma tu correo electrónico',
    submit: 'Confirmar',
    oneMore: 'Un paso más y tu cuenta estará lista.',
    otherBrowser:
      'Has abierto este enlace en un navegador distinto de aquel en el que te registraste. Tu contraseña demuestra que eres tú.',
    password: (least) =>
      `La que elegiste al registrarte. O elige una nueva, de al menos ${least} caracteres.`,
    notYou: '¿No has creado ninguna cuenta? Cierra esta página y no pasará nada.',
    dead: 'Regístrate de nuevo, o inicia sesión si ya habías confirmado tu dirección.',
  },

  forgot: {
    title: '¿No recuerdas tu contraseña?',
    lead: 'Dinos tu correo electrónico y te enviaremos un enlace para elegir una nueva.',
    sent: (email) =>
      html`Si <b>${outside(email)}</b> tiene una cuenta, va de camino un enlace para elegir una contraseña nueva.`,
    sentSomewhere:
      'Si esta dirección tiene una cuenta, va de camino un enlace para elegir una contraseña nueva.',
  },

  reset: {
    title: 'Elige una contraseña nueva',
    titleOfFirst: 'Elige una contraseña',
    submit: 'Guardar la contraseña',
    lead: 'Cerraremos tu sesión en todos los demás sitios.',
    leadOfFirst:
      'Tu cuenta no tiene contraseña en este momento. Si la tiene, quien la sepa podrá empezar a iniciar sesión. Cerraremos tu sesión en todos los demás sitios.',
    required: 'Tienes que cambiar tu contraseña antes de continuar.',
    added: 'Ya tienes una contraseña',
    changed: 'Tu contraseña ha cambiado',
    done: 'Hemos cerrado todas tus sesiones. Inicia sesión con la contraseña nueva.',
  },

  deadLink: {
    title: 'Este enlace ya no funciona',
    text: (advice) => `Ya se ha usado o ha caducado. ${advice}`,
    askAnew: 'Pide uno nuevo.',
    sendNew: 'Enviar un enlace nuevo',
    setPassword: 'Elegir una contraseña nueva',
  },

  confirm: {
    becomesMain: (email, account) =>
      html`${outside(email)} pasará a ser la dirección principal de la cuenta <b>${outside(account)}</b>.`,
    isAdded: (email, account) => html`${outside(email)} se añadirá a la cuenta <b>${outside(account)}</b>.`,
    notYou: '¿No lo has pedido tú? Cierra esta página y no pasará nada.',
    dead: 'Añade la dirección otra vez para recibir uno nuevo.',
    signInFirst: '¿Es tuya esta cuenta? Inicia sesión en ella para continuar.',
    other: (account) =>
      html`Tienes la sesión abierta como <b>${outside(account)}</b>, que es otra cuenta. ¿Es tuya la de arriba? Entonces cierra la sesión y abre otra vez el enlace del correo.`,
  },

  undo: {
    title: 'Deshacer el cambio de tu dirección',
    lead: (email) => html`<b>${outside(email)}</b> volverá a ser la dirección principal de tu cuenta.`,
    text: 'Se quitan las direcciones que añadió otra persona, se cierran todas las sesiones y la contraseña deja de funcionar. Te enviamos un enlace para elegir una nueva.',
    submit: 'Deshacer el cambio',
    notYou: '¿La has cambiado tú? Cierra esta página y no pasará nada.',
    dead: 'Si hay otra persona en tu cuenta, elige una contraseña nueva.',
    done: 'El cambio se ha deshecho',
    doneText:
      'Se han cerrado todas las sesiones. Elige una contraseña nueva con el enlace que te acabamos de enviar.',
  },

  invite: {
    title: 'Tienes una invitación',
    titleOf: (organisation) => `${organisation} te invita`,
    headingOf: (organisation) => html`${outside(organisation)} te invita`,
    lead: 'Dinos tu nombre y elige una contraseña, y tu cuenta estará lista.',
    submit: 'Crear mi cuenta',
    join: (email) => html`Aceptas como <b>${outside(email)}</b>, con la cuenta que ya tienes.`,
    accept: 'Aceptar la invitación',
    notNow: 'Ahora no',
    dead: 'Esta invitación ya no funciona',
    deadText: 'Ya se ha usado, se ha retirado o ha caducado. Pide una nueva a quien te invitó.',
    known: 'Ya tienes una cuenta',
    knownText: (email) =>
      `La invitación es para ${email}, y esa dirección ya tiene una cuenta. Inicia sesión con ella para aceptarla.`,
    signOutFirst: 'Cerrar sesión primero',
  },

  logout: {
    title: 'Cerrar sesión',
    heading: '¿Cerrar sesión?',
    lead: 'Se cerrará tu sesión en este navegador.',
    leadOf: (application) => html`<b>${outside(application)}</b> pide cerrar tu sesión en este navegador.`,
    stay: 'Mantener la sesión abierta',
    stays: {
      'not proved':
        'La petición de cerrar tu sesión no es válida: venía con un token que no es nuestro. Después te quedarás aquí.',
      'not named':
        'La petición de cerrar tu sesión no dice de qué aplicación viene. Después te quedarás aquí.',
      'not registered':
        'La petición de cerrar tu sesión no es válida: la aplicación no ha registrado la dirección a la que quiere llevarte. Después te quedarás aquí.',
    },
    out: 'Has cerrado la sesión',
    outText: 'Puedes cerrar esta página o iniciar sesión de nuevo.',
    goOn: (host) => `Seguir a ${host}`,
    signingOut: 'Cerrando la sesión',
    told: (applications) => html`Tu sesión está cerrada aquí. Ahora avisamos a ${outside(applications)}.`,
    toldMany: (applications) =>
      html`Tu sesión está cerrada aquí. Ahora avisamos a estas aplicaciones: ${outside(applications)}.`,
  },

  notMe: {
    title: 'No fui yo',
    heading: '¿No fuiste tú?',
    lead: (email) =>
      html`Entonces alguien sabe la contraseña de <b>${outside(email)}</b>. Te ayudamos a dejar fuera a esa persona.`,
    signedOut: 'Se cierran todas tus sesiones y todas las aplicaciones pierden su acceso.',
    stopsWorking: 'La contraseña deja de funcionar al instante.',
    mailed: 'Te enviamos un correo con un enlace para elegir una nueva.',
    submit: 'Bloquear mi cuenta',
    itWasYou: '¿Al final fuiste tú? Cierra esta página y no pasará nada.',
    done: 'Tu cuenta está bloqueada',
    doneText:
      'Se han cerrado todas tus sesiones y la contraseña anterior ya no funciona. Te hemos enviado un correo con un enlace para elegir una nueva.',
    dead: 'Si temes que haya alguien en tu cuenta, elige una contraseña nueva: así se cierran todas las sesiones.',
  },

  wasItMe: {
    title: '¿Fuiste tú?',
    lead: (email) =>
      html`Bloqueamos un inicio de sesión en <b>${outside(email)}</b> porque no se parecía a los habituales.`,
    device: 'Dispositivo',
    place: 'Lugar',
    time: 'Fecha',
    done: 'Gracias',
    doneText: 'Ya puedes iniciar sesión en ese dispositivo. Usa tu contraseña como siempre.',
    yes: 'Sí, fui yo',
    no: 'No, bloquear mi cuenta',
    after:
      'Si fuiste tú, después inicia sesión allí otra vez. Si no, se cierran todas tus sesiones, la contraseña deja de funcionar y te enviamos un enlace para elegir una nueva.',
  },

  setup: {
    title: 'Instalación',
    heading: 'Te damos la bienvenida',
    lead: 'Crea la primera cuenta de administración. Este enlace funciona una sola vez.',
    submit: 'Crear la cuenta',
  },

  code: {
    ask: 'Iniciar sesión con un código',
    send: 'Enviar el código',
    mailHint: 'Te enviamos allí un código para escribirlo aquí.',
    phone: 'Número de teléfono',
    phoneHint:
      'Con el prefijo de su país, como +41\u00a079\u00a0123\u00a045\u00a067. Funciona con un número que hayas añadido a tu cuenta.',
    enter: 'Escribe tu código',
    mailed: (email) =>
      html`Si <b>${outside(email)}</b> pertenece a una cuenta, va de camino un código por correo.`,
    texted: (number) =>
      html`Si <b>${outside(number)}</b> pertenece a una cuenta, va de camino un código por SMS.`,
    another: 'Si ha pasado un minuto desde el último, va de camino otro código. Escribe el más reciente.',
    code: 'Código',
    codeHint: 'Seis cifras. Funciona durante diez minutos, y solo aquí.',
    nothingMailed:
      '¿No ha llegado nada después de unos minutos? Mira en la carpeta de spam o deja que te enviemos otro.',
    nothingTexted: '¿No ha llegado nada después de un minuto? Deja que te enviemos otro.',
    sendNew: 'Enviar un código nuevo',
  },

  magic: {
    ask: 'Iniciar sesión con un enlace',
    hint: 'Te enviamos allí un enlace para iniciar sesión sin contraseña.',
    codeInstead: 'Mejor enviar un código para escribirlo',
    sent: (email) =>
      html`Hemos escrito a <b>${outside(email)}</b>. Si tiene una cuenta, en el correo hay un enlace. Ábrelo y pulsa el botón. Funciona durante 15 minutos.`,
    another: 'Va de camino otro enlace, salvo que hayas pedido muchos. Solo funciona el más reciente.',
    number: '¿Lees tu correo en otro dispositivo? Iniciarás sesión allí, y te pedirá este número:',
    tellNobody: 'No se lo digas a nadie. Nunca lo pedimos por correo ni por teléfono.',
    open: '¿Iniciar sesión con este enlace?',
    openLead: (email) => html`Iniciarás sesión aquí como <b>${outside(email)}</b>.`,
    other: (account) =>
      html`Ahora tienes la sesión abierta como <b>${outside(account)}</b>. Continúa solo si la otra cuenta también es tuya.`,
    waitsElsewhere:
      'La aplicación de la que vienes espera donde pediste el enlace. Para usarla aquí, empieza de nuevo desde ella.',
    typeNumber: 'Número',
    numberHint:
      'Pediste el enlace en otro navegador. En la página de allí hay cuatro cifras: escríbelas aquí.',
    notYou: '¿No has pedido este enlace? Cierra esta página y no pasará nada.',
  },

  elsewhere: {
    denied: (provider) =>
      `No has permitido que ${provider} nos diga quién eres, así que no has iniciado sesión.`,
    failed: (provider) =>
      `No se ha podido iniciar sesión con ${provider}. Inténtalo de nuevo o usa otra manera.`,
    not_allowed: (provider) => `Esta cuenta de ${provider} no puede iniciar sesión aquí. Elige otra.`,
    unconfirmed: (provider) =>
      `${provider} no dice que tu dirección esté confirmada, así que no se ha creado ninguna cuenta. Inicia sesión o regístrate de otra manera. Después podrás conectar ${provider} en tu cuenta.`,
    taken: (provider) =>
      `Tu dirección ya tiene una cuenta aquí. Inicia sesión en ella como siempre y después conecta ${provider}.`,
    refused: (provider) =>
      `No puedes iniciar sesión con ${provider}. Usa otra manera o elige «¿No recuerdas tu contraseña?».`,
    closed: (provider) =>
      `Nadie aquí es conocido por esta cuenta de ${provider}, y las cuentas nuevas las da quien gestiona este servicio. ¿Tienes una cuenta? Inicia sesión de otra manera y conecta ${provider} a ella.`,
    in: 'Has iniciado sesión',
    inText: 'Ahora, de vuelta al lugar del que venías.',
    thanks: 'Gracias',
    allowed: (provider) =>
      `${provider} permite ahora que las personas de tu organización inicien sesión aquí.`,
    nothingAllowed: 'No se ha permitido nada',
    notAllowed: (provider) =>
      `${provider} dice que no lo has permitido. Puedes empezar de nuevo cuando quieras.`,
  },

  unsolicited: {
    lead: (label) => html`Vienes de allí como <b>${outside(label)}</b>.`,
    notYou: (path) =>
      html`Si no eres tú, o si no querías iniciar sesión aquí, ve <a href="${path}">a la página de inicio de sesión</a>.`,
  },

  agree: {
    title: 'Antes de continuar',
    one: 'Lee esto y acéptalo, y ya está.',
    many: 'Lee todo esto y acéptalo, y ya está.',
    notNow: 'Ahora no',
    without:
      'Sin tu consentimiento no puedes iniciar sesión. «Ahora no» termina este inicio de sesión y no cambia nada más.',
  },
}
