import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { MailWords, PasskeyKind } from '../mail-words.ts'

const factNames = { device: 'Dispositivo', place: 'Local', time: 'Data' }

export const passkeys: Pick<MailWords, PasskeyKind> = {
  passkeyAdded: ({ brand, ...seen }) => ({
    subject: `Uma chave de acesso foi adicionada à sua conta ${brand}`,
    lines: [
      'Uma chave de acesso foi adicionada à sua conta. A partir de agora, ela é pedida quando você entra e, quando pode, basta ela para entrar.',
      ...facts(factNames, seen, 'pt'),
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, retirar a chave de acesso da sua conta e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você quem a adicionou, não precisa fazer nada.',
  }),

  passkeyRemoved: ({ brand, at, last }) => ({
    subject: `Uma chave de acesso foi removida da sua conta ${brand}`,
    lines: [
      `Uma chave de acesso foi removida da sua conta em ${when(at, 'pt')}. Ela não serve mais para entrar.`,
      last
        ? 'Você não tem mais uma segunda etapa, e seus códigos de recuperação deixaram de funcionar.'
        : 'Suas outras segundas etapas continuam funcionando.',
    ],
    action: 'Não fui eu',
    closing:
      'Se foi você quem a removeu, não precisa fazer nada. Você pode apagá-la no aplicativo ou na chave que a guarda.',
  }),

  passkeyCopied: ({ brand, refused, ...seen }) => ({
    subject: `Uma chave de acesso da sua conta ${brand} pode ter sido copiada`,
    lines: [
      'Uma das suas chaves de acesso foi usada, e parece que existe uma cópia dela.',
      refused ? 'Não deixamos ninguém entrar com ela.' : 'A entrada foi aceita.',
      ...facts(factNames, seen, 'pt'),
      'Remova esta chave de acesso nas configurações de segurança da sua conta e adicione uma nova. Se você não acabou de usá-la, clique no botão: vamos encerrar todas as sessões e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing:
      'Uma chave de segurança que foi redefinida ou restaurada de um backup também pode parecer assim.',
  }),
}
