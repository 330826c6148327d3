import { when } from '../../when.ts'
import type { MailWords, PrivacyKind } from '../mail-words.ts'

export const privacy: Pick<MailWords, PrivacyKind> = {
  dataExported: ({ brand, at, own }) => ({
    subject: `Une copie de tes données ${brand} a été faite`,
    lines: own
      ? [
          `Une copie de tout ce que nous savons de toi a été faite depuis ton compte le ${when(at, 'fr')}. Elle ne contient ni mot de passe ni secret.`,
          'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions et t’aiderons à choisir un nouveau mot de passe.',
        ]
      : [
          `Les responsables de ${brand} ont fait le ${when(at, 'fr')} une copie de tout ce qui est connu de toi. Elle ne contient ni mot de passe ni secret.`,
        ],
    action: own ? 'Ce n’était pas moi' : 'Voir ce qui s’est passé',
    closing: own
      ? 'Si tu l’as téléchargée toi-même, tu n’as rien à faire.'
      : 'C’est habituel si tu as demandé tes données par courrier ou par e-mail. Sinon, demande-leur pourquoi.',
  }),
}
