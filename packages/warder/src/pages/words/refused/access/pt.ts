import type { AccessRefused } from './en.ts'

export const accessRefused: AccessRefused = {
  device_code_unknown:
    'Este código não existe, já foi usado ou é antigo demais. Olhe de novo no dispositivo.',
  device_code_of_other: 'Outra pessoa digitou este código antes de você. Comece de novo no dispositivo.',
  device_code_over: 'Este código já foi respondido ou é antigo demais. Comece de novo no dispositivo.',
  question_answered: 'Esta pergunta já foi respondida. Volte para o aplicativo.',
}
