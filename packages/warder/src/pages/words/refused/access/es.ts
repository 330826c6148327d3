import type { AccessRefused } from './en.ts'

export const accessRefused: AccessRefused = {
  device_code_unknown:
    'Este código no se conoce, ya se ha usado o es demasiado antiguo. Mira otra vez el dispositivo.',
  device_code_of_other: 'Otra persona escribió este código antes que tú. Empieza de nuevo en el dispositivo.',
  device_code_over:
    'Ya se ha respondido a este código, o es demasiado antiguo. Empieza de nuevo en el dispositivo.',
  question_answered: 'Ya se ha respondido a esta pregunta. Vuelve a la aplicación.',
}
