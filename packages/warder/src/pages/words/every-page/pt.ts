import { html, outside } from '../../html.ts'
import type { EveryPageWords } from './en.ts'

/** Brazilian usage, as in the mails. */
export const everyPage: EveryPageWords = {
  failed: (title) => `Erro: ${title}`,
  menu: (what) => `Menu: ${what}`,
  skip: 'Ir para o conteúdo',
  signIn: 'Entrar',
  signOut: 'Sair',
  continue: 'Continuar',
  backToSignIn: 'Voltar para a página de entrada',
  goToAccount: 'Ir para a sua conta',

  fields: {
    full_name: 'Seu nome',
    email: 'E-mail',
    current_password: 'Senha atual',
    password: 'Senha',
  },
  newPassword: 'Nova senha',
  passwordHint: (least) =>
    `Pelo menos ${least} caracteres. Algumas palavras sem relação entre si são fáceis de lembrar e difíceis de adivinhar. Espaços são bem-vindos.`,
  remember: 'Manter a sessão aberta neste dispositivo',
  optional: '(opcional)',
  readDocument: (title, version) => html`Ler: ${outside(title)}, versão ${outside(version)}`,

  lookAgain: 'Verifique estes pontos:',
  labelled: (label) => `${label}:`,

  busy: 'Um momento: seu dispositivo está terminando uma pequena tarefa e depois isto continua sozinho.',
  waitFirst: (seconds) =>
    `Muitas tentativas de entrar estão falhando agora. Seu navegador não executa scripts que poderiam ajudar, então espere ${seconds} segundos antes de continuar.`,

  passkeys: {
    not_supported: 'Este navegador não pode usar chaves de acesso aqui.',
    already_added: 'Este dispositivo já tem uma chave de acesso para esta conta.',
    no_passkey: 'Esta chave de acesso não é mais conhecida aqui. Entre de outra forma.',
    unreachable: 'O servidor não está respondendo. Tente de novo daqui a pouco.',
    refused: 'Não deu certo. Tente de novo ou escolha outra forma.',
  },

  justNow: 'agora mesmo',
  inAMoment: 'daqui a pouco',
}
