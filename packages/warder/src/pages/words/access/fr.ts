import { html, outside } from '../../html.ts'
import type { AccessWords } from './en.ts'
import { scopes } from './scopes/fr.ts'

export const access: AccessWords = {
  scopes,
  title: 'Autoriser l’accès',
  heading: (application) => html`Autoriser ${outside(application)} à accéder à ton compte ?`,
  yourAccount: 'Ton compte',
  whoAsks: 'Qui demande',
  allows: 'Ce que l’application pourra faire',
  usedAt: 'Elle s’en servira auprès de :',
  deny: 'Refuser',
  allow: 'Autoriser',

  consent: {
    firstTime: 'Cette application demande pour la première fois l’accès à ton compte.',
    again:
      'Tu as déjà autorisé cette application. Elle demande de nouveau, pour tout ce qui est indiqué ici.',
    next: 'Tu iras ensuite vers',
    onlyIf: (application) =>
      html`Autorise-la seulement si tu connais <b>${outside(application)}</b> et si tu viens de là. Tu peux retirer l’accès à tout moment dans ton compte.`,
  },

  details: { heading: 'Ce qu’elle demande en détail', permission: 'Autorisation' },

  about: {
    of: (application) => html`À propos de ${outside(application)} :`,
    policy: 'Politique de confidentialité',
    terms: 'Conditions d’utilisation',
  },

  stranger: {
    unknown: 'Cette application s’est enregistrée elle-même. Personne ici ne sait qui est derrière son nom.',
    publishedAt: (host) =>
      html`Cette application s’est enregistrée elle-même et appartient à qui gère <b>${outside(host)}</b>. Personne ici n’a vérifié son nom.`,
    thisDevice: 'Un programme sur cet appareil',
  },

  chooseAccount: {
    title: 'Choisis un compte',
    here: 'Session ouverte ici',
    goOnAs: (name) => html`Continuer en tant que ${outside(name)}`,
    other: 'Utiliser un autre compte',
  },

  device: {
    title: 'Connecter un appareil',
    lead: 'Saisis le code affiché par ton appareil ou ton programme.',
    signInFirst: 'Connecte-toi d’abord. Saisis ensuite le code affiché par ton appareil ou ton programme.',
    never: 'Nous n’envoyons jamais de code pour cette page à personne, et nous n’en demandons jamais.',
    inFront: (code) =>
      html`Ton appareil affiche-t-il le code <b>${outside(code)}</b> ? Continue seulement si tu l’as devant toi et si tu as commencé cette démarche toi-même.`,
    askedFrom: 'Demandé depuis',
    sent: 'Quelqu’un t’a envoyé ce code, ou le lien vers cette page ? Alors cette personne veut entrer dans ton compte : choisis « Refuser ».',
    denied: 'Appareil non connecté',
    deniedText: 'L’appareil n’a pas accès à ton compte.',
    connected: 'Ton appareil est connecté',
    connectedText:
      'Continue sur l’appareil : il s’en aperçoit en quelques secondes. Tu peux retirer l’accès à tout moment dans ton compte.',
    seeAccess: 'Voir ce qui a accès',
  },
}
