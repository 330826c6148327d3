import { when } from '../../when.ts'
import type { MailWords, PasswordlessKind } from '../mail-words.ts'

export const passwordless: Pick<MailWords, PasswordlessKind> = {
  passwordRemoved: ({ brand, at }) => ({
    subject: `Sua senha de ${brand} foi removida`,
    lines: [
      `Sua senha foi removida em ${when(at, 'pt')}. Nenhuma senha abre mais a sua conta: você entra das outras formas que configurou.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing:
      'Se era o que você queria, não precisa fazer nada. Você pode criar uma senha de novo quando quiser.',
  }),

  passwordAdded: ({ brand, at }) => ({
    subject: `Sua conta ${brand} agora tem uma senha`,
    lines: [
      `Uma senha foi criada para a sua conta em ${when(at, 'pt')}. A partir de agora você também pode entrar com ela, além das formas que já tinha.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você quem a criou, não precisa fazer nada.',
  }),

  identityAdded: ({ brand, at, provider }) => ({
    subject: `Agora você pode entrar em ${brand} com ${provider}`,
    lines: [
      `Em ${when(at, 'pt')} uma conta ${provider} foi conectada à sua conta. A partir de agora, quem puder usá-la lá entra aqui com ela.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, desconectar essa conta e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você quem a conectou, não precisa fazer nada.',
  }),

  identityRemoved: ({ brand, at, provider }) => ({
    subject: `Você não entra mais em ${brand} com ${provider}`,
    lines: [
      `Em ${when(at, 'pt')} uma conta ${provider} foi desconectada da sua conta. Ela não deixa mais ninguém entrar aqui.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você quem a desconectou, não precisa fazer nada.',
  }),

  setPassword: ({ brand }) => ({
    subject: `Criar uma senha para ${brand}?`,
    lines: [
      'Sua conta não tem senha no momento, então não há nenhuma para esquecer. Se você configurou outra forma de entrar, use essa.',
      'Se quiser uma senha, crie com o link abaixo. Ele vale por uma hora e funciona uma única vez.',
    ],
    action: 'Criar uma senha',
    closing: 'Não foi você? É só ignorar esta mensagem: sem o link, nada acontece.',
  }),
}
