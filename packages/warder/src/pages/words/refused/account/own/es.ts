import type { OwnRefused } from './en.ts'

export const ownRefused: OwnRefused = {
  address_not_yours: 'Esa dirección no forma parte de tu cuenta.',
  address_here: 'Esta dirección ya forma parte de tu cuenta.',
  address_main: 'Es tu dirección principal. Elige antes otra como dirección principal.',
  address_unconfirmed: 'Confirma primero esta dirección: abre el enlace que le hemos enviado.',
  address_held: (until) =>
    `Hasta hace poco era tu dirección principal. Para que se pueda deshacer el cambio, se queda hasta ${until}.`,
  addresses_full: (most) => `Una cuenta tiene como máximo ${most} direcciones. Quita antes una.`,
  addresses_many: (most) => `Una cuenta tiene como máximo ${most} direcciones. Quita una que ya no uses.`,

  password_not_current: 'No es tu contraseña actual.',
  password_wrong_often:
    'Demasiadas contraseñas incorrectas: hemos cerrado tu sesión. Inicia sesión de nuevo.',
  password_changed: 'Tu contraseña ha cambiado mientras tanto.',
  password_here: 'Ya tienes una contraseña. Mejor cámbiala.',
  password_none: 'No tienes contraseña.',
  password_needed:
    'Primero inicia sesión sin tu contraseña, por ejemplo con una llave de acceso. Después podrás eliminarla.',
  password_one_way: 'Sin tu contraseña te quedaría una sola manera de iniciar sesión. Añade antes otra.',
  password_again: 'Tu contraseña ha cambiado mientras tanto. Inténtalo de nuevo.',

  passkey_not_yours: 'No tienes esa llave de acceso.',
  passkey_only_way:
    'Esta llave de acceso es tu única manera de iniciar sesión. Elige antes una contraseña o añade otra llave de acceso.',
  app_not_yours: 'No tienes esa aplicación de autenticación.',
  codes_alone:
    'Los códigos de recuperación sustituyen a un segundo paso. Configura antes uno, por ejemplo una aplicación de autenticación.',
  number_none: 'No tienes ningún número de teléfono aquí.',
  number_only_way:
    'Este número es tu única manera de iniciar sesión. Elige antes una contraseña o añade una llave de acceso.',
  identity_none: 'Esa otra cuenta no está conectada aquí.',
  identity_only_way:
    'Es tu única manera de iniciar sesión. Elige antes una contraseña o añade una llave de acceso.',
  identity_over:
    'Esto ya ha terminado o se refiere a otra cuenta. Empieza de nuevo en tu cuenta, en «Seguridad».',
  identity_here: (provider) => `Esta cuenta de ${provider} ya está conectada aquí.`,

  document_none: 'Ese documento no existe.',
  document_not_one: 'No es uno de los documentos.',
  document_needed: 'Esta cuenta no se puede usar sin eso. En su lugar, desactiva o elimina la cuenta.',

  session_none: 'Esa sesión no existe.',
  session_ended: 'Esta sesión ha terminado. Inicia sesión de nuevo.',
  account_gone: 'Esta cuenta ya no existe.',
  account_disabled: 'Esta cuenta está bloqueada.',
  administrator_last:
    'Nadie más que tú administra este servidor. Da antes ese rol a otra persona, por ejemplo con: warder admin create',
}
