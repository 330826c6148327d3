import { html, outside } from '../../html.ts'
import type { SignInWords } from './en.ts'

export const signIn: SignInWords = {
  continueTo: (application) => html`pour continuer vers <b>${outside(application)}</b>`,
  inbox: 'Regarde dans ta boîte de réception',
  nothingThere: 'Rien après quelques minutes ? Regarde dans les spams, ou demande-nous de le renvoyer.',
  again: 'Renvoyer',
  sendLink: 'Envoyer le lien',
  continueWith: (provider) => `Continuer avec ${provider}`,
  signInWith: (provider) => html`Se connecter avec ${outside(provider)}`,
  passkey: 'Se connecter avec une clé d’accès',
  textCode: 'Recevoir un code par SMS',
  mailLink: 'Recevoir un lien de connexion par e-mail',
  mailCode: 'Recevoir un code par e-mail',

  login: {
    title: 'Se connecter',
    forgot: 'Mot de passe oublié ?',
    register: (path) => html`Pas encore de compte ? <a href="${path}">Créer un compte</a>`,
    back: (application) => html`Retour à ${outside(application)}`,
    verified: 'Ton adresse est confirmée. Tu peux maintenant te connecter.',
  },

  register: {
    title: 'Créer un compte',
    submit: 'Créer le compte',
    login: (path) => html`Tu as déjà un compte ? <a href="${path}">Se connecter</a>`,
    sent: (email) =>
      html`Nous avons envoyé un message à <b>${outside(email)}</b>. Ouvre le lien qu’il contient pour terminer.`,
    resent: 'C’est renvoyé. Le message peut mettre une minute à arriver.',
    nothingThere: 'Toujours rien ? Regarde dans les spams, ou demande-nous de le renvoyer.',
    otherAddress: 'Utiliser une autre adresse',
    closed: 'Ici, on ne crée pas de compte soi-même',
    closedText:
      'Les comptes de ce service sont attribués par ceux qui le gèrent. Demande-leur un compte, ou connecte-toi si tu en as déjà un.',
  },

  verify: {
    title: 'Confirmer ton e-mail',
    heading: 'Confirme ton adresse e\u2011mail',
    submit: 'Confirmer',
    oneMore: 'Encore une étape, et ton compte est prêt.',
    otherBrowser:
      'Tu as ouvert ce lien dans un autre navigateur que celui où tu as créé ton compte. Ton mot de passe montre que c’est bien toi.',
    password: (least) =>
      `Celui que tu as choisi en créant ton compte. Ou choisis-en un nouveau, d’au moins ${least} caractères.`,
    notYou: 'Tu n’as pas créé de compte ? Ferme cette page, et il ne se passe rien.',
    dead: 'Inscris-toi de nouveau, ou connecte-toi si tu as déjà confirmé ton adresse.',
  },

  forgot: {
    title: 'Mot de passe oublié ?',
    lead: 'Indique ton adresse e-mail, et nous t’enverrons un lien pour choisir un nouveau mot de passe.',
    sent: (email) =>
      html`Si <b>${outside(email)}</b> a un compte, un lien pour choisir un nouveau mot de passe est en route.`,
    sentSomewhere: 'Si cette adresse a un compte, un lien pour choisir un nouveau mot de passe est en route.',
  },

  reset: {
    title: 'Choisis un nouveau mot de passe',
    titleOfFirst: 'Choisis un mot de passe',
    submit: 'Enregistrer',
    lead: 'Tes sessions seront fermées partout ailleurs.',
    leadOfFirst:
      'Ton compte n’a pas de mot de passe pour l’instant. S’il en a un, quiconque le connaît peut commencer à se connecter. Tes sessions seront fermées partout ailleurs.',
    required: 'Il faut changer ton mot de passe avant de continuer.',
    added: 'Tu as maintenant un mot de passe',
    changed: 'Ton mot de passe est modifié',
    done: 'Toutes tes sessions ont été fermées. Connecte-toi avec le nouveau mot de passe.',
  },

  deadLink: {
    title: 'Ce lien ne fonctionne plus',
    text: (advice) => `Il a déjà été utilisé ou a expiré. ${advice}`,
    askAnew: 'Demandes-en un nouveau.',
    sendNew: 'Envoyer un nouveau lien',
    setPassword: 'Choisir un nouveau mot de passe',
  },

  confirm: {
    becomesMain: (email, account) =>
      html`${outside(email)} devient l’adresse principale du compte <b>${outside(account)}</b>.`,
    isAdded: (email, account) => html`${outside(email)} est ajoutée au compte <b>${outside(account)}</b>.`,
    notYou: 'Tu n’as rien demandé ? Ferme cette page, et il ne se passe rien.',
    dead: 'Ajoute de nouveau l’adresse pour recevoir un autre lien.',
    signInFirst: 'Ce compte est-il le tien ? Connecte-toi pour continuer.',
    other: (account) =>
      html`Ta session est celle de <b>${outside(account)}</b>, qui est un autre compte. Celui ci-dessus est-il le tien ? Alors déconnecte-toi, puis ouvre de nouveau le lien de l’e-mail.`,
  },

  undo: {
    title: 'Annuler le changement de ton adresse',
    lead: (email) => html`<b>${outside(email)}</b> redevient l’adresse principale de ton compte.`,
    text: 'Les adresses ajoutées par quelqu’un d’autre sont retirées, toutes les sessions sont fermées, et le mot de passe ne fonctionne plus. Nous t’envoyons un lien pour en choisir un nouveau.',
    submit: 'Annuler le changement',
    notYou: 'Tu l’as changée toi-même ? Ferme cette page, et il ne se passe rien.',
    dead: 'Si quelqu’un d’autre est dans ton compte, choisis un nouveau mot de passe.',
    done: 'Le changement est annulé',
    doneText:
      'Toutes les sessions ont été fermées. Choisis un nouveau mot de passe avec le lien que nous venons de t’envoyer.',
  },

  invite: {
    title: 'Tu as une invitation',
    titleOf: (organisation) => `${organisation} t’invite`,
    headingOf: (organisation) => html`${outside(organisation)} t’invite`,
    lead: 'Dis-nous ton nom et choisis un mot de passe, et ton compte est prêt.',
    submit: 'Créer mon compte',
    join: (email) => html`Tu acceptes en tant que <b>${outside(email)}</b>, avec le compte que tu as déjà.`,
    accept: 'Accepter l’invitation',
    notNow: 'Pas maintenant',
    dead: 'Cette invitation ne fonctionne plus',
    deadText:
      'Elle a déjà été utilisée, a été retirée ou a expiré. Demandes-en une nouvelle à la personne qui te l’a envoyée.',
    known: 'Tu as déjà un compte',
    knownText: (email) =>
      `L’invitation est pour ${email}, et cette adresse a maintenant un compte. Connecte-toi avec elle pour accepter.`,
    signOutFirst: 'Se déconnecter d’abord',
  },

  logout: {
    title: 'Se déconnecter',
    heading: 'Se déconnecter ?',
    lead: 'Ta session dans ce navigateur sera fermée.',
    leadOf: (application) =>
      html`<b>${outside(application)}</b> demande à fermer ta session dans ce navigateur.`,
    stay: 'Garder la session ouverte',
    stays: {
      'not proved':
        'La demande de déconnexion n’est pas valable : elle est arrivée avec un jeton qui n’est pas de nous. Tu resteras ici ensuite.',
      'not named':
        'La demande de déconnexion ne dit pas de quelle application elle vient. Tu resteras ici ensuite.',
      'not registered':
        'La demande de déconnexion n’est pas valable : l’application n’a pas enregistré l’adresse où elle veut t’envoyer. Tu resteras ici ensuite.',
    },
    out: 'Ta session est fermée',
    outText: 'Tu peux fermer cette page ou te connecter de nouveau.',
    goOn: (host) => `Continuer vers ${host}`,
    signingOut: 'Déconnexion en cours',
    told: (applications) => html`Ta session est fermée ici. Nous prévenons encore ${outside(applications)}.`,
    toldMany: (applications) =>
      html`Ta session est fermée ici. Nous prévenons encore ces applications : ${outside(applications)}.`,
  },

  notMe: {
    title: 'Ce n’était pas moi',
    heading: 'Ce n’était pas toi ?',
    lead: (email) =>
      html`Alors quelqu’un connaît le mot de passe de <b>${outside(email)}</b>. Nous t’aidons à lui fermer la porte.`,
    signedOut: 'Toutes tes sessions sont fermées, et toutes les applications perdent leur accès.',
    stopsWorking: 'Le mot de passe ne fonctionne plus, tout de suite.',
    mailed: 'Nous t’envoyons un e-mail avec un lien pour en choisir un nouveau.',
    submit: 'Verrouiller mon compte',
    itWasYou: 'C’était bien toi, finalement ? Ferme cette page, et il ne se passe rien.',
    done: 'Ton compte est verrouillé',
    doneText:
      'Toutes tes sessions sont fermées, et l’ancien mot de passe ne fonctionne plus. Nous t’avons envoyé un e-mail avec un lien pour en choisir un nouveau.',
    dead: 'Si tu crains que quelqu’un soit dans ton compte, choisis un nouveau mot de passe : cela ferme toutes les sessions.',
  },

  wasItMe: {
    title: 'C’était toi ?',
    lead: (email) =>
      html`Nous avons bloqué une connexion à <b>${outside(email)}</b>, car elle ne ressemblait pas aux connexions habituelles.`,
    device: 'Appareil',
    place: 'Lieu',
    time: 'Date',
    done: 'Merci',
    doneText: 'Tu peux maintenant te connecter sur cet appareil. Utilise ton mot de passe comme d’habitude.',
    yes: 'Oui, c’était moi',
    no: 'Non, verrouiller mon compte',
    after:
      'Si c’était toi, connecte-toi ensuite de nouveau là-bas. Sinon, toutes tes sessions sont fermées, le mot de passe ne fonctionne plus, et nous t’envoyons un lien pour en choisir un nouveau.',
  },

  setup: {
    title: 'Installation',
    heading: 'Bienvenue',
    lead: 'Crée le premier compte d’administration. Ce lien ne fonctionne qu’une fois.',
    submit: 'Créer le compte',
  },

  code: {
    ask: 'Se connecter avec un code',
    send: 'Envoyer le code',
    mailHint: 'Nous y envoyons un code à saisir ici.',
    phone: 'Numéro de téléphone',
    phoneHint:
      'Avec son indicatif, par exemple +41\u00a079\u00a0123\u00a045\u00a067. Cela fonctionne pour un numéro que tu as ajouté à ton compte.',
    enter: 'Saisis ton code',
    mailed: (email) =>
      html`Si <b>${outside(email)}</b> correspond à un compte, un code est en route par e-mail.`,
    texted: (number) =>
      html`Si <b>${outside(number)}</b> correspond à un compte, un code est en route par SMS.`,
    another: 'Si une minute est passée depuis le dernier, un autre code est en route. Saisis le plus récent.',
    code: 'Code',
    codeHint: 'Six chiffres. Il est valable dix minutes, et seulement ici.',
    nothingMailed:
      'Rien après quelques minutes ? Regarde dans les spams, ou demande-nous d’en envoyer un autre.',
    nothingTexted: 'Rien après une minute ? Demande-nous d’en envoyer un autre.',
    sendNew: 'Envoyer un nouveau code',
  },

  magic: {
    ask: 'Se connecter avec un lien',
    hint: 'Nous y envoyons un lien qui te connecte, sans mot de passe.',
    codeInstead: 'Recevoir plutôt un code à saisir',
    sent: (email) =>
      html`Nous avons écrit à <b>${outside(email)}</b>. Si cette adresse a un compte, l’e-mail contient un lien. Ouvre-le et clique sur le bouton. Il est valable 15 minutes.`,
    another:
      'Un autre lien est en route, sauf si tu en as demandé très souvent. Seul le plus récent fonctionne.',
    number:
      'Tu lis tes e-mails sur un autre appareil ? Alors c’est là-bas que tu te connecteras, et ce nombre te sera demandé :',
    tellNobody: 'Ne le dis à personne. Nous ne le demandons jamais par e-mail ni au téléphone.',
    open: 'Se connecter avec ce lien ?',
    openLead: (email) => html`Tu vas te connecter ici en tant que <b>${outside(email)}</b>.`,
    other: (account) =>
      html`Ta session actuelle est celle de <b>${outside(account)}</b>. Ne continue que si l’autre compte est aussi le tien.`,
    waitsElsewhere:
      'L’application d’où tu viens attend là où tu as demandé le lien. Pour l’utiliser ici, recommence depuis elle.',
    typeNumber: 'Nombre',
    numberHint:
      'Tu as demandé le lien dans un autre navigateur. La page y affiche quatre chiffres : saisis-les ici.',
    notYou: 'Tu n’as pas demandé ce lien ? Ferme cette page, et il ne se passe rien.',
  },

  elsewhere: {
    denied: (provider) =>
      `Tu n’as pas permis à ${provider} de nous dire qui tu es. La connexion n’a donc pas eu lieu.`,
    failed: (provider) =>
      `La connexion avec ${provider} n’a pas fonctionné. Réessaie, ou utilise un autre moyen.`,
    not_allowed: (provider) =>
      `Ce compte ${provider} ne peut pas être utilisé pour se connecter ici. Choisis-en un autre.`,
    unconfirmed: (provider) =>
      `${provider} n’indique pas que ton adresse est confirmée. Aucun compte n’a donc été créé. Connecte-toi ou inscris-toi autrement. Tu pourras ensuite connecter ${provider} dans ton compte.`,
    taken: (provider) =>
      `Ton adresse a déjà un compte ici. Connecte-toi comme d’habitude, puis connecte ${provider} à ce compte.`,
    refused: (provider) =>
      `Tu ne peux pas te connecter avec ${provider}. Utilise un autre moyen, ou choisis « Mot de passe oublié ? ».`,
    closed: (provider) =>
      `Personne ici n’est connu par ce compte ${provider}, et les nouveaux comptes sont attribués par ceux qui gèrent ce service. Tu as un compte ? Connecte-toi autrement, puis connecte ${provider} à ce compte.`,
    in: 'Connexion réussie',
    inText: 'Retournons maintenant là d’où tu viens.',
    thanks: 'Merci',
    allowed: (provider) =>
      `${provider} permet maintenant aux personnes de ton organisation de se connecter ici.`,
    nothingAllowed: 'Rien n’a été autorisé',
    notAllowed: (provider) =>
      `${provider} indique que tu ne l’as pas autorisé. Tu peux recommencer à tout moment.`,
  },

  unsolicited: {
    lead: (label) => html`Tu viens de là-bas en tant que <b>${outside(label)}</b>.`,
    notYou: (path) =>
      html`Si ce n’est pas toi, ou si tu ne voulais pas te connecter ici, va <a href="${path}">à la page de connexion</a>.`,
  },

  agree: {
    title: 'Avant de continuer',
    one: 'Lis ceci et donne ton accord, et c’est fait.',
    many: 'Lis tout ceci et donne ton accord, et c’est fait.',
    notNow: 'Pas maintenant',
    without:
      'Sans ton accord, la connexion ne peut pas se faire. « Pas maintenant » met fin à cette connexion et ne change rien d’autre.',
  },
}
