import type { KeysRefused } from './en.ts'

export const keysRefused: KeysRefused = {
  key_network: 'No es una dirección ni una red. Escríbelo como 192.0.2.7 o 10.0.0.0/8.',
  key_networks: 'Son más de 50 redes.',
  key_unknown: 'Esa clave de API no existe.',
  key_expired: 'Esta clave ha caducado. Crea una nueva.',
  key_rotating: 'El secreto de esta clave ya se está reemplazando. Vuelve a mirarla.',
  key_above: 'Esta clave permite más de lo que tú puedes hacer.',
  keys_off: 'Aquí nadie puede crear claves de API.',
  keys_most: (most) => `Tienes ${most} claves de API, y es el máximo. Revoca una que ya no uses.`,
  less_than_before: 'Puedes hacer menos que hace un momento. Inténtalo de nuevo.',

  service_unknown: 'Aquí no se puede conectar ese servicio.',
  connecting_over:
    'Este intento de conectar un servicio ha terminado. Empieza de nuevo en tu cuenta, en Conexiones.',
  connection_unknown: 'No tienes esa conexión.',
  program_unknown:
    'No es un agente tuyo ni de aquí, ni una aplicación a la que diste acceso, ni una cuenta de servicio de aquí.',
  program_without: 'De todos modos, ese programa no puede usar la conexión.',
  programs_most: (most) => `Como máximo ${most} programas pueden usar una conexión.`,
  program_form: 'No es un agente, ni una cuenta de servicio, ni una aplicación.',
  typed_key_long: 'Es demasiado largo para una clave.',
  typed_key_marks: 'Contiene un espacio o un carácter que no aparece en las claves.',
  typed_name_long: 'Es demasiado largo para un nombre.',
  typed_name_marks: 'Contiene dos puntos o un carácter de control.',
  typed_password_long: 'Es demasiado largo para una contraseña.',
  typed_password_marks: 'Contiene un carácter de control.',
}
