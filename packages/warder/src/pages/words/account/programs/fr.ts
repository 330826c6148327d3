import { html, outside } from '../../../html.ts'
import { agents } from './agents/fr.ts'
import { approvals } from './approvals/fr.ts'
import { connections } from './connections/fr.ts'
import type { ProgramsWords } from './en.ts'

export const programs: ProgramsWords = {
  agents,
  approvals,
  connections,
  cancel: 'Annuler',
  whatMayItDo: 'Quelles autorisations ?',

  applications: {
    title: 'Applications',
    lead: 'Ce qui peut utiliser ton compte. Si tu retires un accès, c’est effectif tout de suite.',
    section: 'Avec accès',
    none: 'Aucune. Une application apparaît ici dès que tu lui permets quelque chose.',
    allowed: 'Autorisée :',
    takeBack: 'Retirer',
    takeBackOf: (application) => `Retirer l’accès de ${application}`,
  },

  organisations: {
    title: 'Organisations',
    lead: 'Là où tu es membre. Tu as un seul compte pour toutes, et chacune ne voit que ce que tu fais chez elle.',
    section: 'Membre de',
    none: 'Aucune. Les personnes qui dirigent une organisation peuvent t’inviter.',
    open: 'Ouvrir',
    openIt: (organisation) => `Ouvrir ${organisation}`,
    more: 'Afficher plus',
    goOnTitle: (organisation) => `Continuer vers ${organisation}`,
    goOn: (organisation) => html`Continuer vers ${outside(organisation)}`,
    signedInAs: (email) => html`Tu utilises le compte <b>${outside(email)}</b>.`,
    waits: (application) => html`<b>${outside(application)}</b> t’y attend.`,
    otherAccount: 'Utiliser un autre compte',
    notNow: 'Pas maintenant',
    refused: 'Tu ne peux pas aller plus loin',
    refusedText: (email) =>
      `Tu utilises le compte ${email}, et avec ce compte tu ne fais pas partie de cette organisation. Demande une invitation aux personnes qui la dirigent, ou utilise un autre compte.`,
    somebodyElse: 'C’est quelqu’un d’autre qui est attendu',
    somebodyElseText: (email) =>
      `Tu utilises le compte ${email}, et l’application attend une autre personne.`,
  },

  keys: {
    title: 'Clés d’API',
    lead: 'Une clé permet à un de tes programmes d’agir en ton nom, dans la mesure où tu le permets. Donne à chaque programme la sienne.',
    section: 'Tes clés',
    none: 'Aucune. Il ne t’en faut une que pour un programme que tu écris ou installes toi-même.',
    older: 'Afficher les clés plus anciennes',
    add: 'Nouvelle clé d’API',
    change: 'Modifier',
    changeIt: (name) => `Modifier ${name}`,
    test: 'Test',
    expired: 'Expirée',
    oldWorks: 'L’ancien secret fonctionne encore',
    neverUsed: 'Jamais utilisée',
    usedOnce: 'Utilisée une fois :',
    used: (times) => `Utilisée ${times} fois, la dernière :`,
    endless: 'n’expire pas',
    ended: 'expirée :',
    ends: 'expiration :',
    itIsEndless: 'Elle n’expire pas d’elle-même.',
    itEnded: (when) => `Expirée : ${when}.`,
    itEnds: (when) => `Expiration : ${when}.`,

    new: {
      lead: 'N’autorise que ce qu’il faut au programme, et laisse la clé expirer quand tu n’en auras plus besoin.',
      section: 'La clé',
      name: 'À quoi sert-elle ?',
      nameHint: 'Par exemple « Sauvegarde à la maison », pour la reconnaître.',
      end: 'Quand expire-t-elle ?',
      never: 'Jamais',
      inAYear: 'Dans un an',
      inADay: 'Dans un jour',
      inDays: (days) => `Dans ${days} jours`,
      kind: 'Type',
      live: 'Pour un usage réel',
      test: 'Pour essayer',
      kindHint: 'C’est écrit dans la clé elle-même, pour que personne ne les confonde.',
      addresses: 'Seulement depuis ces adresses',
      addressesHint:
        'Des adresses IP ou des réseaux séparés par des espaces, par exemple 192.0.2.7 ou 10.0.0.0/8. Si c’est vide, la clé fonctionne de partout.',
      submit: 'Créer la clé',
    },

    made: {
      title: 'Ta nouvelle clé d’API',
      titleOfNext: 'Ton nouveau secret',
      lead: 'Mets-la là où ton programme la lit.',
      oldOver: 'L’ancien ne fonctionne plus.',
      oldUntil: (when) => `L’ancien fonctionne jusqu’à : ${when}. Remplace-le avant.`,
      once: 'Ceci ne s’affiche que maintenant. Sélectionne et copie tout, puis garde-le comme un mot de passe : quiconque l’a peut agir en ton nom.',
      sent: (bearer, header) =>
        html`Ton programme l’envoie avec chaque requête, dans l’en-tête <code>${bearer}</code> ou <code>${header}</code>, et jamais dans une adresse.`,
      kept: 'Je l’ai gardé',
    },

    one: {
      lead: (when, end) => `Une clé d’API créée : ${when}. ${end}`,
      about: 'À propos',
      newSecret: 'Un nouveau secret',
      newSecretText:
        'Remplace le secret de temps en temps, et tout de suite s’il est tombé entre de mauvaises mains. Ce que la clé peut faire ne change pas.',
      grace: 'L’ancien continue-t-il de fonctionner ?',
      day: 'Encore un jour',
      week: 'Encore une semaine',
      notAtAll: 'Plus du tout : quelqu’un d’autre l’a peut-être',
      submit: 'Créer un nouveau secret',
      revoke: 'Révoquer',
      revokeText: 'Le programme qui utilise cette clé est exclu tout de suite. C’est définitif.',
      revokeIt: 'Révoquer cette clé',
      back: 'Retour aux clés d’API',
      itMay: 'Elle peut :',
      onlyFrom: (networks) => html`Seulement depuis ${outside(networks)}.`,
      oldUntil: 'Le secret précédent fonctionne jusqu’à :',
      byDay: 'Utilisations par jour',
    },
  },
}
