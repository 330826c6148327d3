import { html, outside } from '../../../../html.ts'
import type { ApprovalsWords } from './en.ts'

export const approvals: ApprovalsWords = {
  lead: 'Lo que te preguntan las aplicaciones mientras estás en otra parte: en una caja, al teléfono, ante otra pantalla.',
  waiting: 'Espera tu respuesta',
  none: 'Nada. Lo que no se responde a tiempo deja de valer.',
  muted: 'Estas no pueden preguntarte',
  elsewhere: (agents, applications) =>
    html`Lo que preguntan tus agentes está en <a href="${agents}">Agentes</a>, y lo que permitiste antes, en <a href="${applications}">Aplicaciones</a>.`,
  asks: (application) => html`<b>${outside(application)}</b> te pregunta`,
  says: (text) => html`Dice: «${outside(text)}»`,
  asked: 'Lo preguntó',
  askedFrom: (when, address) => html`${when}, desde ${outside(address)}`,
  waitsFor: 'Espera todavía',
  oneMinute: 'un minuto',
  minutes: (many) => `${many} minutos`,
  usedAt: 'Se usará en',
  allowsTo: 'Esto le permite:',
  onlyIf:
    'Permítelo solo si lo empezaste tú. ¿Hay alguien al teléfono que quiere que lo aceptes? Entonces no lo permitas.',
  onlyIfSame:
    'Permítelo solo si lo empezaste tú y allí aparecen las mismas palabras. ¿Hay alguien al teléfono que quiere que lo aceptes? Entonces no lo permitas.',
  allow: 'Permitir',
  deny: 'No permitir',
  mute: 'No permitir y que no vuelva a preguntarme',
  muteNamed: (application) => `No permitir y que no vuelva a preguntarme: ${application}`,
  mutedSince: (when) => html`Preguntas bloqueadas: ${when}`,
  unmute: 'Dejar que vuelva a preguntar',
  unmuteNamed: (application) => `Dejar que vuelva a preguntar: ${application}`,
}
