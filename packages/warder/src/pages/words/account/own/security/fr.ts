import { html, outside } from '../../../../html.ts'
import type { SigningInWords } from './en.ts'

const numbers = ['', '', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf']

function ways(many: number): string {
  if (many === 0) return 'Tu n’as encore aucun moyen de te connecter.'
  if (many === 1) return 'Tu as un moyen de te connecter.'
  return `Tu as ${numbers[many] ?? String(many)} moyens de te connecter.`
}

export const signingIn: SigningInWords = {
  security: {
    ways,
    oneMore: 'Avec un autre, tu pourrais entrer même si tu perds celui-ci.',
    secondStep: 'Une seconde étape empêcherait les autres d’entrer.',
    password: 'Mot de passe',
    changePassword: 'Changer le mot de passe',
    recent: 'Activité récente',
    nothing: 'Rien pour l’instant.',
    notYou: (path) =>
      html`Quelque chose n’était pas toi ? Change ton mot de passe, puis <a href="${path}">regarde tes sessions</a>.`,
    everything: 'Tout afficher',
  },

  passkeys: {
    title: 'Clés d’accès',
    none: 'Connecte-toi avec ton empreinte, ton visage ou le code PIN de ton appareil, sans mot de passe. Une clé d’accès ne fonctionne qu’ici : personne ne peut t’amener à la donner par ruse.',
    add: 'Ajouter une clé d’accès',
    addKey: 'Ajouter une clé de sécurité',
    noScripts: 'Ton navigateur n’exécute aucun script, et il en faut un pour ajouter une clé d’accès.',
    added: (when) => html`Ajout : ${when}`,
    synced: 'Synchronisée',
    thisKey: 'Cette clé seulement',
    oneDevice: 'Un seul appareil',
    afterPassword: 'Demandée après ton mot de passe',
    isPasskey: (when) => `Clé d’accès, ajoutée : ${when}`,
    isKey: (when) => `Clé de sécurité, ajoutée : ${when}`,
    removeText:
      'Elle ne te connectera plus. Ton appareil l’affichera peut-être encore un moment. Tu peux aussi l’y supprimer.',
    removeIt: 'Retirer',

    offer: {
      title: 'Connecte-toi plus vite la prochaine fois',
      lead: 'Avec une clé d’accès, tu te connectes avec ton empreinte, ton visage ou le code PIN de cet appareil. Rien à retenir, rien à saisir.',
      onlyYou: 'Elle ne sert qu’à toi : ton empreinte ou ton visage ne quitte jamais l’appareil.',
      stays: 'Ton mot de passe reste comme il est.',
      create: 'Créer une clé d’accès',
      notNow: 'Pas maintenant',
      notNowGoOn: 'Pas maintenant, continuer',
      later: 'Tu peux en ajouter une à tout moment, sous « Sécurité » dans ton compte.',
    },
  },

  passwordless: {
    none: 'Tu n’as pas de mot de passe : personne ne peut donc le deviner ni le voler.',
    set: 'Choisir un mot de passe',
    setLead: 'Il te permet de te connecter, en plus des moyens que tu as déjà.',
    setIt: 'Enregistrer',
    may: 'Tu peux te connecter sans ton mot de passe.',
    remove: 'Supprimer ton mot de passe',
    oneMorePasskey:
      'Tu peux te connecter sans ton mot de passe. Ajoute encore une clé d’accès, pour le jour où tu perdras la première, et tu pourras supprimer ton mot de passe.',
    removeLead: 'Un mot de passe qui n’existe pas ne peut être ni deviné, ni volé, ni donné.',
    changes: 'Ce qui change',
    fromNowOn: 'Désormais, tu te connectes :',
    ways: {
      passkey: 'avec ta clé d’accès : ton empreinte, ton visage ou le code PIN de ton appareil',
      mail: 'avec un lien ou un code que nous t’envoyons par e-mail',
      phone: 'avec un code que nous envoyons à ton téléphone',
      identity: 'avec ton compte ailleurs, par exemple celui du travail',
    },
    stops:
      'Ton mot de passe cesse tout de suite de fonctionner, et tes sessions sont fermées sur tes autres appareils. Tu peux en choisir un nouveau ici à tout moment.',
    removeIt: 'Supprimer mon mot de passe',
    notYet: 'Pas encore',

    suggestion: 'Se connecter sans mot de passe',
    suggestions: {
      oneMore: {
        text: 'Ta dernière connexion s’est faite sans ton mot de passe. Ajoute encore un moyen de te connecter, et tu pourras le supprimer.',
        action: 'Ajouter un autre moyen',
      },
      remove: {
        text: 'Tu peux maintenant te connecter sans ton mot de passe. Veux-tu le supprimer ?',
        action: 'Supprimer ton mot de passe',
      },
      addOne: {
        text: 'Une clé d’accès te connecte avec ton empreinte, ton visage ou le code PIN de ton appareil. Aucun mot de passe à retenir.',
        action: 'Ajouter une clé d’accès',
      },
      tryIt: {
        text: 'Tu as une clé d’accès. Choisis-la à ta prochaine connexion, à la place de ton mot de passe.',
        action: 'Voir tes clés d’accès',
      },
    },
    notNow: 'Pas maintenant',
  },

  identities: {
    title: 'Comptes reliés',
    none: 'Connecte-toi avec un compte que tu as ailleurs. Nous y lisons ton nom et ton adresse, et jamais ton mot de passe là-bas.',
    connect: (provider) => `Relier ${provider}`,
    closed: 'Ne te connecte plus',
    connected: (when) => html`Relié : ${when}`,
    disconnect: 'Délier',
    disconnectNamed: (provider) => `Délier ${provider}`,
    asked: (provider) => `Relier ${provider} ?`,
    askedLead: 'Vérifie que les deux comptes sont les tiens.',
    happens: 'Ce qui se passe',
    willSignIn: (label, provider, email) =>
      html`<b>${outside(label)}</b> chez ${outside(provider)} ouvrira désormais ton compte <b>${outside(email)}</b> ici, sans mot de passe de notre part.`,
  },

  phone: {
    title: 'Numéro de téléphone',
    none: 'Aucun',
    noneText: 'Nous pouvons y envoyer des codes, pour te connecter ou comme seconde étape.',
    added: (when) => html`Ajout : ${when}`,
    changeSpoken: 'Modifier ton numéro de téléphone',
    addSpoken: 'Ajouter un numéro de téléphone',
    add: 'Ajouter',
    signsIn: 'Pour te connecter',
    isSecondStep: 'Seconde étape',
    lead: 'Nous y envoyons des codes par SMS, et rien d’autre. Personne d’autre ne le voit.',
    typeCode: 'Saisis le code',
    yours: 'Ton numéro',
    addOne: 'Ajouter un numéro',
    another: 'Le remplacer par un autre numéro',
    notThat: 'Pas ce numéro ?',
    off: 'Les SMS ne sont pas configurés ici.',
    sent: (number) =>
      html`Nous avons envoyé un code au <b>${outside(number)}</b>. Rien ne change tant que tu ne l’as pas saisi ici.`,
    code: 'Code',
    codeHint: 'Six chiffres. Il est valable dix minutes.',
    confirm: 'Confirmer ce numéro',
    removeSpoken: 'Retirer ton numéro de téléphone',
    hint: 'Avec son indicatif, par exemple +41 79 123 45 67. Nous y envoyons un code.',
    send: 'Envoyer le code',
    signInBox: 'Me connecter avec un code envoyé à ce numéro',
    secondStepBox: 'Demander un code envoyé à ce numéro après mon mot de passe, comme seconde étape',
    safer:
      'Une application d’authentification est plus sûre : un numéro peut être détourné, et les SMS peuvent être lus en route.',
  },

  secondStep: {
    title: 'Seconde étape',
    none: 'Une application d’authentification sur ton téléphone affiche un nouveau code toutes les 30 secondes. Quand elle est configurée, ton mot de passe seul ne suffit plus à entrer.',
    add: 'Ajouter une application d’authentification',
    on: 'Activée',
    codes: 'Codes de secours',
    left: (left, of) => `Il en reste ${left} sur ${of}`,
    codesText:
      'Pour le jour où tu as perdu ton téléphone. Avec de nouveaux codes, les anciens ne fonctionnent plus.',
    newCodes: 'Nouveaux codes',
    newCodesSpoken: 'De nouveaux codes à la place des anciens',
    scanThenType: 'Scanner, puis saisir',
    added: (when) => html`Ajout : ${when}`,
    isApp: (when) => `Application d’authentification, ajoutée : ${when}`,
    removeLast:
      'C’est ta seule seconde étape. Sans elle, quiconque connaît ton mot de passe peut se connecter, et tes codes de secours ne fonctionnent plus.',
    removeText: 'Nous n’accepterons plus les codes de cette application. Tes autres secondes étapes restent.',
    removeIt: 'Retirer cette application',
    yourCodes: 'Tes codes de secours',
    yourCodesLead:
      'Ils te laissent entrer quand ton téléphone est perdu ou cassé. Sans eux, personne ne pourra peut-être t’aider.',
    keepSafe: 'Garde-les en lieu sûr',
    why: {
      added:
        'Ton application d’authentification est activée. Nous demanderons son code dès ta prochaine connexion.',
      phone: 'Dès ta prochaine connexion, nous demanderons un code que nous envoyons à ton téléphone.',
      new: 'Voici tes nouveaux codes. Les anciens ne fonctionnent plus.',
    },
  },
}
