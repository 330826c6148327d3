import type { AccessRefused } from './en.ts'

export const accessRefused: AccessRefused = {
  device_code_unknown:
    'Diesen Code gibt es nicht, oder er wurde schon benutzt oder ist zu alt. Sieh noch einmal auf dem Gerät nach.',
  device_code_of_other:
    'Jemand anderes hat diesen Code vor dir eingegeben. Fang auf dem Gerät noch einmal an.',
  device_code_over: 'Dieser Code wurde schon beantwortet oder ist zu alt. Fang auf dem Gerät noch einmal an.',
  question_answered: 'Diese Frage wurde schon beantwortet. Geh zurück zur Anwendung.',
}
