import { when } from '../../when.ts'
import type { MailWords, ProgramKind } from '../mail-words.ts'

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: ({ brand, at, prefix, rotated }) => ({
    subject: rotated
      ? `Une clé d’API de ton compte ${brand} a été remplacée`
      : `Une clé d’API a été créée pour ton compte ${brand}`,
    lines: [
      rotated
        ? `Une de tes clés d’API a été remplacée le ${when(at, 'fr')}. La nouvelle commence par ${prefix}.`
        : `Une clé d’API a été créée pour ton compte le ${when(at, 'fr')}. Elle commence par ${prefix}. Un programme qui la possède peut agir en ton nom, dans la limite de ce que la clé permet.`,
      'Si ce n’était pas toi, appuie sur le bouton. Nous déconnecterons tout le monde, mettrons fin à toutes tes clés d’API et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si c’était toi, il n’y a rien à faire. Tu trouves tes clés dans ton compte, sous « API keys ».',
  }),
}
