import { html } from '../../../html.ts'
import type { OwnWords } from './en.ts'
import { events } from './events/fr.ts'
import { signingIn } from './security/fr.ts'

export const own: OwnWords = {
  ...signingIn,
  events,

  menu: {
    title: 'Compte',
    administration: 'Administration',
    groups: { account: 'Ton compte', signIn: 'Connexion', programs: 'Applications et programmes' },
    pages: {
      profile: 'Profil',
      emails: 'Adresses e-mail',
      privacy: 'Confidentialité',
      security: 'Sécurité',
      sessions: 'Sessions',
      activity: 'Activité',
      applications: 'Applications',
      approvals: 'Approbations',
      connections: 'Services connectés',
      apiKeys: 'Clés d’API',
      agents: 'Agents',
    },
  },

  outcomes: {
    name: 'C’est enregistré.',
    'link-sent':
      'Nous avons envoyé un lien à cette adresse. Ouvre-le pendant que ta session est ouverte ici.',
    'address-added': 'Cette adresse fait maintenant partie de ton compte.',
    'main-address': 'Ton adresse principale est modifiée. Tes sessions sont fermées partout ailleurs.',
    'address-removed': 'Cette adresse est retirée.',
    password: 'Ton mot de passe est modifié. Tes sessions sont fermées partout ailleurs.',
    'password-removed': 'Ton mot de passe est supprimé. Tes sessions sont fermées partout ailleurs.',
    'password-added': 'Tu as maintenant un mot de passe.',
    'password-kept': 'Tu gardes ton mot de passe.',
    session: 'Cette session est fermée.',
    sessions: 'Tes sessions sont fermées partout ailleurs.',
    forgotten: 'Désormais, la seconde étape est de nouveau demandée sur cet appareil.',
    joined: 'Tu as accepté l’invitation.',
    organisation: 'Ta session est ouverte dans cette organisation.',
    confirmed: 'Merci. Tu peux maintenant faire la modification.',
    'authenticator-added': 'Ta nouvelle application d’authentification est activée.',
    'authenticator-renamed': 'Ton application d’authentification porte son nouveau nom.',
    'authenticator-removed': 'Cette application d’authentification est retirée.',
    'code-sent': 'Nous avons envoyé un code à ce numéro. Saisis-le ci-dessous.',
    'phone-added': 'Ce numéro fait maintenant partie de ton compte.',
    'phone-uses': 'C’est enregistré.',
    'phone-removed': 'Ton numéro de téléphone est retiré.',
    'passkey-added': 'Ta clé d’accès est prête. Essaie-la à ta prochaine connexion.',
    'passkey-renamed': 'Ta clé d’accès porte son nouveau nom.',
    'passkey-removed': 'Cette clé d’accès est retirée.',
    'identity-connected': 'Ce compte est relié. Tu peux désormais te connecter avec lui.',
    'identity-removed': 'Ce compte n’est plus relié. Tu ne peux plus te connecter avec lui.',
    'key-revoked': 'Cette clé d’API ne fonctionne plus.',
    'agent-added': 'Ton agent est prêt.',
    'agent-stopped': 'Cet agent est arrêté. Tout ce qu’il pouvait atteindre lui est fermé.',
    'agent-started':
      'Cet agent peut travailler de nouveau. Il peut se passer quelques secondes avant qu’il obtienne quelque chose.',
    'agent-removed': 'Cet agent est retiré.',
    'agent-allowed': 'Tu l’as autorisé, pour cette fois.',
    'agent-denied': 'Tu ne l’as pas autorisé.',
    'approval-given': 'Tu l’as autorisé. La suite se fait toute seule.',
    'approval-denied': 'Tu ne l’as pas autorisé.',
    'approval-muted': 'Cette application ne te demande plus rien.',
    'approval-unmuted': 'Cette application peut de nouveau te demander ton accord.',
    connected: 'Ce service est connecté.',
    'not-connected': 'Tu n’as pas autorisé la connexion : rien n’a donc été connecté.',
    'given-back': 'Ce service est déconnecté, et il a repris l’accès qu’il avait donné.',
    disconnected:
      'Ce service est déconnecté ici. Il ne retire pas l’accès de lui-même : retire-le aussi dans tes réglages là-bas.',
    'program-allowed': 'Ce programme peut maintenant utiliser ce service.',
    'program-withdrawn': 'Ce programme ne peut plus utiliser ce service.',
    application: 'Cette application n’a plus d’accès.',
    agreed: 'Merci. Nous avons noté ton accord.',
    withdrawn: 'Tu as retiré ton accord. Cela vaut à partir de maintenant.',
  },

  rows: {
    lastUsed: (when) => html`dernière utilisation : ${when}`,
    notUsed: 'aucune utilisation',
    change: 'Modifier',
    changeNamed: (name) => `Modifier ${name}`,
    remove: 'Retirer',
    rename: 'Renommer',
    name: 'Nom',
    yourName: 'Le nom que tu lui donnes',
    save: 'Enregistrer',
    cancel: 'Annuler',
    backToSecurity: 'Retour à Sécurité',
  },

  profile: {
    lead: 'Voici comment les applications et les autres te voient.',
    nameAndLanguage: 'Nom et langue',
    language: 'Langue de nos pages et de nos e-mails',
    noPreference: 'Pas de préférence',
    account: 'Compte',
    changeEmail: 'La modifier',
    roles: 'Rôles',
    noRoles: 'Aucun',
    organisations: 'Organisations',
    member: 'Celles dont tu es membre',
  },

  emails: {
    lead: 'Tu peux te connecter avec chacune d’elles. Nos messages vont à l’adresse principale.',
    yours: 'Tes adresses',
    another: 'Une autre adresse',
    hint: 'Nous y envoyons un lien. Rien ne change tant que tu ne l’as pas ouvert, avec une session ouverte dans ce compte.',
    add: 'Ajouter cette adresse',
    addAsMain: 'L’ajouter comme adresse principale',
    main: 'Adresse principale',
    notConfirmed: 'Non confirmée',
    makeMain: 'Rendre principale',
    makeMainNamed: (email) => `Rendre principale : ${email}`,
    removeNamed: (email) => `Retirer ${email}`,
    added: (when) => html`Ajout : ${when}`,
    linkSent: (when) => html`Lien envoyé : ${when}`,
    held: (until) =>
      html`C’était ton adresse principale. Elle permet d’annuler le changement et reste jusqu’au ${until}.`,
  },

  sessions: {
    lead: 'Là où ta session est ouverte. Tu n’en reconnais pas une ? Ferme-la, puis change ton mot de passe.',
    signedIn: 'Sessions ouvertes',
    older: 'Afficher les connexions plus anciennes',
    everywhereElse: 'Se déconnecter partout ailleurs',
    thisDevice: 'Cet appareil',
    lastUsed: (when) => html`Dernière utilisation : ${when}`,
    since: (when) => html`connexion : ${when}`,
    signOutNamed: (device) => `Se déconnecter de ${device}`,
    notAsked: 'Sans seconde étape',
    askedAgain: (when) => html`prochaine demande : ${when}`,
    forget: 'Oublier cet appareil',
    forgetNamed: (device) => `Oublier cet appareil : ${device}`,
    unknownDevice: 'Appareil inconnu',
    device: (browser, system) => `${browser} sur ${system}`,
  },

  activity: {
    lead: 'Ce qui s’est passé avec ton compte. Quelque chose n’était pas toi ? Change ton mot de passe, puis regarde tes sessions.',
    newestFirst: 'Du plus récent au plus ancien',
    nothingMore: 'Il n’y a rien de plus.',
    older: 'Afficher plus ancien',
  },

  privacy: {
    lead: 'Ce à quoi tu as donné ton accord, ce que nous savons de toi, et comment partir.',
    agreed: 'Ce à quoi tu as donné ton accord',
    needed: 'Nécessaire pour ce compte',
    takeBack: 'Retirer mon accord',
    takeBackNamed: (title) => `Retirer mon accord : ${title}`,
    agree: 'Donner mon accord',
    agreeNamed: (title) => `Donner mon accord : ${title}`,
    never: 'Tu n’as pas donné ton accord.',
    withdrawnOn: (when) => html`Accord retiré : ${when}`,
    outdatedOn: (when) => html`Accord donné à une version antérieure : ${when}`,
    givenOn: (when) => html`Accord donné : ${when}`,
    givenForGood: (when) =>
      html`Accord donné : ${when}. Pour le retirer, désactive ou supprime le compte ci-dessous.`,

    data: 'Tes données',
    dataText:
      'Un fichier avec tout ce que nous savons de toi : ton profil, tes appareils et tes sessions, ce à quoi tu as donné ton accord, ce que tu as autorisé aux applications et aux agents, et ce qui s’est passé. Il ne contient ni mot de passe ni secret. Nous t’avertissons par e-mail qu’il a été créé.',
    download: 'Télécharger mes données',

    deactivate: 'Désactiver',
    deactivateText:
      'Toutes tes sessions sont fermées, et aucune application ne peut utiliser ton compte. Les autres services que tu as connectés sont déconnectés. Rien d’autre n’est supprimé : connecte-toi de nouveau quand tu veux, et tu retrouves tout le reste comme avant.',
    deactivateIt: 'Désactiver mon compte',
    deactivated: 'Ton compte est désactivé',
    deactivatedText:
      'Toutes tes sessions sont fermées. Connecte-toi quand tu veux pour l’utiliser de nouveau.',

    erase: 'Supprimer',
    eraseText:
      'Tout ce que nous savons de toi est supprimé : ton nom, tes adresses, tes mots de passe, tes appareils et tes sessions, et ce que tu as autorisé aux applications. Ce qui s’est passé, et ce à quoi tu as donné ton accord, reste dans nos registres sans indiquer que c’était toi. Il n’y a pas de retour en arrière.',
    understood: 'Je comprends que rien ne pourra faire revenir ce compte.',
    eraseIt: 'Supprimer mon compte',
    tickFirst: 'Coche d’abord la case.',
    erased: 'Ton compte est supprimé',
    erasedText:
      'Tout ce que nous savions de toi est effacé. Nous t’avons envoyé un dernier e-mail pour te le dire.',
  },
}
