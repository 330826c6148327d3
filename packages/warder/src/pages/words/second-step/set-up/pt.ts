import { html, outside } from '../../../html.ts'
import type { SetUpWords } from './en.ts'

/** Brazilian usage, as in the mails. */
export const setUp: SetUpWords = {
  setUp: {
    title: 'Configurar uma segunda etapa',
    lead: 'Esta conta precisa de uma segunda etapa. Configure uma agora, e pronto.',
    passkeyLead: 'Com sua digital, seu rosto, o PIN deste dispositivo ou uma chave de segurança.',
    passkey: 'Criar uma chave de acesso',
    appLead: 'Com um aplicativo no seu telefone que mostra um código, que você digita ao entrar.',
    app: 'Usar um aplicativo autenticador',
    textLead: 'Com códigos por SMS. Um número pode ser roubado: as outras formas são mais seguras.',
    text: 'Usar SMS',
    somethingElse: 'Escolher outra coisa',
    turnOn: 'Ativar',
    number: 'Seu número de telefone',
    numberLead: 'Enviamos um código para lá agora, e sempre que você entrar.',
    numberHint: 'Com o código do país, como +41 79 123 45 67.',
    enter: 'Digite o código',
    sent: (number) => html`Enviamos um código para <b>${outside(number)}</b>.`,
    done: 'Guarde seus códigos de recuperação',
    doneLead: 'Sua segunda etapa está ativada. A partir de agora, um código é pedido quando você entra.',
    goOn: 'Já guardei: continuar',
  },

  app: {
    title: 'Adicionar um aplicativo autenticador',
    lead: 'São duas coisas: escaneie a imagem e depois digite o código que o aplicativo mostra.',
    scan: 'Abra seu aplicativo autenticador, escolha “adicionar” ou “+” e aponte a câmera para esta imagem. Se você ainda não tem um aplicativo assim, baixe um da loja de aplicativos do seu telefone. Serve qualquer um que leia códigos QR.',
    picture: 'Código QR para o seu aplicativo autenticador',
    cannotScan: 'Não consigo escanear',
    typeKey: 'Digite esta chave no aplicativo. Maiúsculas e espaços não importam.',
    openHere: 'Abrir em um aplicativo deste dispositivo',
    code: 'Código do aplicativo',
    codeHint: 'Seis dígitos, novos a cada meio minuto.',
    name: 'Como você o chama? (opcional)',
    nameHint: 'Por exemplo “Telefone azul”, para você reconhecer.',
  },

  codes: {
    file: (brand) => `Códigos de recuperação para ${brand}. Cada um funciona uma única vez.`,
    onlyNow:
      'Mostramos estes códigos só agora. Imprima esta página, anote-os ou salve-os onde só você tem acesso.',
    letYouIn:
      'Se você perder seu telefone ou sua chave, um destes códigos deixa você entrar depois da sua senha. Cada um funciona uma única vez.',
    save: 'Salvar como arquivo',
    kept: 'Já guardei',
    passkeyIsSetUp: 'Sua chave de acesso está configurada. Guarde seus códigos de recuperação.',
  },
}
