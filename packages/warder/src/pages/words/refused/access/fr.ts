import type { AccessRefused } from './en.ts'

export const accessRefused: AccessRefused = {
  device_code_unknown:
    'Ce code est inconnu, a déjà été utilisé ou est trop ancien. Regarde de nouveau sur l’appareil.',
  device_code_of_other: 'Quelqu’un d’autre a saisi ce code avant toi. Recommence sur l’appareil.',
  device_code_over:
    'Une réponse a déjà été donnée pour ce code, ou il est trop ancien. Recommence sur l’appareil.',
  question_answered: 'Cette question a déjà reçu une réponse. Retourne à l’application.',
}
