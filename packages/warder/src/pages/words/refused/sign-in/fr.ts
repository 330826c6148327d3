import { waiting } from '../../waiting.ts'
import type { SignInRefused } from './en.ts'

export const signInRefused: SignInRefused = {
  fillIn: 'Remplis ce champ.',
  otherValue: 'Indique ici autre chose.',

  field_wrong: 'Vérifie ce que tu as saisi.',
  not_an_address: 'Ce n’est pas une adresse e-mail.',
  not_a_number: 'Ce numéro ne reçoit pas de SMS. Écris-le avec son indicatif, par exemple +41 79 123 45 67.',
  required_here: 'Il faut le saisir ici.',
  name_long: 'Il y a plus de 200 caractères.',
  name_unseen: 'Il y a un caractère qui ne se voit pas.',
  password_bytes: 'Ce mot de passe est trop long : plus de 1 024 octets.',
  code_long: 'C’est trop long pour un code.',
  must_agree: 'Il faut ton accord pour continuer.',

  too_many: (seconds) => `Trop de tentatives. Attends ${waiting(seconds, 'fr')} et réessaie.`,
  wait_longer: (seconds) => `Attends encore ${waiting(seconds, 'fr')}, puis envoie de nouveau.`,
  work_first:
    'Beaucoup de connexions échouent en ce moment. Ton appareil doit donc d’abord faire une petite tâche. Réessaie une fois.',
  cross_site: 'Cette demande venait d’un autre site et n’a pas été acceptée.',
  out_of_date:
    'Peut-être as-tu ouvert ou fermé une session entre-temps, ou laissé la page ouverte longtemps. Retourne en arrière, recharge-la et réessaie. Rien n’a été modifié.',
  nothing_here: 'Il n’y a rien à cette adresse.',
  request_long: 'La demande de l’application est trop longue.',

  password_short: (least) =>
    `Utilise au moins ${least} caractères. Quelques mots que personne d’autre ne mettrait ensemble sont faciles à retenir.`,
  password_long: (most) => `Utilise au plus ${most} octets.`,
  password_common:
    'C’est l’un des mots de passe que tout le monde essaie. Ajoute des mots que personne d’autre ne mettrait ensemble.',
  password_own_words:
    'À part ton nom, ton adresse ou notre nom, il n’y a pas assez là-dedans. Ajoute des mots que personne d’autre ne mettrait ensemble.',
  password_pattern:
    'Cela se répète ou se suit, ce qui est facile à deviner. Ajoute des mots que personne d’autre ne mettrait ensemble.',
  password_weak: 'C’est trop facile à deviner. Ajoute des mots que personne d’autre ne mettrait ensemble.',
  password_stolen:
    'Ce mot de passe a été volé ailleurs, chez toi ou chez quelqu’un d’autre. Choisis-en un autre.',
  password_unchecked:
    'Les nouveaux mots de passe ne peuvent pas être vérifiés en ce moment. Attends une minute et réessaie.',
  password_same: 'C’est le mot de passe qu’il faut changer. Choisis-en un autre.',
  wrong_credentials: 'L’adresse ou le mot de passe n’est pas correct.',
  not_your_organisation: 'Tu ne fais pas partie de cette organisation, ou elle est fermée.',

  link_dead: 'Ce lien a déjà été utilisé ou a expiré.',
  link_dead_ask: 'Ce lien a déjà été utilisé ou a expiré. Demandes-en un nouveau.',
  link_dead_add:
    'Ce lien a déjà été utilisé ou a expiré. Ajoute de nouveau l’adresse pour en recevoir un autre.',
  link_number_often:
    'Le nombre a été mal saisi trop de fois : le lien n’est plus valable. Demandes-en un nouveau.',
  link_elsewhere: 'Ce lien a été demandé dans un autre navigateur.',
  link_number: 'Saisis le nombre affiché par le navigateur dans lequel tu as demandé le lien.',
  wrong_number: (left) =>
    `Ce n’est pas le bon nombre. Il te reste ${left} ${left === 1 ? 'essai' : 'essais'}.`,
  wrong_code: (left) =>
    `Ce code n’est pas le bon. Regarde le message le plus récent. Il te reste ${left} ${left === 1 ? 'essai' : 'essais'}.`,
  wrong_code_last: 'Ce code n’est pas le bon, et c’était le dernier essai. Demandes-en un nouveau.',
  code_over: 'Ce code a expiré ou a été mal saisi trop de fois. Demandes-en un nouveau.',

  other_browser:
    'Ouvre le lien dans le navigateur où tu as créé ton compte, ou saisis le mot de passe que tu as choisi alors, ou un nouveau.',
  address_taken: 'Cette adresse a déjà un compte. Choisis-en une autre.',
  setup_over: 'Ce lien d’installation n’est plus valable. Le plus récent est affiché dans le terminal.',
  setup_gone:
    'Ce lien d’installation n’est plus valable. Redémarre Warder pour en obtenir un nouveau, ou exécute : warder admin create',
  invitation_account:
    'Cette adresse a maintenant un compte. Connecte-toi avec elle, puis ouvre de nouveau le lien.',
  invitation_other: 'Cette invitation est destinée à quelqu’un d’autre.',
  invitation_member: 'Tu es déjà membre.',
  invitation_over:
    'Cette invitation a déjà été utilisée, a été retirée ou a expiré. Demandes-en une nouvelle.',
  address_of_other: 'Ce lien appartient à un autre compte. Connecte-toi au compte qui l’a demandé.',
  address_has_account: 'Cette adresse a maintenant son propre compte.',

  sign_in_over: 'Cette connexion est terminée. Connecte-toi de nouveau.',
  sign_in_long:
    'Cette connexion a pris trop de temps, ou il y a eu trop de codes faux. Connecte-toi de nouveau.',
  attempt_over:
    'Cette connexion est terminée, a pris trop de temps ou a été commencée dans un autre navigateur. Recommence.',
  nobody_that_way: 'Personne ne se connecte de cette façon ici.',
  links_off: 'La connexion par un lien envoyé par e-mail est désactivée ici.',
  waiting_over:
    'Cette connexion est terminée ou a pris trop de temps. Retourne à l’application et recommence.',
  waiting_done: 'Cette connexion est terminée. Retourne à l’application.',
  waiting_elsewhere:
    'Cette connexion a été commencée dans un autre navigateur. Retourne à l’application et recommence ici.',
  application_gone: 'L’application d’où tu viens n’est plus connue.',
  application_unknown:
    'L’application d’où tu viens n’est pas connue. Retournes-y et préviens les personnes qui s’en occupent.',
  application_nowhere: 'L’application n’a pas dit où te renvoyer.',
  application_unregistered:
    'L’application a demandé à t’envoyer à une adresse qu’elle n’a pas enregistrée. Rien n’y a été envoyé.',
  application_request_over:
    'La demande de l’application est inconnue, a déjà été utilisée ou a pris trop de temps. Retourne à l’application et recommence.',
  application_unusable: 'Cette application ne peut pas être utilisée ici.',
  request_answered: 'Cette demande a déjà reçu une réponse. Retourne à l’application.',
}
