import { html, outside } from '../../../html.ts'
import { agents } from './agents/pt.ts'
import { approvals } from './approvals/pt.ts'
import { connections } from './connections/pt.ts'
import type { ProgramsWords } from './en.ts'

export const programs: ProgramsWords = {
  agents,
  approvals,
  connections,
  cancel: 'Cancelar',
  whatMayItDo: 'O que pode fazer?',

  applications: {
    title: 'Aplicativos',
    lead: 'O que pode usar a sua conta. Se você retirar um acesso, vale na hora.',
    section: 'Com acesso',
    none: 'Nenhum. Um aplicativo aparece aqui assim que você permitir algo a ele.',
    allowed: 'Permitido:',
    takeBack: 'Retirar',
    takeBackOf: (application) => `Retirar o acesso de ${application}`,
  },

  organisations: {
    title: 'Organizações',
    lead: 'Onde você é membro. Você tem uma única conta para todas, e cada uma vê só o que você faz nela.',
    section: 'Membro de',
    none: 'Nenhuma. Quem dirige uma organização pode convidar você.',
    open: 'Abrir',
    openIt: (organisation) => `Abrir ${organisation}`,
    more: 'Ver mais',
    goOnTitle: (organisation) => `Continuar para ${organisation}`,
    goOn: (organisation) => html`Continuar para ${outside(organisation)}`,
    signedInAs: (email) => html`Você está na conta <b>${outside(email)}</b>.`,
    waits: (application) => html`<b>${outside(application)}</b> espera por você lá.`,
    otherAccount: 'Usar outra conta',
    notNow: 'Agora não',
    refused: 'Você não pode continuar para lá',
    refusedText: (email) =>
      `Você está na conta ${email}, e com esta conta você não faz parte desta organização. Peça um convite a quem a dirige ou use outra conta.`,
    somebodyElse: 'Outra pessoa é esperada',
    somebodyElseText: (email) => `Você está na conta ${email}, e o aplicativo espera por outra pessoa.`,
  },

  keys: {
    title: 'Chaves de API',
    lead: 'Com uma chave, um programa seu age em seu nome, até onde você permitir. Dê a cada programa a sua própria.',
    section: 'Suas chaves',
    none: 'Nenhuma. Você só precisa de uma para um programa que você mesmo escreve ou instala.',
    older: 'Ver chaves anteriores',
    add: 'Nova chave de API',
    change: 'Alterar',
    changeIt: (name) => `Alterar ${name}`,
    test: 'Teste',
    expired: 'Expirada',
    oldWorks: 'O segredo antigo ainda funciona',
    neverUsed: 'Nunca usada',
    usedOnce: 'Usada uma vez:',
    used: (times) => `Usada ${times} vezes, a última:`,
    endless: 'não expira',
    ended: 'expirou:',
    ends: 'expira:',
    itIsEndless: 'Ela não expira por conta própria.',
    itEnded: (when) => `Ela expirou: ${when}.`,
    itEnds: (when) => `Ela expira: ${when}.`,

    new: {
      lead: 'Permita só o que o programa precisa e deixe a chave expirar quando não precisar mais dela.',
      section: 'A chave',
      name: 'Para que serve?',
      nameHint: 'Por exemplo “Backup em casa”, para reconhecê-la.',
      end: 'Quando ela expira?',
      never: 'Nunca',
      inAYear: 'Em um ano',
      inADay: 'Em um dia',
      inDays: (days) => `Em ${days} dias`,
      kind: 'Tipo',
      live: 'Para uso real',
      test: 'Para experimentar',
      kindHint: 'Fica escrito na própria chave, para ninguém confundir.',
      addresses: 'Só destes endereços',
      addressesHint:
        'Endereços IP ou redes separados por espaços, por exemplo 192.0.2.7 ou 10.0.0.0/8. Se ficar vazio, a chave funciona de qualquer lugar.',
      submit: 'Criar a chave',
    },

    made: {
      title: 'Sua nova chave de API',
      titleOfNext: 'Seu novo segredo',
      lead: 'Coloque-a onde o seu programa a lê.',
      oldOver: 'O antigo não funciona mais.',
      oldUntil: (when) => `O antigo funciona até: ${when}. Coloque o novo no lugar antes disso.`,
      once: 'Só mostramos agora. Selecione, copie e guarde como uma senha: quem tiver isto pode agir em seu nome.',
      sent: (bearer, header) =>
        html`O seu programa envia isto a cada pedido, no cabeçalho <code>${bearer}</code> ou <code>${header}</code>, e nunca em um endereço.`,
      kept: 'Já guardei',
    },

    one: {
      lead: (when, end) => `Uma chave de API criada: ${when}. ${end}`,
      about: 'Sobre ela',
      newSecret: 'Um novo segredo',
      newSecretText:
        'Troque o segredo de tempos em tempos, e na hora se ele cair em mãos erradas. O que a chave pode fazer continua igual.',
      grace: 'O antigo continua funcionando?',
      day: 'Por mais um dia',
      week: 'Por mais uma semana',
      notAtAll: 'Não: outra pessoa pode ter o segredo',
      submit: 'Criar um novo segredo',
      revoke: 'Revogar',
      revokeText: 'O programa que usa esta chave fica de fora na hora. Isso não pode ser desfeito.',
      revokeIt: 'Revogar esta chave',
      back: 'Voltar para as chaves de API',
      itMay: 'Ela pode:',
      onlyFrom: (networks) => html`Só de ${outside(networks)}.`,
      oldUntil: 'O segredo anterior funciona até:',
      byDay: 'Usos por dia',
    },
  },
}
