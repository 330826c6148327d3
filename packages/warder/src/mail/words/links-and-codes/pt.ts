import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { LinkOrCodeKind, MailWords } from '../mail-words.ts'

const factNames = { device: 'Dispositivo', place: 'Local', time: 'Data' }

/** Brazilian usage, as in the rest. */
export const linksAndCodes: Pick<MailWords, LinkOrCodeKind> = {
  signInLink: ({ brand, ...seen }) => ({
    subject: `Seu link para entrar em ${brand}`,
    lines: [
      'Alguém, esperamos que você, pediu um link para entrar. Ele vale por 15 minutos e funciona uma única vez.',
      ...facts(factNames, seen, 'pt'),
    ],
    action: 'Entrar',
    closing:
      'Não foi você? É só ignorar esta mensagem. Não passe o link adiante e não diga a ninguém o número que vai com ele.',
  }),

  oneTimeCode: ({ brand, ...seen }) => ({
    subject: `Seu código para entrar em ${brand}`,
    lines: [
      'Alguém, esperamos que você, pediu um código para entrar. Digite-o onde você o pediu. Ele vale por dez minutos.',
      ...facts(factNames, seen, 'pt'),
    ],
    closing: 'Não passe este código a ninguém, nem mesmo a nós. Não foi você? É só ignorar esta mensagem.',
  }),

  noAccount: ({ brand, open }) => ({
    subject: `Não há conta em ${brand} com este endereço`,
    lines: [
      `Alguém, talvez você, quis entrar em ${brand} com este endereço. Ele ainda não tem conta. Talvez você tenha usado outro endereço.`,
    ],
    action: open ? 'Criar uma conta' : 'Entrar',
    closing: 'Se não foi você, não precisa fazer nada.',
  }),

  phoneAdded: ({ brand, at, number }) => ({
    subject: `Um número de telefone foi adicionado à sua conta ${brand}`,
    lines: [
      `O número ${number} foi adicionado à sua conta em ${when(at, 'pt')}.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, remover o número e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada.',
  }),

  phoneRemoved: ({ brand, at, number }) => ({
    subject: `Um número de telefone foi removido da sua conta ${brand}`,
    lines: [
      `O número ${number} foi removido da sua conta em ${when(at, 'pt')}. Não enviamos mais códigos para lá.`,
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada.',
  }),

  textStepAdded: ({ brand, at, number }) => ({
    subject: `Sua conta ${brand} agora pede um código do seu telefone`,
    lines: [
      `Desde ${when(at, 'pt')} enviamos um código para ${number} quando você entra, como segunda etapa.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, desativar isso e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada. Guarde seus códigos de recuperação em um lugar seguro.',
  }),

  textStepRemoved: ({ brand, at, last }) => ({
    subject: `Sua conta ${brand} não pede mais um código do seu telefone`,
    lines: [
      `Em ${when(at, 'pt')} o código por SMS foi desativado como segunda etapa.`,
      last
        ? 'Você não tem mais uma segunda etapa, e seus códigos de recuperação não valem mais: quem souber sua senha pode entrar.'
        : 'Suas outras segundas etapas funcionam como antes.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada.',
  }),
}
