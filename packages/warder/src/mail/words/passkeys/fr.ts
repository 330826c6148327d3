import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { MailWords, PasskeyKind } from '../mail-words.ts'

const factNames = { device: 'Appareil\u00a0', place: 'Lieu\u00a0', time: 'Date\u00a0' }

export const passkeys: Pick<MailWords, PasskeyKind> = {
  passkeyAdded: ({ brand, ...seen }) => ({
    subject: `Une clé d’accès a été ajoutée à ton compte ${brand}`,
    lines: [
      'Une clé d’accès a été ajoutée à ton compte. Désormais, nous la demandons à la connexion et, quand elle le permet, elle suffit pour te connecter.',
      ...facts(factNames, seen, 'fr'),
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, retirerons la clé d’accès de ton compte et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as ajoutée toi-même, tu n’as rien à faire.',
  }),

  passkeyRemoved: ({ brand, at, last }) => ({
    subject: `Une clé d’accès a été retirée de ton compte ${brand}`,
    lines: [
      `Une clé d’accès a été retirée de ton compte le ${when(at, 'fr')}. Elle ne connecte plus personne.`,
      last
        ? 'Tu n’as plus de seconde étape, et tes codes de secours ne fonctionnent plus.'
        : 'Tes autres secondes étapes fonctionnent comme avant.',
    ],
    action: 'Ce n’était pas moi',
    closing:
      'Si tu l’as retirée toi-même, tu n’as rien à faire. Tu peux la supprimer dans l’application ou sur la clé qui la conserve.',
  }),

  passkeyCopied: ({ brand, refused, ...seen }) => ({
    subject: `Une clé d’accès de ton compte ${brand} a peut-être été copiée`,
    lines: [
      'Une de tes clés d’accès a été utilisée, et tout indique qu’il en existe une copie.',
      refused ? 'Nous n’avons laissé entrer personne avec elle.' : 'La connexion a été acceptée.',
      ...facts(factNames, seen, 'fr'),
      'Retire cette clé d’accès dans les paramètres de sécurité de ton compte et ajoutes-en une nouvelle. Si tu ne viens pas de l’utiliser, clique sur le bouton : nous fermerons toutes les sessions et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing:
      'Une clé de sécurité réinitialisée ou restaurée depuis une sauvegarde peut aussi donner cette impression.',
  }),
}
