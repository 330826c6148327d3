import { html, outside } from '../../html.ts'
import type { MessageWords } from './en.ts'

export const messages: MessageWords = {
  error: {
    mention: 'Si tu demandes de l’aide, indique',
    refusedAddress: 'L’adresse refusée :',
    register:
      'Retourne à l’application et préviens les personnes qui s’en occupent. Si c’est toi, enregistre exactement cette adresse pour elle, caractère par caractère.',
    here: {
      title: 'Cela n’a pas fonctionné',
      text: 'Si tu viens d’une application, retournes-y et recommence. Si cela se reproduit, préviens les personnes qui s’en occupent.',
    },
    impossible: {
      title: 'Cela n’a pas fonctionné',
      text: 'L’application d’où tu viens a demandé quelque chose d’impossible. N’y retourne que si tu la connais.',
      back: (host) => `Retourner à ${host}`,
    },
  },

  formPost: {
    title: 'Retour à l’application',
    heading: (application) => html`Retour à ${outside(application)}`,
    onYourWay: 'Nous t’y conduisons. Si rien ne se passe, clique sur le bouton.',
    impossible: 'Elle a demandé quelque chose d’impossible. N’y retourne que si tu la connais.',
  },

  inbox: {
    title: 'Boîte de réception de développement',
    lead: 'Les messages s’arrêtent ici et ne quittent jamais cette machine.',
    warning: 'Pour le développement seulement. Cette page n’existe pas en production.',
    again: 'Actualiser',
    none: 'Rien pour l’instant. Inscris-toi ou demande un lien, puis reviens voir.',
    text: 'SMS',
    to: (address) => html`à ${outside(address)}`,
  },

  problems: {
    application_refused: {
      title: 'L’application a demandé quelque chose d’impossible',
      text: 'Retournes-y et préviens les personnes qui s’en occupent.',
    },
    password_required: { title: 'Il faut ton mot de passe', text: 'Retourne en arrière et saisis-le.' },
    password_refused: {
      title: 'Ce mot de passe ne peut pas être utilisé',
      text: 'Retourne en arrière et réessaie.',
    },
    token_invalid: {
      title: 'Cela ne fonctionne plus',
      text: 'Cela a déjà été utilisé ou a expiré. Recommence.',
    },
    sign_in_over: {
      title: 'Cette connexion est terminée',
      text: 'Recommence depuis la page où tu voulais aller.',
    },
    insufficient_user_authentication: {
      title: 'Confirme que c’est bien toi',
      text: 'Connecte-toi de nouveau, puis réessaie.',
    },
    password_change_required: {
      title: 'Choisis d’abord un nouveau mot de passe',
      text: 'Connecte-toi de nouveau pour le faire.',
    },
    challenge_required: {
      title: 'Un instant, s’il te plaît',
      text: 'Retourne en arrière, recharge la page et réessaie.',
    },
    too_many_sessions: {
      title: 'Tu as des sessions ouvertes à trop d’endroits',
      text: 'Ferme l’une d’elles, puis connecte-toi de nouveau ici.',
    },
    reconnect_required: {
      title: 'Il faut reconnecter l’autre service',
      text: 'Tu peux le faire dans ton compte, sous « Services connectés ».',
    },
    invalid_input: {
      title: 'Cela n’a pas fonctionné',
      text: 'Retourne en arrière, vérifie ce que tu as saisi et réessaie.',
    },
    malformed_request: { title: 'Cela n’a pas fonctionné', text: 'Retourne en arrière et réessaie.' },
    csrf_failed: {
      title: 'Cette page n’était plus à jour',
      text: 'Retourne en arrière, recharge-la et réessaie.',
    },
    forbidden: {
      title: 'Tu ne peux pas faire cela',
      text: 'Si tu penses que tu devrais pouvoir le faire, adresse-toi aux personnes qui s’occupent de ce service.',
    },
    not_found: {
      title: 'Il n’y a rien ici',
      text: 'L’adresse est peut-être mal saisie, ou ce qui était ici n’existe plus.',
    },
    method_not_allowed: {
      title: 'Cette page ne s’ouvre pas directement',
      text: 'Recommence depuis ton compte.',
    },
    conflict: {
      title: 'Cela n’a pas fonctionné',
      text: 'Quelque chose a changé entre-temps. Recharge la page et regarde.',
    },
    payload_too_large: {
      title: 'C’était trop à la fois',
      text: 'Retourne en arrière et envoie moins.',
    },
    too_many_requests: {
      title: 'Un instant, s’il te plaît',
      text: 'Il y a eu trop de tentatives. Réessaie dans quelques minutes.',
    },
    provider_failed: {
      title: 'L’autre service n’a pas répondu comme il faut',
      text: 'Réessaie dans un instant.',
    },
  },
  ours: { title: 'Une erreur s’est produite de notre côté', text: 'Réessaie dans un instant.' },
  other: { title: 'Cela n’a pas fonctionné', text: 'Retourne en arrière et réessaie.' },
}
