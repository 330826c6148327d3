import { html, outside } from '../../html.ts'
import type { AccessWords } from './en.ts'
import { scopes } from './scopes/pt.ts'

/** Brazilian usage, as in the mails. */
export const access: AccessWords = {
  scopes,
  title: 'Permitir o acesso',
  heading: (application) => html`Permitir que ${outside(application)} acesse sua conta?`,
  yourAccount: 'Sua conta',
  whoAsks: 'Quem pede',
  allows: 'O que o aplicativo vai poder fazer',
  usedAt: 'Ele vai usar isso em:',
  deny: 'Recusar',
  allow: 'Permitir',

  consent: {
    firstTime: 'Este aplicativo pede acesso à sua conta pela primeira vez.',
    again:
      'Você já permitiu o acesso a este aplicativo. Ele pede de novo, para tudo o que está listado aqui.',
    next: 'Depois você vai para',
    onlyIf: (application) =>
      html`Permita só se você conhece <b>${outside(application)}</b> e veio de lá. Você pode retirar o acesso a qualquer momento na sua conta.`,
  },

  details: { heading: 'O que ele pede em detalhe', permission: 'Permissão' },

  about: {
    of: (application) => html`Sobre ${outside(application)}:`,
    policy: 'Política de privacidade',
    terms: 'Termos de serviço',
  },

  stranger: {
    unknown: 'Este aplicativo se registrou sozinho. Ninguém aqui sabe quem está por trás do nome dele.',
    publishedAt: (host) =>
      html`Este aplicativo se registrou sozinho e pertence a quem administra <b>${outside(host)}</b>. Ninguém aqui verificou o nome dele.`,
    thisDevice: 'Um programa neste dispositivo',
  },

  chooseAccount: {
    title: 'Escolha uma conta',
    here: 'Sessão aberta aqui',
    goOnAs: (name) => html`Continuar como ${outside(name)}`,
    other: 'Usar outra conta',
  },

  device: {
    title: 'Conectar um dispositivo',
    lead: 'Digite o código que seu dispositivo ou programa mostra.',
    signInFirst: 'Entre primeiro. Depois digite o código que seu dispositivo ou programa mostra.',
    never: 'Nunca enviamos a ninguém um código para esta página e nunca pedimos um.',
    inFront: (code) =>
      html`Seu dispositivo mostra o código <b>${outside(code)}</b>? Continue só se ele estiver na sua frente e se foi você que começou isto.`,
    askedFrom: 'Pedido feito de',
    sent: 'Alguém enviou a você este código ou o link desta página? Então essa pessoa quer entrar na sua conta: escolha “Recusar”.',
    denied: 'Não conectado',
    deniedText: 'O dispositivo não recebe acesso à sua conta.',
    connected: 'Seu dispositivo está conectado',
    connectedText:
      'Continue por lá: ele percebe em alguns segundos. Você pode retirar o acesso a qualquer momento na sua conta.',
    seeAccess: 'Ver o que tem acesso',
  },
}
