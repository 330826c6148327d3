import { html, outside } from '../../../../html.ts'
import type { ApprovalsWords } from './en.ts'

export const approvals: ApprovalsWords = {
  lead: 'Ce que des applications te demandent quand tu es ailleurs : à une caisse, au téléphone, devant un autre écran.',
  waiting: 'En attente de ta réponse',
  none: 'Rien. Une demande restée sans réponse à temps n’est plus valable.',
  muted: 'Celles-ci ne peuvent rien te demander',
  elsewhere: (agents, applications) =>
    html`Ce que demandent tes agents se trouve sous <a href="${agents}">Agents</a>, et ce que tu as autorisé auparavant sous <a href="${applications}">Applications</a>.`,
  asks: (application) => html`<b>${outside(application)}</b> te demande ton accord`,
  says: (text) => html`L’application dit : « ${outside(text)} »`,
  asked: 'Demande',
  askedFrom: (when, address) => html`${when}, depuis ${outside(address)}`,
  waitsFor: 'Attend encore',
  oneMinute: 'une minute',
  minutes: (many) => `${many} minutes`,
  usedAt: 'Servira auprès de',
  allowsTo: 'Cela lui permet de :',
  onlyIf:
    'N’autorise que si tu en es toi-même à l’origine. Quelqu’un au téléphone veut que tu acceptes ? Alors n’autorise pas.',
  onlyIfSame:
    'N’autorise que si tu en es toi-même à l’origine et que les mêmes mots sont affichés là-bas. Quelqu’un au téléphone veut que tu acceptes ? Alors n’autorise pas.',
  allow: 'Autoriser',
  deny: 'Ne pas autoriser',
  mute: 'Ne pas autoriser, et ne plus la laisser me demander',
  muteNamed: (application) => `Ne pas autoriser, et ne plus la laisser me demander : ${application}`,
  mutedSince: (when) => html`Demandes bloquées : ${when}`,
  unmute: 'La laisser de nouveau demander',
  unmuteNamed: (application) => `La laisser de nouveau demander : ${application}`,
}
