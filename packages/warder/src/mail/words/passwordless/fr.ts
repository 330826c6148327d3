import { when } from '../../when.ts'
import type { MailWords, PasswordlessKind } from '../mail-words.ts'

export const passwordless: Pick<MailWords, PasswordlessKind> = {
  passwordRemoved: ({ brand, at }) => ({
    subject: `Ton mot de passe ${brand} a été supprimé`,
    lines: [
      `Ton mot de passe a été supprimé le ${when(at, 'fr')}. Plus aucun mot de passe n’ouvre ton compte : tu te connectes par les autres moyens que tu as configurés.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing:
      'Si c’est ce que tu voulais, tu n’as rien à faire. Tu peux choisir à nouveau un mot de passe à tout moment.',
  }),

  passwordAdded: ({ brand, at }) => ({
    subject: `Ton compte ${brand} a maintenant un mot de passe`,
    lines: [
      `Un mot de passe a été choisi pour ton compte le ${when(at, 'fr')}. Il te permet désormais de te connecter, en plus des moyens que tu avais déjà.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as choisi toi-même, tu n’as rien à faire.',
  }),

  identityAdded: ({ brand, at, provider }) => ({
    subject: `${provider} te connecte maintenant à ${brand}`,
    lines: [
      `Un compte ${provider} a été associé à ton compte le ${when(at, 'fr')}. Toute personne qui peut l’utiliser peut désormais se connecter ici avec lui.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, dissocierons ce compte et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as associé toi-même, tu n’as rien à faire.',
  }),

  identityRemoved: ({ brand, at, provider }) => ({
    subject: `${provider} ne te connecte plus à ${brand}`,
    lines: [
      `Un compte ${provider} a été dissocié de ton compte le ${when(at, 'fr')}. Il ne connecte plus personne ici.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as dissocié toi-même, tu n’as rien à faire.',
  }),

  setPassword: ({ brand }) => ({
    subject: `Choisir un mot de passe pour ${brand} ?`,
    lines: [
      'Ton compte n’a pas de mot de passe en ce moment, il n’y en a donc pas à oublier. Si tu as configuré un autre moyen de te connecter, utilise-le.',
      'Si tu veux un mot de passe, choisis-en un avec le lien ci-dessous. Il est valable une heure et ne fonctionne qu’une fois.',
    ],
    action: 'Choisir un mot de passe',
    closing: 'Tu n’as rien demandé ? Ignore simplement ce message : sans le lien, il ne se passe rien.',
  }),
}
