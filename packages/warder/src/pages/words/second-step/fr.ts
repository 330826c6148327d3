import { html, outside } from '../../html.ts'
import type { SecondStepWords } from './en.ts'
import { setUp } from './set-up/fr.ts'

export const secondStep: SecondStepWords = {
  ...setUp,
  ways: {
    passkey: 'Utiliser une clé d’accès ou une clé de sécurité',
    totp: 'Utiliser ton application d’authentification',
    sms: 'Recevoir un code par SMS',
    backup_code: 'Utiliser un code de secours',
    email: 'Recevoir un code par e-mail',
  },
  notNow: 'Pas maintenant',

  asked: {
    titles: {
      passkey: 'Utilise ta clé d’accès',
      totp: 'Saisis ton code',
      sms: 'Saisis ton code',
      backup_code: 'Saisis un code de secours',
      email: 'Saisis ton code',
    },
    leads: {
      passkey: 'Clique sur le bouton et suis ton appareil : empreinte, visage, code PIN ou clé de sécurité.',
      totp: 'Ouvre ton application d’authentification et saisis le code qu’elle affiche maintenant.',
      sms: 'Nous t’avons envoyé un SMS avec un code.',
      backup_code:
        'Un des codes que tu as gardés en configurant la seconde étape. Chacun ne fonctionne qu’une fois.',
    },
    mailed: (email) => html`Nous avons envoyé un code à <b>${outside(email)}</b>.`,
    unusual: (email) =>
      html`Cette connexion ne ressemble pas à tes connexions habituelles. Pour vérifier que c’est bien toi, nous avons envoyé un code à <b>${outside(email)}</b>.`,
    hints: {
      totp: 'Six chiffres. Un nouveau code arrive toutes les 30 secondes.',
      sms: 'Six chiffres. Il est valable dix minutes.',
      backup_code: 'Quatre groupes de quatre lettres et chiffres, par exemple abcd-efgh-jkmn-pqrs.',
      email: 'Six chiffres. Il est valable dix minutes.',
    },
    recoveryCode: 'Code de secours',
    sent: 'Un nouveau code est en route. Les précédents ne fonctionnent plus.',
    nothingTexted: 'Rien après quelques minutes ? Demande-nous d’en envoyer un autre.',
    another: 'Essayer un autre moyen',
    passkey: 'Continuer avec une clé d’accès',
    notFinished: 'L’opération n’est pas allée jusqu’au bout. Réessaie, ou choisis un autre moyen.',
    scripts: 'Une clé d’accès a besoin de JavaScript. Choisis un autre moyen ci-dessous.',
    trust: (days) => `Ne plus demander sur cet appareil pendant ${days === 1 ? 'un jour' : `${days} jours`}`,
    endedTitle: 'Merci de te reconnecter',
    ended: 'Cette connexion est terminée. Merci de te reconnecter.',
  },

  confirm: {
    title: 'Confirme que c’est toi',
    secondStepFor: (application) =>
      html`pour continuer vers <b>${outside(application)}</b>, qui demande une seconde étape.`,
    password: 'Avant de modifier cela, saisis encore une fois ton mot de passe.',
    anyWay: 'Avant de modifier cela, montre que c’est bien toi.',
    another: 'Ou par un autre moyen',
    again: (provider) => html`Se reconnecter avec ${outside(provider)}`,
  },

  recover: {
    title: 'Retrouver l’accès à ton compte',
    lead: (email) => html`Pour <b>${outside(email)}</b>, à la place d’une seconde étape que tu as perdue.`,
    submit: 'Configurer une nouvelle seconde étape',
    wait: (from) =>
      html`Cela fonctionnera à partir du <b>${from}</b>. Nous attendons un peu, pour que personne ne puisse s’en servir dans ton dos. Ouvre de nouveau le lien à ce moment-là.`,
    notYou: 'Tu n’as rien demandé ? Alors arrête la procédure et change ton mot de passe.',
    stop: 'Arrêter',
    stopped: 'C’est arrêté',
    stoppedText:
      'Le lien ne fonctionne plus. Dis à qui gère ce service que ce n’était pas toi, et change ton mot de passe.',
    changePassword: 'Changer le mot de passe',
    dead: 'Demandes-en un autre à qui gère ce service.',
  },
}
