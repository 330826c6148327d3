import { html, outside } from '../../html.ts'
import type { SecondStepWords } from './en.ts'
import { setUp } from './set-up/pt.ts'

/** Brazilian usage, as in the mails. */
export const secondStep: SecondStepWords = {
  ...setUp,
  ways: {
    passkey: 'Usar uma chave de acesso ou de segurança',
    totp: 'Usar seu aplicativo autenticador',
    sms: 'Receber um código por SMS',
    backup_code: 'Usar um código de recuperação',
    email: 'Receber um código por e-mail',
  },
  notNow: 'Agora não',

  asked: {
    titles: {
      passkey: 'Use sua chave de acesso',
      totp: 'Digite seu código',
      sms: 'Digite seu código',
      backup_code: 'Digite um código de recuperação',
      email: 'Digite seu código',
    },
    leads: {
      passkey:
        'Clique no botão e siga seu dispositivo: sua digital, seu rosto, o PIN dele ou sua chave de segurança.',
      totp: 'Abra seu aplicativo autenticador e digite o código que ele mostra agora.',
      sms: 'Enviamos um SMS com um código para o seu telefone.',
      backup_code:
        'Um dos códigos que você guardou ao configurar a segunda etapa. Cada um funciona uma única vez.',
    },
    mailed: (email) => html`Enviamos um código para <b>${outside(email)}</b>.`,
    unusual: (email) =>
      html`Este acesso é diferente dos habituais. Para ter certeza de que é você, enviamos um código para <b>${outside(email)}</b>.`,
    hints: {
      totp: 'Seis dígitos. A cada 30 segundos aparece um novo.',
      sms: 'Seis dígitos. Ele vale por dez minutos.',
      backup_code: 'Quatro grupos de quatro letras e dígitos, como abcd-efgh-jkmn-pqrs.',
      email: 'Seis dígitos. Ele vale por dez minutos.',
    },
    recoveryCode: 'Código de recuperação',
    sent: 'Um novo código está a caminho. Os anteriores não funcionam mais.',
    nothingTexted: 'Nada depois de alguns minutos? Peça que a gente envie outro.',
    another: 'Tentar outra forma',
    passkey: 'Continuar com uma chave de acesso',
    notFinished: 'Não foi concluído. Tente de novo ou escolha outra forma.',
    scripts: 'Uma chave de acesso precisa de JavaScript. Escolha outra forma abaixo.',
    trust: (days) => `Não perguntar de novo neste dispositivo por ${days === 1 ? 'um dia' : `${days} dias`}`,
    endedTitle: 'Entre de novo',
    ended: 'Este acesso terminou. Entre de novo.',
  },

  confirm: {
    title: 'Confirme que é você',
    secondStepFor: (application) =>
      html`para continuar em <b>${outside(application)}</b>, que pede uma segunda etapa.`,
    password: 'Antes de mudar isto, digite sua senha mais uma vez.',
    anyWay: 'Antes de mudar isto, mostre que é você.',
    another: 'Ou de outra forma',
    again: (provider) => html`Entrar com ${outside(provider)} de novo`,
  },

  recover: {
    title: 'Voltar para a sua conta',
    lead: (email) => html`Para <b>${outside(email)}</b>, no lugar de uma segunda etapa que você perdeu.`,
    submit: 'Configurar uma nova segunda etapa',
    wait: (from) =>
      html`Isto funciona a partir de <b>${from}</b>. Esperamos um pouco para que ninguém possa usar o link sem você saber. Abra o link de novo nessa hora.`,
    notYou: 'Você não pediu isto? Então cancele e mude sua senha.',
    stop: 'Cancelar o pedido',
    stopped: 'O pedido foi cancelado',
    stoppedText:
      'O link não funciona mais. Diga a quem administra este serviço que não foi você e mude sua senha.',
    changePassword: 'Mudar a senha',
    dead: 'Peça outro a quem administra este serviço.',
  },
}
