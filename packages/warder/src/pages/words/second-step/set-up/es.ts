import { html, outside } from '../../../html.ts'
import type { SetUpWords } from './en.ts'

export const setUp: SetUpWords = {
  setUp: {
    title: 'Configurar un segundo paso',
    lead: 'Esta cuenta necesita un segundo paso. Configura uno ahora, y ya está.',
    passkeyLead: 'Con tu huella, tu cara, el PIN de este dispositivo o una llave de seguridad.',
    passkey: 'Crear una llave de acceso',
    appLead: 'Con una aplicación en tu teléfono que muestra un código, que escribes al iniciar sesión.',
    app: 'Usar una aplicación de autenticación',
    textLead:
      'Con códigos por SMS. Alguien puede apoderarse de un número: las otras maneras son más seguras.',
    text: 'Usar SMS',
    somethingElse: 'Elegir otra cosa',
    turnOn: 'Activar',
    number: 'Tu número de teléfono',
    numberLead: 'Te enviamos un código allí ahora, y cada vez que inicies sesión.',
    numberHint: 'Con el prefijo de su país, como +41 79 123 45 67.',
    enter: 'Escribe el código',
    sent: (number) => html`Hemos enviado un código al <b>${outside(number)}</b>.`,
    done: 'Guarda tus códigos de recuperación',
    doneLead: 'Tu segundo paso está activado. A partir de ahora te pediremos un código al iniciar sesión.',
    goOn: 'Ya los he guardado: continuar',
  },

  app: {
    title: 'Añadir una aplicación de autenticación',
    lead: 'Hay que hacer dos cosas: escanea la imagen y después escribe el código que muestra la aplicación.',
    scan: 'Abre tu aplicación de autenticación, elige «añadir» o «+» y apunta la cámara a esta imagen. Si aún no tienes una aplicación así, descarga una de la tienda de aplicaciones de tu teléfono. Sirve cualquiera que escanee códigos QR.',
    picture: 'Código QR para tu aplicación de autenticación',
    cannotScan: 'No puedo escanearlo',
    typeKey: 'Escribe esta clave en la aplicación. Las mayúsculas y los espacios no importan.',
    openHere: 'Abrirlo en una aplicación de este dispositivo',
    code: 'Código de la aplicación',
    codeHint: 'Seis cifras, nuevas cada medio minuto.',
    name: '¿Cómo la llamas? (opcional)',
    nameHint: 'Por ejemplo «Teléfono azul», para que la reconozcas.',
  },

  codes: {
    file: (brand) => `Códigos de recuperación para ${brand}. Cada uno funciona una sola vez.`,
    onlyNow:
      'Mostramos estos códigos solo ahora. Imprime esta página, anótalos o guárdalos donde solo tú puedas llegar a ellos.',
    letYouIn:
      'Si pierdes tu teléfono o tu llave, con uno de estos códigos entrarás después de tu contraseña. Cada uno funciona una sola vez.',
    save: 'Guardar como archivo',
    kept: 'Ya los he guardado',
    passkeyIsSetUp: 'Tu llave de acceso está configurada. Guarda tus códigos de recuperación.',
  },
}
