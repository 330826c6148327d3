import { html, outside, type Part } from '../../../../html.ts'

/** What applications ask somebody who is not in front of them. */
export const approvals = {
  lead: 'What applications ask you while you are somewhere else: at a till, on the phone, at another screen.',
  waiting: 'Waiting for your answer',
  none: 'Nothing. What is not answered in time is over.',
  muted: 'These may not ask you',
  elsewhere: (agents: string, applications: string) =>
    html`What your agents ask stands under <a href="${agents}">Agents</a>, and what you allowed before under <a href="${applications}">Applications</a>.`,
  asks: (application: string) => html`<b>${outside(application)}</b> asks you`,
  says: (text: string) => html`It says: “${outside(text)}”`,
  asked: 'Asked',
  askedFrom: (when: Part, address: string) => html`${when}, from ${outside(address)}`,
  waitsFor: 'Waits for',
  oneMinute: 'one more minute',
  minutes: (many: number) => `${many} more minutes`,
  usedAt: 'To be used at',
  allowsTo: 'This allows it to:',
  onlyIf:
    'Allow it only if you began this yourself. Is somebody on the phone who wants you to press it? Then do not.',
  onlyIfSame:
    'Allow it only if you began this yourself and the same words stand there. Is somebody on the phone who wants you to press it? Then do not.',
  allow: 'Allow',
  deny: 'Do not allow',
  mute: 'Do not allow, and do not let it ask me again',
  muteNamed: (application: string) => `Do not allow, and do not let it ask me again: ${application}`,
  mutedSince: (when: Part) => html`Since ${when}`,
  unmute: 'Let it ask again',
  unmuteNamed: (application: string) => `Let it ask again: ${application}`,
}

export type ApprovalsWords = typeof approvals
