import { facts } from '../facts.ts'
import { when } from '../when.ts'
import { linksAndCodes } from './links-and-codes/pt.ts'
import type { MailWords } from './mail-words.ts'
import { members } from './members/pt.ts'
import { passkeys } from './passkeys/pt.ts'
import { passwordless } from './passwordless/pt.ts'
import { privacy } from './privacy/pt.ts'
import { programs } from './programs/pt.ts'

const factNames = { device: 'Dispositivo', place: 'Local', time: 'Data' }

/** Brazilian usage, which readers elsewhere understand as well. */
export const pt: MailWords = {
  ...linksAndCodes,
  ...members,
  ...passkeys,
  ...passwordless,
  ...privacy,
  ...programs,

  greeting: (full_name) => (full_name ? `Olá, ${full_name}!` : 'Olá!'),
  link_again: 'Se o botão não funcionar, abra este endereço:',

  mailTest: ({ brand, at }) => ({
    subject: `Mensagem de teste de ${brand}`,
    lines: [
      `Esta mensagem foi enviada em ${when(at, 'pt')} para verificar se os e-mails de ${brand} estão chegando. Está tudo certo.`,
    ],
    closing: 'Você não precisa fazer nada.',
  }),

  confirmAddress: ({ brand }) => ({
    subject: `Confirme seu e-mail para ${brand}`,
    lines: [`Confirme que este endereço é seu e vamos criar sua conta em ${brand}. O link vale por um dia.`],
    action: 'Confirmar meu e-mail',
    closing: 'Não foi você? É só ignorar esta mensagem: sem o link, nada acontece.',
  }),

  alreadyRegistered: ({ brand }) => ({
    subject: `Você já tem uma conta em ${brand}`,
    lines: [
      `Alguém, talvez você, tentou criar uma conta em ${brand} com este endereço. Você já tem uma, então nada mudou.`,
      'Entre como de costume. Se você esqueceu sua senha, pode pedir uma nova por lá.',
    ],
    action: 'Entrar',
    closing: 'Se não foi você, não precisa fazer nada.',
  }),

  resetPassword: ({ brand }) => ({
    subject: `Crie uma nova senha para ${brand}`,
    lines: ['Escolha uma nova senha com o link abaixo. Ele vale por uma hora e funciona uma única vez.'],
    action: 'Criar uma nova senha',
    closing: 'Não foi você? É só ignorar esta mensagem: sem o link, nada acontece.',
  }),

  passwordChanged: ({ brand, at }) => ({
    subject: `Sua senha de ${brand} foi alterada`,
    lines: [
      `Sua senha foi alterada em ${when(at, 'pt')} e encerramos as sessões nos seus outros dispositivos.`,
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada.',
  }),

  passwordGuessed: ({ brand, at }) => ({
    subject: `Alguém tentou entrar na sua conta ${brand}`,
    lines: [
      `Várias senhas erradas foram testadas com o seu endereço, a última em ${when(at, 'pt')}. Nenhuma estava certa, e agora é preciso esperar cada vez mais entre uma tentativa e outra.`,
      'Nos dispositivos em que você costuma entrar, tudo funciona como antes.',
    ],
    action: 'Criar uma nova senha',
    closing:
      'Se foi você e esqueceu a senha, use o botão. Se não foi, não precisa fazer nada, a menos que use a mesma senha em outro lugar.',
  }),

  newSignIn: ({ brand, reasons, ...seen }) => ({
    subject: `Novo acesso à sua conta ${brand}`,
    lines: [
      {
        new_device: 'Sua conta acabou de ser usada em um dispositivo que você ainda não tinha usado.',
        new_country: 'Sua conta acabou de ser usada em um país de onde você nunca tinha entrado.',
        impossible_travel: 'Sua conta acabou de ser usada longe do lugar do seu último acesso.',
      }[reasons.at(-1) ?? 'new_device'],
      ...facts(factNames, seen, 'pt'),
      'Se não foi você, clique no botão. Vamos encerrar todas as suas sessões e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada.',
  }),

  signInCode: ({ brand, ...seen }) => ({
    subject: `Seu código para entrar em ${brand}`,
    lines: [
      'Alguém, esperamos que você, está entrando com a sua senha. Este acesso é diferente dos habituais, por isso pedimos também este código. Ele vale por dez minutos.',
      ...facts(factNames, seen, 'pt'),
    ],
    action: 'Não fui eu',
    closing:
      'Não passe este código a ninguém, nem mesmo a nós. Se você não está entrando agora, alguém sabe a sua senha: clique no botão.',
  }),

  signInStopped: ({ brand, ...seen }) => ({
    subject: `Bloqueamos um acesso à sua conta ${brand}`,
    lines: [
      'Alguém tentou entrar com a sua senha. Não permitimos, porque o acesso era diferente dos seus acessos habituais.',
      ...facts(factNames, seen, 'pt'),
      'Clique no botão e diga se foi você. Se foi, depois você poderá entrar nesse dispositivo. Se não foi, vamos bloquear a sua conta e ajudar você a criar uma nova senha.',
    ],
    action: 'Foi você?',
    closing: 'Nada muda até você responder.',
  }),

  sessionStopped: ({ brand, ...seen }) => ({
    subject: `Alguém pode estar usando a sua sessão em ${brand}`,
    lines: [
      'Uma das suas sessões acabou de ser usada em um navegador e em uma rede diferentes dos habituais. Nós a bloqueamos. Para continuar, é preciso primeiro confirmar com a sua senha que é você.',
      ...facts(factNames, seen, 'pt'),
      'Se não foi você, alguém pode ter copiado a sessão do seu dispositivo. Crie uma nova senha, o que encerra todas as sessões, e veja se há programas desconhecidos nos seus dispositivos.',
    ],
    action: 'Criar uma nova senha',
    closing: 'Se foi você, é só digitar a sua senha e continuar.',
  }),

  accountLocked: ({ brand, since, removed, programs: ended, passkeys }) => ({
    subject: `Sua conta ${brand} está bloqueada até você criar uma nova senha`,
    lines: [
      'Recebemos o aviso de que um acesso à sua conta não foi seu. Encerramos todas as suas sessões, retiramos o acesso de todos os aplicativos, e a sua senha antiga não funciona mais.',
      ...(removed
        ? [
            `Removemos o que foi adicionado desde ${when(since, 'pt')}: endereços e tudo o que serve para entrar ou confirmar a entrada. Adicione de novo o que era seu.`,
          ]
        : []),
      ...(ended
        ? [
            `Cancelamos as chaves e credenciais criadas a partir da sua conta desde ${when(since, 'pt')} para programas de que você cuida, e paramos esses agentes. Dê outras a eles.`,
          ]
        : []),
      ...(passkeys > 0
        ? [
            'As chaves de acesso anteriores voltarão a funcionar quando a nova senha for criada. Veja-as então em “Segurança” e remova as que você não conhece.',
          ]
        : []),
      'Crie uma nova senha que você não use em nenhum outro lugar. O link vale por um dia e funciona uma única vez; você pode pedir outro em “Esqueceu a senha?”.',
    ],
    action: 'Criar uma nova senha',
    closing: 'Se outra pessoa puder ler o seu e-mail, troque primeiro a senha da sua conta de e-mail.',
  }),

  confirmNewAddress: ({ brand }) => ({
    subject: `Confirme este e-mail para a sua conta ${brand}`,
    lines: [
      `Alguém, esperamos que você, quer adicionar este endereço à sua conta ${brand}. Abra o link e entre nessa conta para confirmar. O link vale por um dia e funciona uma única vez.`,
    ],
    action: 'Confirmar este endereço',
    closing: 'Não foi você? É só ignorar esta mensagem: sem o link, nada acontece.',
  }),

  addressTaken: ({ brand }) => ({
    subject: `Alguém quis adicionar seu e-mail a outra conta ${brand}`,
    lines: [
      `Alguém, talvez você, quis adicionar este endereço a outra conta ${brand}. Ele já pertence à sua, por isso nada mudou.`,
      'Se foi você, remova primeiro o endereço desta conta e depois adicione-o à outra.',
    ],
    action: 'Entrar',
    closing: 'Se não foi você, não precisa fazer nada.',
  }),

  addressAdded: ({ brand, address, at }) => ({
    subject: `Um endereço foi adicionado à sua conta ${brand}`,
    lines: [
      `O endereço ${address} foi adicionado à sua conta em ${when(at, 'pt')}. A partir de agora você também pode entrar com ele.`,
      'Se não foi você, remova esse endereço e troque a sua senha.',
    ],
    action: 'Ver meus endereços',
    closing: 'Se foi você quem adicionou, não precisa fazer nada.',
  }),

  addressChanged: ({ brand, address, at, until }) => ({
    subject: `O endereço principal da sua conta ${brand} mudou`,
    lines: [
      `Desde ${when(at, 'pt')}, o endereço principal da sua conta é ${address}. A partir de agora nossas mensagens vão para lá.`,
      `Se não foi você, desfaça a mudança até ${when(until, 'pt')}: vamos restaurar este endereço, encerrar todas as sessões e ajudar você a criar uma nova senha.`,
    ],
    action: 'Desfazer a mudança',
    closing: 'Se foi você quem mudou, não precisa fazer nada.',
  }),

  addressRemoved: ({ brand, at }) => ({
    subject: `Este endereço foi removido da sua conta ${brand}`,
    lines: [
      `Este endereço foi removido da sua conta em ${when(at, 'pt')}. Você não pode mais entrar com ele, e não enviaremos mais nada para cá.`,
      'Se não foi você, entre com outro dos seus endereços e troque a sua senha.',
    ],
    action: 'Ver minha conta',
    closing: 'Se foi você quem removeu, não precisa fazer nada.',
  }),

  authenticatorAdded: ({ brand, at }) => ({
    subject: `Um aplicativo autenticador foi adicionado à sua conta ${brand}`,
    lines: [
      `Um aplicativo autenticador foi adicionado à sua conta em ${when(at, 'pt')}. A partir de agora, pedimos um código dele sempre que você entrar.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, tirar o aplicativo da sua conta e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada. Guarde seus códigos de recuperação em um lugar seguro.',
  }),

  authenticatorRemoved: ({ brand, at, last }) => ({
    subject: `Um aplicativo autenticador foi removido da sua conta ${brand}`,
    lines: [
      `Um aplicativo autenticador foi removido da sua conta em ${when(at, 'pt')}.`,
      last
        ? 'Você não tem mais uma segunda etapa, e seus códigos de recuperação deixaram de funcionar: quem souber sua senha pode entrar.'
        : 'Suas outras segundas etapas funcionam como antes.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada.',
  }),

  recoveryCodesMade: ({ brand, at }) => ({
    subject: `Novos códigos de recuperação da sua conta ${brand}`,
    lines: [
      `Novos códigos de recuperação foram criados para a sua conta em ${when(at, 'pt')}. Os antigos não funcionam mais.`,
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, guarde os novos em um lugar seguro e jogue os antigos fora.',
  }),

  recoveryCodeUsed: ({ brand, left, few, ...seen }) => ({
    subject: `Um código de recuperação da sua conta ${brand} foi usado`,
    lines: [
      'Um dos seus códigos de recuperação acaba de ser usado no lugar da segunda etapa. Ele não funciona mais.',
      ...facts(factNames, seen, 'pt'),
      ['Era o último.', 'Resta um.'][left] ?? `Restam ${left}.`,
      ...(few ? ['Está na hora de criar outros, em “Segurança” na sua conta.'] : []),
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer mais nada.',
  }),

  recoveryLink: ({ brand, from }) => ({
    subject: `Um link para voltar à sua conta ${brand}`,
    lines: [
      `Recebemos o pedido de deixar você configurar uma nova segunda etapa, porque você perdeu a antiga. O link funciona a partir de ${when(from, 'pt')}, uma única vez e durante um dia.`,
      'A sua senha continua sendo necessária. Não passe o link a ninguém, nem a quem diga que quer ajudar.',
    ],
    action: 'Configurar uma nova segunda etapa',
    closing: 'Não foi você que pediu? Abra o link e interrompa-o antes que funcione.',
  }),

  accountDeactivated: ({ brand, at }) => ({
    subject: `Sua conta ${brand} está desativada`,
    lines: [
      `Você desativou a sua conta em ${when(at, 'pt')}. Encerramos todas as suas sessões. Nada foi apagado, exceto as suas conexões com outros serviços, se havia alguma.`,
      'Para usá-la de novo, é só entrar.',
    ],
    action: 'Entrar',
    closing: 'Se não foi você, entre e troque a sua senha.',
  }),

  accountReactivated: ({ brand, at }) => ({
    subject: `Sua conta ${brand} está ativa de novo`,
    lines: [
      `Alguém entrou na sua conta desativada em ${when(at, 'pt')}, por isso ela está ativa de novo. Que bom ter você de volta!`,
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada.',
  }),

  accountErased: ({ brand, at }) => ({
    subject: `Sua conta ${brand} foi apagada`,
    lines: [
      `Sua conta foi apagada em ${when(at, 'pt')}, como você pediu. Não guardamos mais nada sobre você, e esta é a nossa última mensagem.`,
      'Você pode se cadastrar de novo com este endereço quando quiser.',
    ],
    closing: 'Até logo, e obrigado.',
  }),

  invitation: ({ brand }) => ({
    subject: `Você recebeu um convite para ${brand}`,
    lines: [
      `Você recebeu um convite para ${brand}. Abra o link, escolha uma senha e a sua conta estará pronta. O link vale por sete dias e funciona uma única vez.`,
    ],
    action: 'Aceitar o convite',
    closing: 'Não esperava um convite? É só ignorar esta mensagem: sem o link, nada acontece.',
  }),
}
