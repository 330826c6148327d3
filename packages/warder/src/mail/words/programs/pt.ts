import { when } from '../../when.ts'
import type { MailWords, ProgramKind } from '../mail-words.ts'

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: ({ brand, at, prefix, rotated }) => ({
    subject: rotated
      ? `Uma chave de API da sua conta ${brand} foi renovada`
      : `Uma chave de API foi criada para a sua conta ${brand}`,
    lines: [
      rotated
        ? `Uma das suas chaves de API foi renovada em ${when(at, 'pt')}. A nova começa com ${prefix}.`
        : `Uma chave de API foi criada para a sua conta em ${when(at, 'pt')}. Ela começa com ${prefix}. Um programa que a tenha pode agir em seu nome, até onde a chave permitir.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, cancelar todas as suas chaves de API e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada. Suas chaves ficam na sua conta, em “API keys”.',
  }),
}
