import { html, outside } from '../../../html.ts'
import type { SetUpWords } from './en.ts'

export const setUp: SetUpWords = {
  setUp: {
    title: 'Configurer une seconde étape',
    lead: 'Ce compte a besoin d’une seconde étape. Configures-en une maintenant, et c’est fait.',
    passkeyLead: 'Avec ton empreinte, ton visage, le code PIN de cet appareil ou une clé de sécurité.',
    passkey: 'Créer une clé d’accès',
    appLead: 'Avec une application sur ton téléphone qui affiche un code, à saisir quand tu te connectes.',
    app: 'Utiliser une application d’authentification',
    textLead: 'Avec des codes par SMS. Un numéro peut être détourné : les autres moyens sont plus sûrs.',
    text: 'Utiliser les SMS',
    somethingElse: 'Choisir autre chose',
    turnOn: 'Activer',
    number: 'Ton numéro de téléphone',
    numberLead: 'Nous y envoyons un code maintenant, puis à chaque connexion.',
    numberHint: 'Avec son indicatif, par exemple +41 79 123 45 67.',
    enter: 'Saisis le code',
    sent: (number) => html`Nous avons envoyé un code au <b>${outside(number)}</b>.`,
    done: 'Garde tes codes de secours',
    doneLead: 'Ta seconde étape est activée. Désormais, un code t’est demandé quand tu te connectes.',
    goOn: 'Je les ai gardés : continuer',
  },

  app: {
    title: 'Ajouter une application d’authentification',
    lead: 'Deux choses à faire : scanne l’image, puis saisis le code que l’application affiche.',
    scan: 'Ouvre ton application d’authentification, choisis « ajouter » ou « + », et dirige l’appareil photo vers cette image. Si tu n’as pas encore d’application de ce genre, prends-en une dans le magasin d’applications de ton téléphone. Toutes celles qui lisent les codes QR conviennent.',
    picture: 'Code QR pour ton application d’authentification',
    cannotScan: 'Je ne peux pas le scanner',
    typeKey: 'Saisis plutôt cette clé dans l’application. Les majuscules et les espaces ne comptent pas.',
    openHere: 'L’ouvrir dans une application sur cet appareil',
    code: 'Code de l’application',
    codeHint: 'Six chiffres, nouveaux toutes les 30 secondes.',
    name: 'Comment l’appelles-tu ? (facultatif)',
    nameHint: 'Par exemple « Téléphone bleu », pour la reconnaître.',
  },

  codes: {
    file: (brand) => `Codes de secours pour ${brand}. Chacun ne fonctionne qu’une fois.`,
    onlyNow:
      'Nous ne montrons ces codes que maintenant. Imprime cette page, note-les, ou enregistre-les dans un endroit auquel personne d’autre n’a accès.',
    letYouIn:
      'Si tu perds ton téléphone ou ta clé, un de ces codes te laisse entrer après ton mot de passe. Chacun ne fonctionne qu’une fois.',
    save: 'Enregistrer dans un fichier',
    kept: 'Je les ai gardés',
    passkeyIsSetUp: 'Ta clé d’accès est configurée. Garde tes codes de secours.',
  },
}
