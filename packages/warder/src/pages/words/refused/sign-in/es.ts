import { waiting } from '../../waiting.ts'
import type { SignInRefused } from './en.ts'

export const signInRefused: SignInRefused = {
  fillIn: 'Rellena este campo.',
  otherValue: 'Escribe aquí otra cosa.',

  field_wrong: 'Revisa lo que has escrito.',
  not_an_address: 'Esto no es una dirección de correo.',
  not_a_number: 'Este número no recibe SMS. Escríbelo con su prefijo de país, como +41 79 123 45 67.',
  required_here: 'Hay que escribirla aquí.',
  name_long: 'Tiene más de 200 caracteres.',
  name_unseen: 'Contiene un carácter que no se ve.',
  password_bytes: 'Esta contraseña es demasiado larga: más de 1024 bytes.',
  code_long: 'Es demasiado largo para un código.',
  must_agree: 'Hace falta tu consentimiento para continuar.',

  too_many: (seconds) =>
    `Ha habido demasiados intentos. Espera ${waiting(seconds, 'es')} e inténtalo de nuevo.`,
  wait_longer: (seconds) => `Espera ${waiting(seconds, 'es')} más y envíalo de nuevo.`,
  work_first:
    'Ahora mismo fallan muchos inicios de sesión, así que tu dispositivo tiene que hacer antes una pequeña tarea. Inténtalo otra vez.',
  cross_site: 'Esta solicitud venía de otro sitio web y no se ha aceptado.',
  out_of_date:
    'Puede que mientras tanto hayas iniciado o cerrado sesión, o que la página llevara mucho tiempo abierta. Vuelve atrás, recárgala e inténtalo otra vez. No ha cambiado nada.',
  nothing_here: 'No hay nada en esta dirección.',
  request_long: 'La solicitud de la aplicación es demasiado larga.',

  password_short: (least) =>
    `Usa al menos ${least} caracteres. Unas cuantas palabras que solo tú juntarías son fáciles de recordar.`,
  password_long: (most) => `Usa como máximo ${most} bytes.`,
  password_common:
    'Es una de las contraseñas que todo el mundo prueba. Añade palabras que solo tú juntarías.',
  password_own_words:
    'Aparte de tu nombre, tu dirección o nuestro nombre, aquí hay demasiado poco. Añade palabras que solo tú juntarías.',
  password_pattern:
    'Se repite o sigue una secuencia, y eso es fácil de adivinar. Añade palabras que solo tú juntarías.',
  password_weak: 'Es demasiado fácil de adivinar. Añade palabras que solo tú juntarías.',
  password_stolen: 'Esta contraseña se robó en otro sitio, a ti o a otra persona. Elige otra.',
  password_unchecked:
    'Ahora mismo no se pueden comprobar las contraseñas nuevas. Espera un minuto e inténtalo de nuevo.',
  password_same: 'Esta es la contraseña que hay que cambiar. Elige otra.',
  wrong_credentials: 'La dirección o la contraseña no es correcta.',
  not_your_organisation: 'No formas parte de esta organización, o está cerrada.',

  link_dead: 'Este enlace ya se ha usado o ha caducado.',
  link_dead_ask: 'Este enlace ya se ha usado o ha caducado. Pide uno nuevo.',
  link_dead_add:
    'Este enlace ya se ha usado o ha caducado. Añade la dirección otra vez para recibir uno nuevo.',
  link_number_often: 'El número se ha escrito mal demasiadas veces y el enlace ya no sirve. Pide uno nuevo.',
  link_elsewhere: 'Este enlace se pidió en otro navegador.',
  link_number: 'Escribe el número que muestra el navegador en el que pediste el enlace.',
  wrong_number: (left) =>
    `Ese no es el número. Te ${left === 1 ? 'queda' : 'quedan'} ${left} ${left === 1 ? 'intento' : 'intentos'}.`,
  wrong_code: (left) =>
    `Este código no es correcto. Mira el mensaje más reciente. Te ${left === 1 ? 'queda' : 'quedan'} ${left} ${left === 1 ? 'intento' : 'intentos'}.`,
  wrong_code_last: 'Este código no es correcto, y era el último intento. Pide uno nuevo.',
  code_over: 'Este código ha caducado o se ha escrito mal demasiadas veces. Pide uno nuevo.',

  other_browser:
    'Abre el enlace en el navegador en el que te registraste, o escribe la contraseña que elegiste entonces o una nueva.',
  address_taken: 'Esta dirección ya tiene una cuenta. Usa otra.',
  setup_over: 'Este enlace de instalación ya no es válido. El más reciente está en la terminal.',
  setup_gone:
    'Este enlace de instalación ya no es válido. Reinicia Warder para obtener uno nuevo o ejecuta: warder admin create',
  invitation_account: 'Esta dirección ya tiene una cuenta. Inicia sesión con ella y abre el enlace otra vez.',
  invitation_other: 'Esta invitación es para otra persona.',
  invitation_member: 'Ya eres miembro.',
  invitation_over: 'Esta invitación ya se ha usado, se ha retirado o ha caducado. Pide una nueva.',
  address_of_other: 'Este enlace es de otra cuenta. Inicia sesión en la cuenta que lo pidió.',
  address_has_account: 'Esta dirección ya tiene su propia cuenta.',

  sign_in_over: 'Este inicio de sesión ha terminado. Inicia sesión de nuevo.',
  sign_in_long:
    'Este inicio de sesión ha tardado demasiado o ha tenido demasiados códigos incorrectos. Inicia sesión de nuevo.',
  attempt_over:
    'Este inicio de sesión ha terminado, ha tardado demasiado o empezó en otro navegador. Empieza de nuevo.',
  nobody_that_way: 'Aquí nadie inicia sesión de esa manera.',
  links_off: 'Aquí está desactivado iniciar sesión con un enlace por correo.',
  waiting_over:
    'Este inicio de sesión ha terminado o ha tardado demasiado. Vuelve a la aplicación y empieza de nuevo.',
  waiting_done: 'Este inicio de sesión ha terminado. Vuelve a la aplicación.',
  waiting_elsewhere:
    'Este inicio de sesión empezó en otro navegador. Vuelve a la aplicación y empieza aquí de nuevo.',
  application_gone: 'La aplicación que te ha enviado aquí ya no se conoce.',
  application_unknown:
    'La aplicación que te ha enviado aquí no se conoce. Vuelve a ella y avisa a quien la gestiona.',
  application_nowhere: 'La aplicación no ha dicho adónde llevarte después.',
  application_unregistered:
    'La aplicación ha pedido llevarte a una dirección que no tiene registrada. No se ha enviado nada allí.',
  application_request_over:
    'La solicitud de la aplicación es desconocida, ya se ha usado o ha tardado demasiado. Vuelve a la aplicación y empieza de nuevo.',
  application_unusable: 'Esta aplicación no se puede usar aquí.',
  request_answered: 'Esta solicitud ya tiene respuesta. Vuelve a la aplicación.',
}
