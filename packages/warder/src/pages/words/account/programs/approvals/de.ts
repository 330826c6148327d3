import { html, outside } from '../../../../html.ts'
import type { ApprovalsWords } from './en.ts'

export const approvals: ApprovalsWords = {
  lead: 'Was Anwendungen dich fragen, während du woanders bist: an einer Kasse, am Telefon, an einem anderen Bildschirm.',
  waiting: 'Wartet auf deine Antwort',
  none: 'Nichts. Was nicht rechtzeitig beantwortet wird, ist vorbei.',
  muted: 'Diese dürfen dich nicht fragen',
  elsewhere: (agents, applications) =>
    html`Was deine Agenten fragen, findest du unter <a href="${agents}">Agenten</a>, und was du früher erlaubt hast, unter <a href="${applications}">Anwendungen</a>.`,
  asks: (application) => html`<b>${outside(application)}</b> fragt dich`,
  says: (text) => html`Die Anwendung sagt: „${outside(text)}“`,
  asked: 'Gefragt',
  askedFrom: (when, address) => html`${when}, von ${outside(address)} aus`,
  waitsFor: 'Wartet noch',
  oneMinute: 'eine Minute',
  minutes: (many) => `${many} Minuten`,
  usedAt: 'Wird benutzt bei',
  allowsTo: 'Das darf die Anwendung dann:',
  onlyIf:
    'Erlaube es nur, wenn du das selbst angestoßen hast. Ist jemand am Telefon, der möchte, dass du zustimmst? Dann erlaube es nicht.',
  onlyIfSame:
    'Erlaube es nur, wenn du das selbst angestoßen hast und dort dieselben Worte stehen. Ist jemand am Telefon, der möchte, dass du zustimmst? Dann erlaube es nicht.',
  allow: 'Erlauben',
  deny: 'Nicht erlauben',
  mute: 'Nicht erlauben und mich nicht mehr fragen lassen',
  muteNamed: (application) => `Nicht erlauben und mich nicht mehr fragen lassen: ${application}`,
  mutedSince: (when) => html`Fragen abgestellt: ${when}`,
  unmute: 'Wieder fragen lassen',
  unmuteNamed: (application) => `Wieder fragen lassen: ${application}`,
}
