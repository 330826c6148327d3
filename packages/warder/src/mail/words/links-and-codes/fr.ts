import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { LinkOrCodeKind, MailWords } from '../mail-words.ts'

const factNames = { device: 'Appareil\u00a0', place: 'Lieu\u00a0', time: 'Date\u00a0' }

export const linksAndCodes: Pick<MailWords, LinkOrCodeKind> = {
  signInLink: ({ brand, ...seen }) => ({
    subject: `Ton lien de connexion pour ${brand}`,
    lines: [
      'Quelqu’un, sans doute toi, a demandé un lien pour se connecter. Il est valable 15 minutes et ne fonctionne qu’une fois.',
      ...facts(factNames, seen, 'fr'),
    ],
    action: 'Se connecter',
    closing:
      'Si tu n’as rien demandé, ignore simplement ce message. Ne transmets pas ce lien et ne dis à personne le nombre qui va avec.',
  }),

  oneTimeCode: ({ brand, ...seen }) => ({
    subject: `Ton code pour te connecter à ${brand}`,
    lines: [
      'Quelqu’un, sans doute toi, a demandé un code pour se connecter. Saisis-le là où tu l’as demandé. Il est valable dix minutes.',
      ...facts(factNames, seen, 'fr'),
    ],
    closing:
      'Ne donne ce code à personne, pas même à nous. Si tu n’as rien demandé, ignore simplement ce message.',
  }),

  noAccount: ({ brand, open }) => ({
    subject: `Aucun compte ${brand} avec cette adresse`,
    lines: [
      `Quelqu’un, peut-être toi, a voulu se connecter à ${brand} avec cette adresse. Elle n’a pas encore de compte. Tu as peut-être utilisé une autre adresse.`,
    ],
    action: open ? 'Créer un compte' : 'Se connecter',
    closing: 'Si ce n’était pas toi, tu n’as rien à faire.',
  }),

  phoneAdded: ({ brand, at, number }) => ({
    subject: `Un numéro de téléphone a été ajouté à ton compte ${brand}`,
    lines: [
      `Le numéro ${number} a été ajouté à ton compte le ${when(at, 'fr')}.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, retirerons ce numéro et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as ajouté toi-même, tu n’as rien à faire.',
  }),

  phoneRemoved: ({ brand, at, number }) => ({
    subject: `Un numéro de téléphone a été retiré de ton compte ${brand}`,
    lines: [
      `Le numéro ${number} a été retiré de ton compte le ${when(at, 'fr')}. Nous n’y envoyons plus de codes.`,
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as retiré toi-même, tu n’as rien à faire.',
  }),

  textStepAdded: ({ brand, at, number }) => ({
    subject: `Ton compte ${brand} demande maintenant un code reçu par téléphone`,
    lines: [
      `Depuis le ${when(at, 'fr')}, nous envoyons un code au ${number} quand tu te connectes, comme seconde étape.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, désactiverons cette étape et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as activée toi-même, tu n’as rien à faire. Garde tes codes de secours en lieu sûr.',
  }),

  textStepRemoved: ({ brand, at, last }) => ({
    subject: `Ton compte ${brand} ne demande plus de code reçu par téléphone`,
    lines: [
      `Le ${when(at, 'fr')}, le code par SMS a été désactivé comme seconde étape.`,
      last
        ? 'Tu n’as plus de seconde étape, et tes codes de secours ne fonctionnent plus : quiconque connaît ton mot de passe peut se connecter.'
        : 'Tes autres secondes étapes fonctionnent comme avant.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si tu l’as désactivé toi-même, tu n’as rien à faire.',
  }),
}
