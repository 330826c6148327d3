import { html, outside } from '../../html.ts'
import type { EveryPageWords } from './en.ts'

export const everyPage: EveryPageWords = {
  failed: (title) => `Erreur : ${title}`,
  menu: (what) => `Menu : ${what}`,
  skip: 'Aller au contenu',
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  continue: 'Continuer',
  backToSignIn: 'Retour à la connexion',
  goToAccount: 'Aller à ton compte',

  fields: {
    full_name: 'Ton nom',
    email: 'Adresse e-mail',
    current_password: 'Mot de passe actuel',
    password: 'Mot de passe',
  },
  newPassword: 'Nouveau mot de passe',
  passwordHint: (least) =>
    `Au moins ${least} caractères. Quelques mots sans rapport entre eux sont faciles à retenir et difficiles à deviner. Les espaces sont permis.`,
  remember: 'Garder ma session ouverte sur cet appareil',
  optional: '(facultatif)',
  readDocument: (title, version) => html`Lire : ${outside(title)}, version ${outside(version)}`,

  lookAgain: 'Merci de revoir ces points :',
  labelled: (label) => `${label} :`,

  busy: 'Un instant : ton appareil termine une petite tâche, puis la suite vient toute seule.',
  waitFirst: (seconds) =>
    `Beaucoup de connexions échouent en ce moment. Ton navigateur n’exécute aucun script qui pourrait aider : attends ${seconds} secondes avant de continuer.`,

  passkeys: {
    not_supported: 'Ce navigateur ne peut pas utiliser de clé d’accès ici.',
    already_added: 'Cet appareil a déjà une clé d’accès pour ce compte.',
    no_passkey: 'Cette clé d’accès n’est plus connue ici. Connecte-toi autrement.',
    unreachable: 'Le serveur ne répond pas. Réessaie dans un instant.',
    refused: 'Cela n’a pas fonctionné. Réessaie, ou choisis un autre moyen.',
  },

  justNow: 'à l’instant',
  inAMoment: 'dans un instant',
}
