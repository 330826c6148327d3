import { html, outside } from '../../../../html.ts'
import type { ApprovalsWords } from './en.ts'

/** Brazilian usage, as in the mails. */
export const approvals: ApprovalsWords = {
  lead: 'O que os aplicativos pedem a você enquanto você está em outro lugar: em um caixa, ao telefone, em outra tela.',
  waiting: 'Esperando a sua resposta',
  none: 'Nada. O que não é respondido a tempo perde a validade.',
  muted: 'Estes não podem pedir nada a você',
  elsewhere: (agents, applications) =>
    html`O que seus agentes perguntam está em <a href="${agents}">Agentes</a>, e o que você permitiu antes, em <a href="${applications}">Aplicativos</a>.`,
  asks: (application) => html`<b>${outside(application)}</b> pede a sua aprovação`,
  says: (text) => html`Ele diz: “${outside(text)}”`,
  asked: 'Pedido feito',
  askedFrom: (when, address) => html`${when}, de ${outside(address)}`,
  waitsFor: 'Ainda espera',
  oneMinute: 'um minuto',
  minutes: (many) => `${many} minutos`,
  usedAt: 'Será usado em',
  allowsTo: 'Isto permite a ele:',
  onlyIf:
    'Permita só se foi você que começou isto. Alguém ao telefone quer que você aceite? Então não permita.',
  onlyIfSame:
    'Permita só se foi você que começou isto e se as mesmas palavras aparecem lá. Alguém ao telefone quer que você aceite? Então não permita.',
  allow: 'Permitir',
  deny: 'Não permitir',
  mute: 'Não permitir e não deixar pedir de novo',
  muteNamed: (application) => `Não permitir e não deixar pedir de novo: ${application}`,
  mutedSince: (when) => html`Pedidos bloqueados: ${when}`,
  unmute: 'Deixar pedir de novo',
  unmuteNamed: (application) => `Deixar pedir de novo: ${application}`,
}
