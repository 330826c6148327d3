import { html, outside, type Part } from '../../../../html.ts'

const work = (action: string, workspace: string) =>
  html`<code>${outside(action)}</code> in <code>${outside(workspace)}</code>`

/** Programs that work by themselves, and what each of them did. */
export const agents = {
  lead: 'Programs that work by themselves, as far as you let them. You see what each one did, and stop it with one click.',
  questions: 'They wait for your answer',
  yours: 'Your agents',
  none: 'None. You only need one for a program that works without you.',
  noneOfTenant: 'None.',
  add: 'New agent',
  older: 'Show older agents',
  ofTenant: (brand: string) => `Agents of ${brand}`,
  didInYourName: (brand: string) => `What agents of ${brand} did in your name`,
  takeBack: (applications: string) =>
    html`They act for you in an application that you gave access. Take it back under <a href="${applications}">Applications</a>, and nothing acts in your name there any more.`,
  elsewhere: (applications: string, keys: string) =>
    html`What you allowed to applications stands under <a href="${applications}">Applications</a>, and keys of programs under <a href="${keys}">API keys</a>.`,
  look: 'Look',
  lookAt: (name: string) => `Look at ${name}`,
  stop: 'Stop',
  stopIt: (name: string) => `Stop ${name}`,
  stopped: 'Stopped',
  inPeoplesNames: 'May act in people’s names',
  inYourName: 'May act in your name',
  neverWorked: 'Never worked',
  workedLast: (when: Part) => html`Worked last ${when}`,

  question: {
    wants: (name: string, action: string, workspace: string) =>
      html`<b>${outside(name)}</b> wants: ${work(action, workspace)}`,
    wantsInYourName: (name: string, action: string, workspace: string) =>
      html`<b>${outside(name)}</b> wants to act in your name: ${work(action, workspace)}`,
    ofTenantWants: (name: string, brand: string, action: string, workspace: string) =>
      html`<b>${outside(name)}</b> of ${brand} wants: ${work(action, workspace)}`,
    ofTenantWantsInAName: (name: string, brand: string, action: string, workspace: string) =>
      html`<b>${outside(name)}</b> of ${brand} wants to act in somebody’s name: ${work(action, workspace)}`,
    asked: (when: Part) => html`Asked ${when}`,
    says: (text: string) => html`It says: “${outside(text)}”`,
    ifAllowed: 'If you allow it, it may for a few minutes:',
    barred: {
      keys: 'You gave it its key, so somebody else has to allow it.',
      scopes: 'You may not do that yourself, so somebody else has to allow it.',
    },
    allow: 'Allow this once',
    deny: 'Do not allow',
  },

  deeds: {
    called: (method: string, url: string) => html`Called: ${method} <code>${outside(url)}</code>`,
    asked: (action: string, workspace: string) => html`Asked whether it may: ${work(action, workspace)}`,
    gotAccess: (action: string, workspace: string) => html`Got access: ${work(action, workspace)}`,
    gotAccessInYourName: (action: string, workspace: string) =>
      html`Got access in your name: ${work(action, workspace)}`,
    gotAccessInAName: (action: string, workspace: string) =>
      html`Got access in somebody’s name: ${work(action, workspace)}`,
    refused: (why: string) => html`Was refused, because ${why}`,
    refusedWork: (action: string, workspace: string, why: string) =>
      html`Was refused: ${work(action, workspace)}, because ${why}`,
    /** They follow “because”. */
    reasons: {
      stopped: 'it was stopped',
      owner: 'its owner could not sign in',
      workspace: 'it may not work there',
      action: 'it may not do that',
      runtime: 'it may not run there',
      on_behalf_of: 'it may not act in that name',
      scope: 'it has no such permission',
      denied: 'it was not allowed',
      replayed: 'it sent the same thing twice',
    },
    otherReason: 'what it sent was not right',
  },

  one: {
    lead: (purpose: string, when: string) => `${purpose} An agent, registered ${when}.`,
    leadOfTenant: (purpose: string, brand: string, when: string) =>
      `${purpose} An agent of ${brand}, registered ${when}.`,
    atWork: 'At work',
    may: 'What it may do',
    program: 'For the program',
    did: 'What it did',
    didNothing: 'Nothing so far.',
    older: 'Show older',
    remove: 'Remove',
    removeText:
      'The agent is forgotten, and everything it could reach is closed to it. This cannot be undone.',
    removeIt: 'Remove this agent',
    back: 'Back to agents',
    stopText:
      'Stop it, and everything it could reach is closed to it within seconds. You can start it again.',
    startText: 'It gets nothing until you start it again.',
    stopIt: 'Stop this agent',
    startIt: 'Start it again',
    callsItself: 'It calls itself',
    asksAt: 'It asks at',
    callsYou: 'It calls you',
    itMay: 'It may:',
    actInPeoplesNames: 'Act in the name of people, where an application lets it',
    actInYourName: 'Act in your name',
    forThisWork: 'For this work',
    anyWork: 'Anything',
    onlyHere: 'Only here',
    everywhere: 'Everywhere',
    runningOn: 'Running on',
    anyRuntime: 'Anything',
    asksAbout: 'It has to ask about',
    nothing: 'Nothing',
    everything: 'Everything',
  },

  new: {
    title: 'New agent',
    lead: 'Allow as little as its work needs. You see what it did, and can stop it at any time.',
    section: 'The agent',
    nothingToAllow: 'There is nothing here yet that you could let an agent do.',
    labels: {
      name: 'Name',
      purpose: 'What is it for?',
      scopes: 'What may it do?',
      actions: 'For which work?',
      sensitive_actions: 'What is to be asked about each time?',
      workspaces: 'Where?',
      public_keys: 'Its public key',
    },
    nameHint: 'Such as “Librarian”, so that you know it again.',
    purposeHint: 'In a few words, such as “Keeps my notes in order”.',
    owner: 'Whose is it?',
    mine: 'Mine',
    ofTenant: (brand: string) => `It belongs to ${brand}`,
    ownerHint:
      'What belongs to everybody stays when you leave. You give it its key, so somebody else answers what it asks.',
    actionsHint:
      'Names with spaces between them, as the program says them: notes:sort, or notes:* for everything about notes.',
    sensitiveHint:
      'Names like those above, such as notes:delete. It gets nothing for that work before somebody has said yes.',
    workspacesHint: 'The workspaces or projects that it may work in, with spaces between them, or * for all.',
    inAName: 'It may also act in somebody’s name',
    inMyName: 'It may also act in my name',
    keyHint: (make: string, show: string) =>
      html`The program makes a pair of keys and keeps the private one. Paste the public one, as JWK or PEM: <code>${make}</code>, then <code>${show}</code>.`,
    submit: 'Add the agent',
  },
}

export type AgentsWords = typeof agents
