import { html, outside } from '../../../html.ts'
import { agents } from './agents/en.ts'
import { approvals } from './approvals/en.ts'
import { connections } from './connections/en.ts'

/** What acts for the person: applications, agents, API keys, connections, organisations. */
export const programs = {
  agents,
  approvals,
  connections,
  cancel: 'Cancel',
  whatMayItDo: 'What may it do?',

  applications: {
    title: 'Applications',
    lead: 'What you allowed to use your account. Taking access back works at once.',
    section: 'With access',
    none: 'None. An application appears here once you allow it something.',
    allowed: 'Allowed',
    takeBack: 'Take back',
    takeBackOf: (application: string) => `Take back the access of ${application}`,
  },

  organisations: {
    title: 'Organisations',
    lead: 'Where you are a member. You have one account for all of them, and each sees what you do there alone.',
    section: 'Member of',
    none: 'None. Whoever runs an organisation can invite you.',
    open: 'Open',
    openIt: (organisation: string) => `Open ${organisation}`,
    more: 'Show more',
    goOnTitle: (organisation: string) => `Go on to ${organisation}`,
    goOn: (organisation: string) => html`Go on to ${outside(organisation)}`,
    signedInAs: (email: string) => html`You are signed in as <b>${outside(email)}</b>.`,
    waits: (application: string) => html`<b>${outside(application)}</b> waits for you there.`,
    otherAccount: 'Use another account',
    notNow: 'Not now',
    refused: 'You cannot go on there',
    refusedText: (email: string) =>
      `You are signed in as ${email}, and with this account you do not belong to this organisation. Ask whoever runs it to invite you, or use another account.`,
    somebodyElse: 'Somebody else is asked for',
    somebodyElseText: (email: string) =>
      `You are signed in as ${email}, and the application waits for another person.`,
  },

  keys: {
    title: 'API keys',
    lead: 'A key lets a program of yours act in your name, as far as you allow it. Give each program one of its own.',
    section: 'Your keys',
    none: 'None. You only need one for a program that you write or set up yourself.',
    older: 'Show older keys',
    add: 'New API key',
    change: 'Change',
    changeIt: (name: string) => `Change ${name}`,
    test: 'Test',
    expired: 'Expired',
    oldWorks: 'Old secret still works',
    neverUsed: 'Never used',
    usedOnce: 'Used once, last',
    used: (times: string) => `Used ${times} times, last`,
    endless: 'does not end',
    ended: 'ended',
    ends: 'ends',
    itIsEndless: 'It does not end by itself.',
    itEnded: (when: string) => `It ended ${when}.`,
    itEnds: (when: string) => `It ends ${when}.`,

    new: {
      lead: 'Allow as little as the program needs, and let the key end when you will not need it any more.',
      section: 'The key',
      name: 'What is it for?',
      nameHint: 'Such as “Backup at home”, so that you know it again.',
      end: 'When does it end?',
      never: 'Never',
      inAYear: 'In a year',
      inADay: 'In a day',
      inDays: (days: number) => `In ${days} days`,
      kind: 'Kind',
      live: 'For real use',
      test: 'For trying things out',
      kindHint: 'It stands in the key itself, so that nobody mixes them up.',
      addresses: 'Only from these addresses',
      addressesHint:
        'IP addresses or networks with spaces between them, such as 192.0.2.7 or 10.0.0.0/8. Left empty, the key works from everywhere.',
      submit: 'Make the key',
    },

    made: {
      title: 'Your new API key',
      titleOfNext: 'Your new secret',
      lead: 'Put it where your program reads it.',
      oldOver: 'The old one does not work any more.',
      oldUntil: (when: string) =>
        `The old one works until ${when}. Put the new one in its place before that.`,
      once: 'We show it only now. Select it, copy it, and keep it like a password: whoever has it can act in your name.',
      sent: (bearer: string, header: string) =>
        html`Your program sends it with each request, in the header <code>${bearer}</code> or <code>${header}</code>, and never in an address.`,
      kept: 'I have kept it',
    },

    one: {
      lead: (when: string, end: string) => `An API key, made ${when}. ${end}`,
      about: 'About it',
      newSecret: 'A new secret',
      newSecretText:
        'Replace the secret from time to time, and at once if it got into the wrong hands. What the key may do stays the same.',
      grace: 'Does the old one go on working?',
      day: 'For one more day',
      week: 'For one more week',
      notAtAll: 'Not at all: somebody else may have it',
      submit: 'Make a new secret',
      revoke: 'Revoke',
      revokeText: 'The program that uses this key is locked out at once. This cannot be undone.',
      revokeIt: 'Revoke this key',
      back: 'Back to API keys',
      itMay: 'It may:',
      onlyFrom: (networks: string) => html`Only from ${outside(networks)}.`,
      oldUntil: 'The secret before this one works until',
      byDay: 'Uses by day',
    },
  },
}

export type ProgramsWords = typeof programs
