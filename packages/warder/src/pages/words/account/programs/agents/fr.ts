import { html, outside } from '../../../../html.ts'
import type { AgentsWords } from './en.ts'

const work = (action: string, workspace: string) =>
  html`<code>${outside(action)}</code> dans <code>${outside(workspace)}</code>`

export const agents: AgentsWords = {
  lead: 'Des programmes qui travaillent tout seuls, dans la limite de ce que tu leur permets. Tu vois ce que chacun a fait, et tu l’arrêtes d’un clic.',
  questions: 'Ils attendent ta réponse',
  yours: 'Tes agents',
  none: 'Aucun. Il ne t’en faut un que pour un programme qui travaille sans toi.',
  noneOfTenant: 'Aucun.',
  add: 'Nouvel agent',
  older: 'Afficher les agents plus anciens',
  ofTenant: (brand) => `Agents de ${brand}`,
  didInYourName: (brand) => `Ce que des agents de ${brand} ont fait en ton nom`,
  takeBack: (applications) =>
    html`Ils agissent pour toi dans une application à laquelle tu as donné accès. Retire cet accès sous <a href="${applications}">Applications</a>, et plus rien n’y agira en ton nom.`,
  elsewhere: (applications, keys) =>
    html`Ce que tu as autorisé à des applications se trouve sous <a href="${applications}">Applications</a>, et les clés des programmes sous <a href="${keys}">Clés d’API</a>.`,
  look: 'Voir',
  lookAt: (name) => `Voir ${name}`,
  stop: 'Arrêter',
  stopIt: (name) => `Arrêter ${name}`,
  stopped: 'Arrêté',
  inPeoplesNames: 'Peut agir au nom d’autres personnes',
  inYourName: 'Peut agir en ton nom',
  neverWorked: 'N’a jamais travaillé',
  workedLast: (when) => html`Dernier travail : ${when}`,

  question: {
    wants: (name, action, workspace) => html`<b>${outside(name)}</b> souhaite : ${work(action, workspace)}`,
    wantsInYourName: (name, action, workspace) =>
      html`<b>${outside(name)}</b> souhaite agir en ton nom : ${work(action, workspace)}`,
    ofTenantWants: (name, brand, action, workspace) =>
      html`<b>${outside(name)}</b> de ${brand} souhaite : ${work(action, workspace)}`,
    ofTenantWantsInAName: (name, brand, action, workspace) =>
      html`<b>${outside(name)}</b> de ${brand} souhaite agir au nom de quelqu’un : ${work(action, workspace)}`,
    asked: (when) => html`Demande faite : ${when}`,
    says: (text) => html`Il dit : « ${outside(text)} »`,
    ifAllowed: 'Si tu l’autorises, il pourra pendant quelques minutes :',
    barred: {
      keys: 'C’est toi qui lui as donné sa clé : quelqu’un d’autre doit donc l’autoriser.',
      scopes: 'Tu n’as pas toi-même le droit de le faire : quelqu’un d’autre doit donc l’autoriser.',
    },
    allow: 'Autoriser pour cette fois',
    deny: 'Ne pas autoriser',
  },

  deeds: {
    called: (method, url) => html`A appelé : ${method} <code>${outside(url)}</code>`,
    asked: (action, workspace) => html`A demandé s’il pouvait : ${work(action, workspace)}`,
    gotAccess: (action, workspace) => html`A obtenu un accès : ${work(action, workspace)}`,
    gotAccessInYourName: (action, workspace) =>
      html`A obtenu un accès en ton nom : ${work(action, workspace)}`,
    gotAccessInAName: (action, workspace) =>
      html`A obtenu un accès au nom de quelqu’un : ${work(action, workspace)}`,
    refused: (why) => html`Accès refusé, car ${why}`,
    refusedWork: (action, workspace, why) => html`Accès refusé : ${work(action, workspace)}, car ${why}`,
    reasons: {
      stopped: 'il était arrêté',
      owner: 'son propriétaire ne pouvait pas se connecter',
      workspace: 'il n’a pas le droit de travailler là',
      action: 'il n’a pas le droit de faire cela',
      runtime: 'il n’a pas le droit de fonctionner là',
      on_behalf_of: 'il n’a pas le droit d’agir en ce nom',
      scope: 'il n’a pas cette autorisation',
      denied: 'cela ne lui a pas été autorisé',
      replayed: 'il a envoyé deux fois la même chose',
    },
    otherReason: 'ce qu’il a envoyé n’était pas correct',
  },

  one: {
    lead: (purpose, when) => `${purpose} Un agent. Enregistrement : ${when}.`,
    leadOfTenant: (purpose, brand, when) => `${purpose} Un agent de ${brand}. Enregistrement : ${when}.`,
    atWork: 'Au travail',
    may: 'Ce qu’il peut faire',
    program: 'Pour le programme',
    did: 'Ce qu’il a fait',
    didNothing: 'Rien pour l’instant.',
    older: 'Afficher plus ancien',
    remove: 'Retirer',
    removeText: 'L’agent est oublié, et tout ce qu’il pouvait atteindre lui est fermé. C’est définitif.',
    removeIt: 'Retirer cet agent',
    back: 'Retour aux agents',
    stopText:
      'Arrête-le, et tout ce qu’il pouvait atteindre lui est fermé en quelques secondes. Tu pourras le redémarrer.',
    startText: 'Il n’obtient rien tant que tu ne l’as pas redémarré.',
    stopIt: 'Arrêter cet agent',
    startIt: 'Le redémarrer',
    callsItself: 'Il se nomme',
    asksAt: 'Il demande à cette adresse',
    callsYou: 'Il te nomme',
    itMay: 'Il peut :',
    actInPeoplesNames: 'Agir au nom d’autres personnes, là où une application le lui permet',
    actInYourName: 'Agir en ton nom',
    forThisWork: 'Pour ce travail',
    anyWork: 'Tout travail',
    onlyHere: 'Seulement ici',
    everywhere: 'Partout',
    runningOn: 'Fonctionne sur',
    anyRuntime: 'N’importe quel système',
    asksAbout: 'Il doit demander pour',
    nothing: 'Rien',
    everything: 'Tout',
  },

  new: {
    title: 'Nouvel agent',
    lead: 'N’autorise que ce que son travail demande. Tu vois ce qu’il a fait, et tu peux l’arrêter à tout moment.',
    section: 'L’agent',
    nothingToAllow: 'Il n’y a encore rien ici que tu pourrais laisser faire à un agent.',
    labels: {
      name: 'Nom',
      purpose: 'À quoi sert-il ?',
      scopes: 'Quelles autorisations ?',
      actions: 'Pour quel travail ?',
      sensitive_actions: 'Pour quoi doit-il demander à chaque fois ?',
      workspaces: 'Où ?',
      public_keys: 'Sa clé publique',
    },
    nameHint: 'Par exemple « Bibliothécaire », pour le reconnaître.',
    purposeHint: 'En quelques mots, par exemple « Range mes notes ».',
    owner: 'À qui est-il ?',
    mine: 'À moi',
    ofTenant: (brand) => `Il appartient à ${brand}`,
    ownerHint:
      'Ce qui appartient à tout le monde reste quand tu pars. C’est toi qui lui donnes sa clé : quelqu’un d’autre répond donc à ses demandes.',
    actionsHint:
      'Des noms séparés par des espaces, tels que le programme les donne : notes:sort, ou notes:* pour tout ce qui touche aux notes.',
    sensitiveHint:
      'Des noms comme ci-dessus, par exemple notes:delete. Il n’obtient rien pour ce travail tant que personne n’a dit oui.',
    workspacesHint:
      'Les espaces de travail ou les projets où il peut travailler, séparés par des espaces, ou * pour tous.',
    inAName: 'Il peut aussi agir au nom de quelqu’un',
    inMyName: 'Il peut aussi agir en mon nom',
    keyHint: (make, show) =>
      html`Le programme crée une paire de clés et garde la clé privée. Colle ici la clé publique, au format JWK ou PEM : <code>${make}</code>, puis <code>${show}</code>.`,
    submit: 'Ajouter l’agent',
  },
}
