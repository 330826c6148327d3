import { html, outside } from '../../html.ts'
import type { SignInWords } from './en.ts'

/** Brazilian usage, as in the mails. */
export const signIn: SignInWords = {
  continueTo: (application) => html`para continuar em <b>${outside(application)}</b>`,
  inbox: 'Veja sua caixa de entrada',
  nothingThere: 'Nada depois de alguns minutos? Olhe na pasta de spam ou peça que a gente envie de novo.',
  again: 'Enviar de novo',
  sendLink: 'Enviar o link',
  continueWith: (provider) => `Continuar com ${provider}`,
  signInWith: (provider) => html`Entrar com ${outside(provider)}`,
  passkey: 'Entrar com uma chave de acesso',
  textCode: 'Receber um código por SMS',
  mailLink: 'Receber um link por e-mail',
  mailCode: 'Receber um código por e-mail',

  login: {
    title: 'Entrar',
    forgot: 'Esqueceu a senha?',
    register: (path) => html`Ainda não tem conta? <a href="${path}">Criar uma conta</a>`,
    back: (application) => html`Voltar para ${outside(application)}`,
    verified: 'Seu endereço está confirmado. Agora você pode entrar.',
  },

  register: {
    title: 'Criar uma conta',
    submit: 'Criar a conta',
    login: (path) => html`Já tem uma conta? <a href="${path}">Entrar</a>`,
    sent: (email) =>
      html`Enviamos uma mensagem para <b>${outside(email)}</b>. Abra o link que está nela para terminar.`,
    resent: 'Enviamos de novo. Pode levar um minuto para chegar.',
    nothingThere: 'Não chegou nada? Olhe na pasta de spam ou peça que a gente envie de novo.',
    otherAddress: 'Usar outro endereço',
    closed: 'Aqui não se criam contas',
    closedText:
      'As contas deste serviço são dadas por quem o administra. Peça uma a essa pessoa, ou entre se você já tem uma.',
  },

  verify: {
    title: 'Confirmar seu e-mail',
    heading: 'Confirme seu e\u2011mail',
    submit: 'Confirmar',
    oneMore: 'Só mais um passo e sua conta está pronta.',
    otherBrowser:
      'Você abriu este link em um navegador diferente daquele em que se cadastrou. Sua senha mostra que é você.',
    password: (least) =>
      `A que você escolheu ao se cadastrar. Ou escolha uma nova, com pelo menos ${least} caracteres.`,
    notYou: 'Você não criou uma conta? É só fechar esta página, e nada acontece.',
    dead: 'Cadastre-se de novo, ou entre, se você já confirmou seu endereço.',
  },

  forgot: {
    title: 'Esqueceu a senha?',
    lead: 'Informe seu e-mail e enviaremos um link para criar uma nova.',
    sent: (email) =>
      html`Se <b>${outside(email)}</b> tiver uma conta, um link para criar uma nova senha está a caminho.`,
    sentSomewhere: 'Se este endereço tiver uma conta, um link para criar uma nova senha está a caminho.',
  },

  reset: {
    title: 'Crie uma nova senha',
    titleOfFirst: 'Crie uma senha',
    submit: 'Salvar a senha',
    lead: 'Suas sessões serão encerradas em todos os outros lugares.',
    leadOfFirst:
      'Sua conta não tem senha no momento. Com uma, quem souber qual é pode começar a entrar. Suas sessões serão encerradas em todos os outros lugares.',
    required: 'É preciso mudar sua senha antes de continuar.',
    added: 'Agora você tem uma senha',
    changed: 'Sua senha foi alterada',
    done: 'Encerramos todas as suas sessões. Entre com a nova senha.',
  },

  deadLink: {
    title: 'Este link não funciona mais',
    text: (advice) => `Ele já foi usado ou expirou. ${advice}`,
    askAnew: 'Peça um novo.',
    sendNew: 'Enviar um novo link',
    setPassword: 'Criar uma nova senha',
  },

  confirm: {
    becomesMain: (email, account) =>
      html`${outside(email)} passa a ser o endereço principal da conta <b>${outside(account)}</b>.`,
    isAdded: (email, account) => html`${outside(email)} será adicionado à conta <b>${outside(account)}</b>.`,
    notYou: 'Você não pediu isto? É só fechar esta página, e nada acontece.',
    dead: 'Adicione o endereço de novo para receber outro.',
    signInFirst: 'Esta conta é sua? Entre nela para continuar.',
    other: (account) =>
      html`Você está na conta <b>${outside(account)}</b>, que é outra. A conta acima é sua? Então saia e abra de novo o link do e-mail.`,
  },

  undo: {
    title: 'Desfazer a mudança do seu endereço',
    lead: (email) => html`<b>${outside(email)}</b> volta a ser o endereço principal da sua conta.`,
    text: 'Os endereços que outra pessoa adicionou são removidos, todas as sessões são encerradas e a senha deixa de funcionar. Enviamos um link para criar uma nova.',
    submit: 'Desfazer a mudança',
    notYou: 'Foi você que mudou? É só fechar esta página, e nada acontece.',
    dead: 'Se houver outra pessoa na sua conta, crie uma nova senha.',
    done: 'A mudança foi desfeita',
    doneText: 'Todas as sessões foram encerradas. Crie uma nova senha com o link que acabamos de enviar.',
  },

  invite: {
    title: 'Você tem um convite',
    titleOf: (organisation) => `${organisation} convida você`,
    headingOf: (organisation) => html`${outside(organisation)} convida você`,
    lead: 'Diga seu nome e escolha uma senha, e sua conta está pronta.',
    submit: 'Criar minha conta',
    join: (email) => html`Você aceita como <b>${outside(email)}</b>, com a conta que já tem.`,
    accept: 'Aceitar o convite',
    notNow: 'Agora não',
    dead: 'Este convite não funciona mais',
    deadText: 'Ele já foi usado, foi retirado ou expirou. Peça um novo a quem convidou você.',
    known: 'Você já tem uma conta',
    knownText: (email) =>
      `O convite é para ${email}, e esse endereço já tem uma conta. Entre com ela para aceitar.`,
    signOutFirst: 'Sair primeiro',
  },

  logout: {
    title: 'Sair',
    heading: 'Sair?',
    lead: 'Sua sessão neste navegador será encerrada.',
    leadOf: (application) =>
      html`<b>${outside(application)}</b> pede para encerrar sua sessão neste navegador.`,
    stay: 'Manter a sessão aberta',
    stays: {
      'not proved':
        'O pedido para encerrar sua sessão não é válido: veio com um token que não é nosso. Depois você fica aqui.',
      'not named':
        'O pedido para encerrar sua sessão não diz de qual aplicativo veio. Depois você fica aqui.',
      'not registered':
        'O pedido para encerrar sua sessão não é válido: o aplicativo não registrou o endereço para onde quer levar você. Depois você fica aqui.',
    },
    out: 'Você saiu',
    outText: 'Você pode fechar esta página ou entrar de novo.',
    goOn: (host) => `Continuar para ${host}`,
    signingOut: 'Encerrando a sessão',
    told: (applications) => html`Sua sessão aqui está encerrada. Agora avisamos ${outside(applications)}.`,
    toldMany: (applications) =>
      html`Sua sessão aqui está encerrada. Agora avisamos estes aplicativos: ${outside(applications)}.`,
  },

  notMe: {
    title: 'Não fui eu',
    heading: 'Não foi você?',
    lead: (email) =>
      html`Então alguém sabe a senha de <b>${outside(email)}</b>. Ajudamos você a deixar essa pessoa de fora.`,
    signedOut: 'Todas as suas sessões são encerradas, e todos os aplicativos perdem o acesso.',
    stopsWorking: 'A senha deixa de funcionar na hora.',
    mailed: 'Enviamos um e-mail com um link para criar uma nova.',
    submit: 'Bloquear minha conta',
    itWasYou: 'Foi você, afinal? É só fechar esta página, e nada acontece.',
    done: 'Sua conta está bloqueada',
    doneText:
      'Todas as suas sessões foram encerradas, e a senha antiga não funciona mais. Enviamos um e-mail com um link para criar uma nova.',
    dead: 'Se você teme que alguém esteja na sua conta, crie uma nova senha: isso encerra todas as sessões.',
  },

  wasItMe: {
    title: 'Foi você?',
    lead: (email) =>
      html`Bloqueamos um acesso a <b>${outside(email)}</b> porque era diferente dos habituais.`,
    device: 'Dispositivo',
    place: 'Local',
    time: 'Data',
    done: 'Obrigado',
    doneText: 'Agora você pode entrar nesse dispositivo. Use sua senha como de costume.',
    yes: 'Sim, fui eu',
    no: 'Não, bloquear minha conta',
    after:
      'Se foi você, depois entre de novo por lá. Se não foi, todas as suas sessões são encerradas, a senha deixa de funcionar e enviamos um link para criar uma nova.',
  },

  setup: {
    title: 'Instalação',
    heading: 'Boas-vindas',
    lead: 'Crie a primeira conta de administração. Este link funciona uma única vez.',
    submit: 'Criar a conta',
  },

  code: {
    ask: 'Entrar com um código',
    send: 'Enviar o código',
    mailHint: 'Enviamos para lá um código que você digita aqui.',
    phone: 'Número de telefone',
    phoneHint:
      'Com o código do país, como +41\u00a079\u00a0123\u00a045\u00a067. Funciona com um número que você adicionou à sua conta.',
    enter: 'Digite seu código',
    mailed: (email) =>
      html`Se <b>${outside(email)}</b> pertencer a uma conta, um código está a caminho por e-mail.`,
    texted: (number) =>
      html`Se <b>${outside(number)}</b> pertencer a uma conta, um código está a caminho por SMS.`,
    another: 'Se já passou um minuto desde o último, outro código está a caminho. Digite o mais recente.',
    code: 'Código',
    codeHint: 'Seis dígitos. Ele vale por dez minutos, e só aqui.',
    nothingMailed: 'Nada depois de alguns minutos? Olhe na pasta de spam ou peça que a gente envie outro.',
    nothingTexted: 'Nada depois de um minuto? Peça que a gente envie outro.',
    sendNew: 'Enviar um novo código',
  },

  magic: {
    ask: 'Entrar com um link',
    hint: 'Enviamos para lá um link que faz você entrar sem senha.',
    codeInstead: 'Enviar um código para digitar',
    sent: (email) =>
      html`Escrevemos para <b>${outside(email)}</b>. Se houver uma conta, o e-mail traz um link. Abra-o e clique no botão. Ele vale por 15 minutos.`,
    another:
      'Outro link está a caminho, a menos que você tenha pedido muitas vezes. Só o mais recente funciona.',
    number: 'Você lê seus e-mails em outro dispositivo? Você vai entrar por lá, e este número será pedido:',
    tellNobody: 'Não diga este número a ninguém. Nunca o pedimos por e-mail nem por telefone.',
    open: 'Entrar com este link?',
    openLead: (email) => html`Você vai entrar aqui como <b>${outside(email)}</b>.`,
    other: (account) =>
      html`Agora você está na conta <b>${outside(account)}</b>. Continue só se a outra conta também for sua.`,
    waitsElsewhere:
      'O aplicativo de onde você veio espera no lugar em que você pediu o link. Para usá-lo aqui, comece de novo por ele.',
    typeNumber: 'Número',
    numberHint: 'Você pediu o link em outro navegador. Na página de lá há quatro dígitos: digite-os aqui.',
    notYou: 'Você não pediu este link? É só fechar esta página, e nada acontece.',
  },

  elsewhere: {
    denied: (provider) => `Você não deixou ${provider} nos dizer quem você é, por isso você não entrou.`,
    failed: (provider) => `Não deu certo entrar com ${provider} agora. Tente de novo ou use outra forma.`,
    not_allowed: (provider) => `Esta conta em ${provider} não pode entrar aqui. Escolha outra.`,
    unconfirmed: (provider) =>
      `${provider} não diz que seu endereço está confirmado, por isso nenhuma conta foi criada. Entre ou cadastre-se de outra forma. Depois você pode conectar ${provider} na sua conta.`,
    taken: (provider) =>
      `Seu endereço já tem uma conta aqui. Entre nela como de costume e depois conecte ${provider}.`,
    refused: (provider) =>
      `Você não pode entrar com ${provider}. Use outra forma ou escolha “Esqueceu a senha?”.`,
    closed: (provider) =>
      `Ninguém aqui é conhecido por esta conta em ${provider}, e as contas novas são dadas por quem administra este serviço. Você tem uma conta? Então entre de outra forma e conecte ${provider} a ela.`,
    in: 'Você entrou',
    inText: 'Agora, de volta ao lugar de onde você veio.',
    thanks: 'Obrigado',
    allowed: (provider) => `${provider} agora deixa as pessoas da sua organização entrarem aqui.`,
    nothingAllowed: 'Nada foi permitido',
    notAllowed: (provider) =>
      `${provider} diz que você não permitiu. Você pode começar de novo quando quiser.`,
  },

  unsolicited: {
    lead: (label) => html`Você vem de lá como <b>${outside(label)}</b>.`,
    notYou: (path) =>
      html`Se não for você, ou se você não queria entrar aqui, vá <a href="${path}">para a página de entrada</a>.`,
  },

  agree: {
    title: 'Antes de continuar',
    one: 'Leia isto e concorde, e pronto.',
    many: 'Leia tudo isto e concorde, e pronto.',
    notNow: 'Agora não',
    without: 'Sem isso não é possível entrar. “Agora não” encerra este acesso e não muda mais nada.',
  },
}
