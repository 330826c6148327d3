import { html, outside } from '../../../../html.ts'
import type { AgentsWords } from './en.ts'

const work = (action: string, workspace: string) =>
  html`<code>${outside(action)}</code> em <code>${outside(workspace)}</code>`

/** Brazilian usage, as in the mails. */
export const agents: AgentsWords = {
  lead: 'Programas que trabalham sozinhos, até onde você permite. Você vê o que cada um fez e pode pará-lo com um clique.',
  questions: 'Eles esperam a sua resposta',
  yours: 'Seus agentes',
  none: 'Nenhum. Você só precisa de um para um programa que trabalhe sem você.',
  noneOfTenant: 'Nenhum.',
  add: 'Novo agente',
  older: 'Mostrar agentes mais antigos',
  ofTenant: (brand) => `Agentes de ${brand}`,
  didInYourName: (brand) => `O que agentes de ${brand} fizeram em seu nome`,
  takeBack: (applications) =>
    html`Eles agem por você em um aplicativo ao qual você deu acesso. Retire o acesso em <a href="${applications}">Aplicativos</a>, e nada mais agirá em seu nome ali.`,
  elsewhere: (applications, keys) =>
    html`O que você permitiu a aplicativos está em <a href="${applications}">Aplicativos</a>, e as chaves de programas, em <a href="${keys}">Chaves de API</a>.`,
  look: 'Ver',
  lookAt: (name) => `Ver ${name}`,
  stop: 'Parar',
  stopIt: (name) => `Parar ${name}`,
  stopped: 'Parado',
  inPeoplesNames: 'Pode agir em nome de outras pessoas',
  inYourName: 'Pode agir em seu nome',
  neverWorked: 'Nunca trabalhou',
  workedLast: (when) => html`Último trabalho: ${when}`,

  question: {
    wants: (name, action, workspace) => html`<b>${outside(name)}</b> quer: ${work(action, workspace)}`,
    wantsInYourName: (name, action, workspace) =>
      html`<b>${outside(name)}</b> quer agir em seu nome: ${work(action, workspace)}`,
    ofTenantWants: (name, brand, action, workspace) =>
      html`<b>${outside(name)}</b> de ${brand} quer: ${work(action, workspace)}`,
    ofTenantWantsInAName: (name, brand, action, workspace) =>
      html`<b>${outside(name)}</b> de ${brand} quer agir em nome de alguém: ${work(action, workspace)}`,
    asked: (when) => html`Pedido feito: ${when}`,
    says: (text) => html`Ele diz: “${outside(text)}”`,
    ifAllowed: 'Se você permitir, por alguns minutos ele poderá:',
    barred: {
      keys: 'Foi você que deu a chave a ele, então outra pessoa precisa permitir.',
      scopes: 'Você mesmo não pode fazer isso, então outra pessoa precisa permitir.',
    },
    allow: 'Permitir só desta vez',
    deny: 'Não permitir',
  },

  deeds: {
    called: (method, url) => html`Chamou: ${method} <code>${outside(url)}</code>`,
    asked: (action, workspace) => html`Perguntou se pode: ${work(action, workspace)}`,
    gotAccess: (action, workspace) => html`Recebeu acesso: ${work(action, workspace)}`,
    gotAccessInYourName: (action, workspace) => html`Recebeu acesso em seu nome: ${work(action, workspace)}`,
    gotAccessInAName: (action, workspace) =>
      html`Recebeu acesso em nome de alguém: ${work(action, workspace)}`,
    refused: (why) => html`Foi recusado, porque ${why}`,
    refusedWork: (action, workspace, why) => html`Foi recusado: ${work(action, workspace)}, porque ${why}`,
    reasons: {
      stopped: 'estava parado',
      owner: 'o dono dele não podia entrar',
      workspace: 'não pode trabalhar ali',
      action: 'não pode fazer isso',
      runtime: 'não pode ser executado ali',
      on_behalf_of: 'não pode agir nesse nome',
      scope: 'não tem essa permissão',
      denied: 'não teve permissão',
      replayed: 'enviou a mesma coisa duas vezes',
    },
    otherReason: 'o que enviou não estava certo',
  },

  one: {
    lead: (purpose, when) => `${purpose} Um agente. Registrado: ${when}.`,
    leadOfTenant: (purpose, brand, when) => `${purpose} Um agente de ${brand}. Registrado: ${when}.`,
    atWork: 'Trabalhando',
    may: 'O que ele pode fazer',
    program: 'Para o programa',
    did: 'O que ele fez',
    didNothing: 'Nada até agora.',
    older: 'Mostrar mais antigos',
    remove: 'Remover',
    removeText:
      'O agente é esquecido, e tudo o que ele podia acessar fica fechado para ele. Isto não pode ser desfeito.',
    removeIt: 'Remover este agente',
    back: 'Voltar para os agentes',
    stopText:
      'Se você o parar, tudo o que ele pode acessar fica fechado para ele em segundos. Você pode iniciá-lo de novo.',
    startText: 'Ele não recebe nada até que você o inicie de novo.',
    stopIt: 'Parar este agente',
    startIt: 'Iniciar de novo',
    callsItself: 'Ele se identifica como',
    asksAt: 'Ele pede acesso em',
    callsYou: 'Ele identifica você como',
    itMay: 'Ele pode:',
    actInPeoplesNames: 'Agir em nome de outras pessoas, onde um aplicativo permitir',
    actInYourName: 'Agir em seu nome',
    forThisWork: 'Para este trabalho',
    anyWork: 'Qualquer um',
    onlyHere: 'Só aqui',
    everywhere: 'Em toda parte',
    runningOn: 'É executado em',
    anyRuntime: 'Qualquer lugar',
    asksAbout: 'Ele precisa perguntar sobre',
    nothing: 'Nada',
    everything: 'Tudo',
  },

  new: {
    title: 'Novo agente',
    lead: 'Permita só o que o trabalho dele exige. Você vê o que ele fez e pode pará-lo a qualquer momento.',
    section: 'O agente',
    nothingToAllow: 'Ainda não há nada aqui que você possa permitir a um agente.',
    labels: {
      name: 'Nome',
      purpose: 'Para que ele serve?',
      scopes: 'O que pode fazer?',
      actions: 'Para qual trabalho?',
      sensitive_actions: 'Sobre o que ele deve perguntar a cada vez?',
      workspaces: 'Onde?',
      public_keys: 'A chave pública dele',
    },
    nameHint: 'Por exemplo, “Bibliotecário”, para você o reconhecer.',
    purposeHint: 'Em poucas palavras, por exemplo, “Mantém minhas notas em ordem”.',
    owner: 'De quem ele é?',
    mine: 'Meu',
    ofTenant: (brand) => `Ele pertence a ${brand}`,
    ownerHint:
      'O que é de todos fica quando você sai. É você que dá a chave a ele, então outra pessoa responde ao que ele pergunta.',
    actionsHint:
      'Nomes separados por espaços, como o programa os diz: notes:sort, ou notes:* para tudo sobre notas.',
    sensitiveHint:
      'Nomes como os acima, por exemplo, notes:delete. Ele não recebe nada para esse trabalho antes que alguém tenha dito sim.',
    workspacesHint:
      'Os espaços de trabalho ou projetos em que ele pode trabalhar, separados por espaços, ou * para todos.',
    inAName: 'Ele também pode agir em nome de alguém',
    inMyName: 'Ele também pode agir em meu nome',
    keyHint: (make, show) =>
      html`O programa cria um par de chaves e guarda a privada. Cole aqui a pública, como JWK ou PEM: <code>${make}</code>, depois <code>${show}</code>.`,
    submit: 'Adicionar o agente',
  },
}
