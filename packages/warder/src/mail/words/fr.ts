import { facts } from '../facts.ts'
import { when } from '../when.ts'
import { linksAndCodes } from './links-and-codes/fr.ts'
import type { MailWords } from './mail-words.ts'
import { members } from './members/fr.ts'
import { passkeys } from './passkeys/fr.ts'
import { passwordless } from './passwordless/fr.ts'
import { privacy } from './privacy/fr.ts'
import { programs } from './programs/fr.ts'

const factNames = { device: 'Appareil\u00a0', place: 'Lieu\u00a0', time: 'Date\u00a0' }

export const fr: MailWords = {
  ...linksAndCodes,
  ...members,
  ...passkeys,
  ...passwordless,
  ...privacy,
  ...programs,

  greeting: (full_name) => (full_name ? `Bonjour ${full_name},` : 'Bonjour,'),
  link_again: 'Si le bouton ne fonctionne pas, ouvre cette adresse :',

  mailTest: ({ brand, at }) => ({
    subject: `Message de test de ${brand}`,
    lines: [
      `Ce message a été envoyé le ${when(at, 'fr')} pour vérifier que les e-mails de ${brand} arrivent bien. Tout fonctionne.`,
    ],
    closing: 'Tu n’as rien à faire.',
  }),

  confirmAddress: ({ brand }) => ({
    subject: `Confirme ton adresse pour ${brand}`,
    lines: [
      `Confirme que cette adresse est bien la tienne, et ton compte ${brand} sera créé. Le lien est valable un jour.`,
    ],
    action: 'Confirmer mon adresse',
    closing: 'Tu n’as rien demandé ? Ignore simplement ce message : sans le lien, il ne se passe rien.',
  }),

  alreadyRegistered: ({ brand }) => ({
    subject: `Tu as déjà un compte ${brand}`,
    lines: [
      `Quelqu’un, peut-être toi, a voulu créer un compte ${brand} avec cette adresse. Tu en as déjà un, donc rien n’a changé.`,
      'Connecte-toi comme d’habitude. Si tu as oublié ton mot de passe, tu pourras en demander un nouveau sur la page de connexion.',
    ],
    action: 'Me connecter',
    closing: 'Si ce n’était pas toi, tu n’as rien à faire.',
  }),

  resetPassword: ({ brand }) => ({
    subject: `Choisis un nouveau mot de passe pour ${brand}`,
    lines: [
      'Choisis un nouveau mot de passe avec le lien ci-dessous. Il est valable une heure et ne fonctionne qu’une fois.',
    ],
    action: 'Choisir un nouveau mot de passe',
    closing: 'Tu n’as rien demandé ? Ignore simplement ce message : sans le lien, il ne se passe rien.',
  }),

  passwordChanged: ({ brand, at }) => ({
    subject: `Ton mot de passe ${brand} a été modifié`,
    lines: [
      `Ton mot de passe a été modifié le ${when(at, 'fr')}, et tes autres appareils ont été déconnectés.`,
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si c’était toi, tu n’as rien à faire.',
  }),

  passwordGuessed: ({ brand, at }) => ({
    subject: `Quelqu’un a essayé d’accéder à ton compte ${brand}`,
    lines: [
      `Plusieurs mots de passe incorrects ont été essayés avec ton adresse, le dernier le ${when(at, 'fr')}. Aucun n’était le bon, et il faut désormais attendre de plus en plus longtemps entre deux essais.`,
      'Sur les appareils avec lesquels tu te connectes d’habitude, tout fonctionne comme avant.',
    ],
    action: 'Choisir un nouveau mot de passe',
    closing:
      'Si c’était toi et que tu as oublié ton mot de passe, le bouton est là pour ça. Sinon, tu n’as rien à faire, sauf si tu utilises le même mot de passe ailleurs.',
  }),

  newSignIn: ({ brand, reasons, ...seen }) => ({
    subject: `Nouvelle connexion à ton compte ${brand}`,
    lines: [
      {
        new_device: 'Ton compte vient d’être utilisé sur un appareil que tu n’avais encore jamais utilisé.',
        new_country: 'Ton compte vient d’être utilisé dans un pays où il ne l’avait encore jamais été.',
        impossible_travel: 'Ton compte vient d’être utilisé loin du lieu de ta dernière connexion.',
      }[reasons.at(-1) ?? 'new_device'],
      ...facts(factNames, seen, 'fr'),
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes tes sessions et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si c’était toi, tu n’as rien à faire.',
  }),

  signInCode: ({ brand, ...seen }) => ({
    subject: `Ton code de connexion pour ${brand}`,
    lines: [
      'Quelqu’un, sans doute toi, se connecte en ce moment avec ton mot de passe. Cette connexion ne ressemble pas à tes connexions habituelles, c’est pourquoi nous demandons aussi ce code. Il est valable dix minutes.',
      ...facts(factNames, seen, 'fr'),
    ],
    action: 'Ce n’était pas moi',
    closing:
      'Ne donne ce code à personne, pas même à nous. Si tu n’es pas en train de te connecter, quelqu’un connaît ton mot de passe : clique sur le bouton.',
  }),

  signInStopped: ({ brand, ...seen }) => ({
    subject: `Nous avons bloqué une connexion à ton compte ${brand}`,
    lines: [
      'Quelqu’un a essayé de se connecter avec ton mot de passe. Nous l’avons refusé, car cette connexion ne ressemblait pas à tes connexions habituelles.',
      ...facts(factNames, seen, 'fr'),
      'Clique sur le bouton et dis-nous si c’était toi. Si oui, tu pourras ensuite te connecter sur cet appareil. Sinon, nous verrouillerons ton compte et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'C’était toi ?',
    closing: 'Rien ne change tant que tu n’as pas répondu.',
  }),

  sessionStopped: ({ brand, ...seen }) => ({
    subject: `Quelqu’un d’autre utilise peut-être ta session ${brand}`,
    lines: [
      'Une de tes sessions vient d’être utilisée dans un autre navigateur et sur un autre réseau que d’habitude. Nous l’avons bloquée. Pour continuer, il faut d’abord confirmer avec ton mot de passe que c’est bien toi.',
      ...facts(factNames, seen, 'fr'),
      'Si ce n’était pas toi, quelqu’un l’a peut-être copiée depuis ton appareil. Choisis un nouveau mot de passe, ce qui ferme toutes les sessions, et vérifie qu’il n’y a pas de programmes inconnus sur tes appareils.',
    ],
    action: 'Choisir un nouveau mot de passe',
    closing: 'Si c’était toi, il te suffit de saisir ton mot de passe pour continuer.',
  }),

  accountLocked: ({ brand, since, removed, programs: ended, passkeys }) => ({
    subject: `Ton compte ${brand} est verrouillé : choisis un nouveau mot de passe`,
    lines: [
      'Une connexion à ton compte a été signalée comme n’étant pas la tienne. Nous avons fermé toutes tes sessions et coupé l’accès de toutes les applications, et ton ancien mot de passe ne fonctionne plus.',
      ...(removed
        ? [
            `Ce qui a été ajouté depuis le ${when(since, 'fr')} a été retiré : adresses, et tout ce qui sert à se connecter ou à confirmer une connexion. Ajoute de nouveau ce qui était à toi.`,
          ]
        : []),
      ...(ended
        ? [
            `Les clés et les accès créés depuis ton compte à partir du ${when(since, 'fr')} pour des programmes dont tu t’occupes ont pris fin, et les agents concernés sont arrêtés. Donne-leur-en de nouveaux.`,
          ]
        : []),
      ...(passkeys > 0
        ? [
            'Les clés d’accès plus anciennes fonctionneront de nouveau une fois le mot de passe choisi. Regarde-les alors sous « Sécurité » et retire celles que tu ne connais pas.',
          ]
        : []),
      'Choisis un nouveau mot de passe que tu n’utilises nulle part ailleurs. Le lien est valable un jour et ne fonctionne qu’une fois ; tu peux en demander un autre avec « Mot de passe oublié ? ».',
    ],
    action: 'Choisir un nouveau mot de passe',
    closing: 'Si quelqu’un d’autre peut lire tes e-mails, change d’abord le mot de passe de ta messagerie.',
  }),

  confirmNewAddress: ({ brand }) => ({
    subject: `Confirme cette adresse pour ton compte ${brand}`,
    lines: [
      `Quelqu’un, sans doute toi, souhaite ajouter cette adresse à son compte ${brand}. Ouvre le lien et connecte-toi à ce compte pour la confirmer. Le lien est valable un jour et ne fonctionne qu’une fois.`,
    ],
    action: 'Confirmer cette adresse',
    closing: 'Tu n’as rien demandé ? Ignore simplement ce message : sans le lien, il ne se passe rien.',
  }),

  addressTaken: ({ brand }) => ({
    subject: `Quelqu’un a voulu ajouter ton adresse à un autre compte ${brand}`,
    lines: [
      `Quelqu’un, peut-être toi, a voulu ajouter cette adresse à un autre compte ${brand}. Elle fait déjà partie du tien, donc rien n’a changé.`,
      'Si c’était toi, retire d’abord l’adresse de ce compte, puis ajoute-la à l’autre.',
    ],
    action: 'Me connecter',
    closing: 'Si ce n’était pas toi, tu n’as rien à faire.',
  }),

  addressAdded: ({ brand, address, at }) => ({
    subject: `Une adresse a été ajoutée à ton compte ${brand}`,
    lines: [
      `L’adresse ${address} a été ajoutée à ton compte le ${when(at, 'fr')}. Tu peux désormais t’en servir pour te connecter.`,
      'Si ce n’était pas toi, retire cette adresse et change ton mot de passe.',
    ],
    action: 'Voir mes adresses',
    closing: 'Si tu l’as ajoutée toi-même, tu n’as rien à faire.',
  }),

  addressChanged: ({ brand, address, at, until }) => ({
    subject: `L’adresse principale de ton compte ${brand} a changé`,
    lines: [
      `Depuis le ${when(at, 'fr')}, l’adresse principale de ton compte est ${address}. Nos messages y seront envoyés désormais.`,
      `Si ce n’était pas toi, annule ce changement avant le ${when(until, 'fr')} : nous rétablirons cette adresse, fermerons toutes les sessions et t’aiderons à choisir un nouveau mot de passe.`,
    ],
    action: 'Annuler le changement',
    closing: 'Si tu l’as changée toi-même, tu n’as rien à faire.',
  }),

  addressRemoved: ({ brand, at }) => ({
    subject: `Cette adresse a été retirée de ton compte ${brand}`,
    lines: [
      `Cette adresse a été retirée de ton compte le ${when(at, 'fr')}. Tu ne peux plus t’en servir pour te connecter, et nous n’y enverrons plus rien.`,
      'Si ce n’était pas toi, connecte-toi avec une autre de tes adresses et change ton mot de passe.',
    ],
    action: 'Voir mon compte',
    closing: 'Si tu l’as retirée toi-même, tu n’as rien à faire.',
  }),

  authenticatorAdded: ({ brand, at }) => ({
    subject: `Une application d’authentification a été ajoutée à ton compte ${brand}`,
    lines: [
      `Une application d’authentification a été ajoutée à ton compte le ${when(at, 'fr')}. Désormais, nous demandons un code de cette application à chaque connexion.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, retirerons cette application de ton compte et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as ajoutée toi-même, tu n’as rien à faire. Garde tes codes de secours en lieu sûr.',
  }),

  authenticatorRemoved: ({ brand, at, last }) => ({
    subject: `Une application d’authentification a été retirée de ton compte ${brand}`,
    lines: [
      `Une application d’authentification a été retirée de ton compte le ${when(at, 'fr')}.`,
      last
        ? 'Tu n’as plus de seconde étape et tes codes de secours ne fonctionnent plus : quiconque connaît ton mot de passe peut se connecter.'
        : 'Tes autres secondes étapes fonctionnent comme avant.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as retirée toi-même, tu n’as rien à faire.',
  }),

  recoveryCodesMade: ({ brand, at }) => ({
    subject: `De nouveaux codes de secours pour ton compte ${brand}`,
    lines: [
      `De nouveaux codes de secours ont été créés pour ton compte le ${when(at, 'fr')}. Les anciens ne fonctionnent plus.`,
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu les as créés toi-même, garde-les en lieu sûr et jette les anciens.',
  }),

  recoveryCodeUsed: ({ brand, left, few, ...seen }) => ({
    subject: `Un code de secours de ton compte ${brand} a été utilisé`,
    lines: [
      'Un de tes codes de secours vient d’être utilisé à la place de la seconde étape. Il ne fonctionnera plus.',
      ...facts(factNames, seen, 'fr'),
      ['C’était le dernier.', 'Il t’en reste un.'][left] ?? `Il t’en reste ${left}.`,
      ...(few ? ['Il est temps d’en créer de nouveaux, sous « Sécurité » dans ton compte.'] : []),
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si c’était toi, tu n’as rien de plus à faire.',
  }),

  recoveryLink: ({ brand, from }) => ({
    subject: `Un lien pour retrouver l’accès à ton compte ${brand}`,
    lines: [
      `On nous a demandé de te laisser configurer une nouvelle seconde étape, parce que tu as perdu l’ancienne. Le lien fonctionne à partir du ${when(from, 'fr')}, une seule fois et pendant un jour.`,
      'Ton mot de passe reste nécessaire. Ne transmets ce lien à personne, même à quelqu’un qui dit vouloir t’aider.',
    ],
    action: 'Configurer une nouvelle seconde étape',
    closing: 'Tu n’as rien demandé ? Ouvre le lien et arrête-le avant qu’il ne fonctionne.',
  }),

  accountDeactivated: ({ brand, at }) => ({
    subject: `Ton compte ${brand} est désactivé`,
    lines: [
      `Tu as désactivé ton compte le ${when(at, 'fr')}. Toutes tes sessions sont fermées. Rien n’a été supprimé, sauf tes connexions à d’autres services si tu en avais.`,
      'Pour t’en servir à nouveau, il suffit de te connecter.',
    ],
    action: 'Me connecter',
    closing: 'Si ce n’était pas toi, connecte-toi et change ton mot de passe.',
  }),

  accountReactivated: ({ brand, at }) => ({
    subject: `Ton compte ${brand} est de nouveau actif`,
    lines: [
      `Quelqu’un s’est connecté le ${when(at, 'fr')} à ton compte désactivé, qui est donc de nouveau actif. Bon retour !`,
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si c’était toi, tu n’as rien à faire.',
  }),

  accountErased: ({ brand, at }) => ({
    subject: `Ton compte ${brand} a été supprimé`,
    lines: [
      `Ton compte a été supprimé le ${when(at, 'fr')}, comme tu l’as demandé. Tout ce que nous savions de toi est effacé, et ce message est le dernier.`,
      'Tu peux t’inscrire à nouveau avec cette adresse quand tu veux.',
    ],
    closing: 'Au revoir, et merci.',
  }),

  invitation: ({ brand }) => ({
    subject: `Une invitation à rejoindre ${brand}`,
    lines: [
      `Tu as reçu une invitation à rejoindre ${brand}. Ouvre le lien et choisis un mot de passe : ton compte sera prêt. Le lien est valable sept jours et ne fonctionne qu’une fois.`,
    ],
    action: 'Accepter l’invitation',
    closing:
      'Tu n’attendais pas d’invitation ? Ignore simplement ce message : sans le lien, il ne se passe rien.',
  }),
}
