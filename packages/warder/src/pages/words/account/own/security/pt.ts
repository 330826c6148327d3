import { html, outside } from '../../../../html.ts'
import type { SigningInWords } from './en.ts'

const numbers = ['', '', 'duas', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove']

function ways(many: number): string {
  if (many === 0) return 'Você ainda não tem nenhuma forma de entrar.'
  if (many === 1) return 'Você tem uma forma de entrar.'
  return `Você tem ${numbers[many] ?? String(many)} formas de entrar.`
}

/** Brazilian usage, as in the mails. */
export const signingIn: SigningInWords = {
  security: {
    ways,
    oneMore: 'Com mais uma, você entra mesmo que perca esta.',
    secondStep: 'Uma segunda etapa deixaria os outros de fora.',
    password: 'Senha',
    changePassword: 'Alterar a senha',
    recent: 'Atividade recente',
    nothing: 'Nada ainda.',
    notYou: (path) =>
      html`Alguma coisa aqui não foi você? Altere sua senha e depois <a href="${path}">veja suas sessões</a>.`,
    everything: 'Mostrar tudo',
  },

  passkeys: {
    title: 'Chaves de acesso',
    none: 'Entre com sua digital, seu rosto ou o PIN do seu dispositivo, sem senha. Uma chave de acesso só funciona aqui, então ninguém consegue enganar você para obtê-la.',
    add: 'Adicionar uma chave de acesso',
    addKey: 'Adicionar uma chave de segurança',
    noScripts: 'Seu navegador não executa scripts, e é preciso um para adicionar uma chave de acesso.',
    added: (when) => html`Adicionada: ${when}`,
    synced: 'Sincronizada',
    thisKey: 'Só esta chave',
    oneDevice: 'Só um dispositivo',
    afterPassword: 'Pedida depois da sua senha',
    isPasskey: (when) => `Chave de acesso, adicionada: ${when}`,
    isKey: (when) => `Chave de segurança, adicionada: ${when}`,
    removeText:
      'Você não vai mais entrar com ela. Talvez seu dispositivo ainda a mostre por um tempo. Você pode excluí-la lá também.',
    removeIt: 'Remover',

    offer: {
      title: 'Entre mais rápido na próxima vez',
      lead: 'Com uma chave de acesso, você entra com sua digital, seu rosto ou o PIN deste dispositivo. Não há nada para lembrar nem para digitar.',
      onlyYou: 'Só você pode usá-la: sua digital ou seu rosto nunca sai do dispositivo.',
      stays: 'Sua senha continua como está.',
      create: 'Criar uma chave de acesso',
      notNow: 'Agora não',
      notNowGoOn: 'Agora não, continuar',
      later: 'Você pode adicionar uma a qualquer momento, em “Segurança” na sua conta.',
    },
  },

  passwordless: {
    none: 'Você não tem senha, então ninguém pode adivinhá-la ou roubá-la.',
    set: 'Criar uma senha',
    setLead: 'Você pode entrar com ela, além das formas que já tem.',
    setIt: 'Salvar a senha',
    may: 'Você pode entrar sem sua senha.',
    remove: 'Remover sua senha',
    oneMorePasskey:
      'Você pode entrar sem sua senha. Adicione mais uma chave de acesso, para o dia em que perder a primeira, e poderá remover sua senha.',
    removeLead: 'Uma senha que não existe não pode ser adivinhada, roubada nem entregue.',
    changes: 'O que muda',
    fromNowOn: 'A partir de agora você entra assim:',
    ways: {
      passkey: 'com sua chave de acesso: sua digital, seu rosto ou o PIN do seu dispositivo',
      mail: 'com um link ou um código que enviamos por e-mail',
      phone: 'com um código que enviamos para o seu telefone',
      identity: 'com sua conta em outro lugar, por exemplo a do trabalho',
    },
    stops:
      'Sua senha deixa de funcionar na hora, e suas sessões em outros dispositivos são encerradas. Você pode criar uma nova aqui a qualquer momento.',
    removeIt: 'Remover minha senha',
    notYet: 'Ainda não',

    suggestion: 'Entrar sem senha',
    suggestions: {
      oneMore: {
        text: 'Você entrou sem sua senha. Adicione mais uma forma de entrar e poderá removê-la.',
        action: 'Adicionar outra forma',
      },
      remove: {
        text: 'Agora você pode entrar sem sua senha. Quer removê-la?',
        action: 'Remover sua senha',
      },
      addOne: {
        text: 'Com uma chave de acesso, você entra com sua digital, seu rosto ou o PIN do seu dispositivo. Nenhuma senha para lembrar.',
        action: 'Adicionar uma chave de acesso',
      },
      tryIt: {
        text: 'Você tem uma chave de acesso. Escolha-a na próxima vez que entrar, no lugar da sua senha.',
        action: 'Ver suas chaves de acesso',
      },
    },
    notNow: 'Agora não',
  },

  identities: {
    title: 'Contas conectadas',
    none: 'Entre com uma conta que você tem em outro lugar. Dela ficamos sabendo seu nome e seu endereço, e nunca sua senha de lá.',
    connect: (provider) => `Conectar ${provider}`,
    closed: 'Não serve mais para entrar',
    connected: (when) => html`Conectada: ${when}`,
    disconnect: 'Desconectar',
    disconnectNamed: (provider) => `Desconectar ${provider}`,
    asked: (provider) => `Conectar ${provider}?`,
    askedLead: 'Veja se as duas contas são suas.',
    happens: 'O que acontece',
    willSignIn: (label, provider, email) =>
      html`A partir de agora, <b>${outside(label)}</b> em ${outside(provider)} abre sua conta <b>${outside(email)}</b> aqui, sem nenhuma senha nossa.`,
  },

  phone: {
    title: 'Número de telefone',
    none: 'Nenhum',
    noneText: 'Podemos enviar códigos para lá, para entrar ou como segunda etapa.',
    added: (when) => html`Adicionado: ${when}`,
    changeSpoken: 'Alterar seu número de telefone',
    addSpoken: 'Adicionar um número de telefone',
    add: 'Adicionar',
    signsIn: 'Para entrar',
    isSecondStep: 'Segunda etapa',
    lead: 'Enviamos códigos para lá por SMS, e nada mais. Ninguém mais o vê.',
    typeCode: 'Digite o código',
    yours: 'Seu número',
    addOne: 'Adicionar um número',
    another: 'Trocar por outro número',
    notThat: 'Não é esse número?',
    off: 'SMS não está configurado aqui.',
    sent: (number) =>
      html`Enviamos um código para <b>${outside(number)}</b>. Nada muda até que você o digite aqui.`,
    code: 'Código',
    codeHint: 'Seis dígitos. Funciona por dez minutos.',
    confirm: 'Confirmar este número',
    removeSpoken: 'Remover seu número de telefone',
    hint: 'Com o código do país, como +41 79 123 45 67. Enviamos um código para lá.',
    send: 'Enviar o código',
    signInBox: 'Entrar com um código enviado para este número',
    secondStepBox: 'Pedir um código enviado para este número depois da minha senha, como segunda etapa',
    safer:
      'Um aplicativo autenticador é mais seguro: um número pode ser roubado, e mensagens SMS podem ser lidas no caminho.',
  },

  secondStep: {
    title: 'Segunda etapa',
    none: 'Um aplicativo autenticador no seu telefone mostra um novo código a cada meio minuto. Com ele configurado, ninguém entra só com sua senha.',
    add: 'Adicionar um aplicativo autenticador',
    on: 'Ativado',
    codes: 'Códigos de recuperação',
    left: (left, of) => `Restam ${left} de ${of}`,
    codesText: 'Para quando você tiver perdido seu telefone. Com códigos novos, os antigos deixam de valer.',
    newCodes: 'Novos códigos',
    newCodesSpoken: 'Novos códigos no lugar dos antigos',
    scanThenType: 'Escaneie e depois digite',
    added: (when) => html`Adicionado: ${when}`,
    isApp: (when) => `Aplicativo autenticador, adicionado: ${when}`,
    removeLast:
      'Esta é sua única segunda etapa. Sem ela, quem souber sua senha pode entrar, e seus códigos de recuperação deixam de valer.',
    removeText: 'Não vamos mais aceitar códigos deste aplicativo. Suas outras segundas etapas continuam.',
    removeIt: 'Remover este aplicativo',
    yourCodes: 'Seus códigos de recuperação',
    yourCodesLead:
      'Com eles você entra quando seu telefone foi perdido ou quebrou. Sem eles, talvez ninguém possa ajudar você.',
    keepSafe: 'Guarde-os em lugar seguro',
    why: {
      added:
        'Seu aplicativo autenticador está ativado. Vamos pedir o código dele a partir da próxima entrada.',
      phone: 'A partir da próxima entrada, vamos pedir um código que enviamos para o seu telefone.',
      new: 'Aqui estão seus novos códigos. Os antigos não valem mais.',
    },
  },
}
