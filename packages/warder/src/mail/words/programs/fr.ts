import { when } from '../../when.ts'
import type { MailParameters, MailWords, ProgramKind, Words } from '../mail-words.ts'

type Told<K extends ProgramKind> = MailParameters[K] & { brand: string }

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: (told) => (told.own ? ownKeyMade(told) : programKeyMade(told)),
  agentMade: (told) => (told.own ? ownAgentMade(told) : tenantsAgentMade(told)),
  serviceConnected: ({ brand, at, service }) => ({
    subject: `${service} a été relié à ton compte ${brand}`,
    lines: [
      `${service} a été relié à ton compte le ${when(at, 'fr')}. Les programmes que tu choisis peuvent alors s’en servir en ton nom.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, arrêterons tous les programmes et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing:
      'Si c’était toi, tu n’as rien à faire. Tu vois chaque utilisation dans ton compte, sous « Connections », et tu peux y mettre fin.',
  }),
  agentAsks: ({ brand, at, own }) => ({
    subject: own
      ? `Un agent de ton compte ${brand} te demande quelque chose`
      : `Un agent chez ${brand} demande s’il peut faire quelque chose`,
    lines: [
      own
        ? `Le ${when(at, 'fr')}, un de tes agents a demandé s’il peut faire quelque chose pour quoi tu veux être consulté. Il attend quelques minutes.`
        : `Le ${when(at, 'fr')}, un agent de ${brand} a demandé s’il peut faire quelque chose que quelqu’un doit autoriser. Il attend quelques minutes, et la première réponse compte.`,
      'Regarde sa demande, puis accepte ou refuse. Sans ta réponse, rien ne se passe.',
    ],
    action: 'Voir la demande',
    closing: 'Si tu ne connais pas cet agent, tu peux l’arrêter sur la même page.',
  }),
  approvalAsked: ({ brand, at, name }) => ({
    subject: `Une application demande l’accès à ton compte ${brand}`,
    lines: [
      `L’application ${name} a demandé le ${when(at, 'fr')} si elle peut utiliser ton compte. Elle attend quelques minutes.`,
      'Regarde la demande, puis autorise-la ou refuse-la. Sans ta réponse, il ne se passe rien.',
    ],
    action: 'Voir la demande',
    closing:
      'Si tu n’en es pas à l’origine, ne l’autorise pas. Sur la même page, tu peux faire en sorte qu’elle ne te demande plus rien.',
  }),
  actedFor: ({ brand, at, name, minutes }) => ({
    subject: `Une personne qui administre ${brand} agit pour toi`,
    lines: [
      `Le ${when(at, 'fr')}, une personne qui administre ${brand} a obtenu l’accès à ${name} en ton nom, pour ${minutes} minutes au plus. Tout ce qui est fait ainsi indique qui l’a fait. Ton compte lui-même ne peut être ni ouvert ni modifié de cette façon.`,
    ],
    closing:
      'Si tu as demandé de l’aide, tu n’as rien à faire. Sinon, renseigne-toi auprès des responsables. Tu le retrouves dans ton compte, sous « Activité ».',
  }),
  webhookStopped: ({ brand, at, host }) => ({
    subject: `Un webhook de ${brand} a été arrêté`,
    lines: [
      `Le webhook vers ${host}, que tu as mis en place, a été arrêté le ${when(at, 'fr')}. ${host} n’a pas accepté ce qui lui était annoncé et n’apprend donc plus rien.`,
    ],
    closing:
      'S’il sert encore, corrige le problème et réactive-le. Ce qui date de moins d’un jour sera alors encore envoyé.',
  }),
  serviceCredentialEnded: ({ brand, at, account, credential }) => ({
    subject: `Un accès d’un compte de service chez ${brand} a expiré`,
    lines: [
      `L’accès ${credential} du compte de service ${account}, que tu as créé, a expiré le ${when(at, 'fr')}. Personne ne l’a renouvelé à temps : les programmes qui l’utilisent n’entrent plus.`,
    ],
    closing: 'Si le programme sert encore, renouvelle l’accès. Sinon, tu n’as rien à faire.',
  }),
}

function ownKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `Une clé d’API de ton compte ${brand} a été remplacée`
      : `Une clé d’API a été créée pour ton compte ${brand}`,
    lines: [
      rotated
        ? `Une de tes clés d’API a été remplacée le ${when(at, 'fr')}. La nouvelle commence par ${prefix}.`
        : `Une clé d’API a été créée pour ton compte le ${when(at, 'fr')}. Elle commence par ${prefix}. Un programme qui la possède peut agir en ton nom, dans la limite de ce que la clé permet.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, mettrons fin à toutes tes clés d’API et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si c’était toi, tu n’as rien à faire. Tu trouves tes clés dans ton compte, sous « API keys ».',
  }
}

function programKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `La clé d’API d’un programme a été remplacée depuis ton compte ${brand}`
      : `Une clé d’API a été créée pour un programme depuis ton compte ${brand}`,
    lines: [
      rotated
        ? `La clé d’API d’un programme a été remplacée depuis ton compte le ${when(at, 'fr')}. La nouvelle commence par ${prefix}.`
        : `Une clé d’API a été créée pour un programme depuis ton compte le ${when(at, 'fr')}. Elle commence par ${prefix}.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, mettrons fin à ce qui a été créé pour des programmes depuis ton compte ces derniers jours et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing: 'Si c’était toi, tu n’as rien à faire.',
  }
}

function ownAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `Un agent a été enregistré pour ton compte ${brand}`,
    lines: [
      `Un agent a été enregistré pour ton compte le ${when(at, 'fr')}. Un agent est un programme qui travaille tout seul, dans la limite de ce qui lui a été permis.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, arrêterons tous tes agents et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing:
      'Si c’était toi, tu n’as rien à faire. Tu vois ce qu’il fait dans ton compte, sous « Agents », et tu peux l’y arrêter.',
  }
}

function tenantsAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `Un agent a été enregistré chez ${brand} depuis ton compte`,
    lines: [
      `Un agent qui appartient à ${brand}, et pas seulement à toi, a été enregistré depuis ton compte le ${when(at, 'fr')}. Un agent est un programme qui travaille tout seul, dans la limite de ce qui lui a été permis.`,
      'Si ce n’était pas toi, clique sur le bouton. Nous fermerons toutes les sessions, mettrons fin à ce qui a été créé pour des programmes depuis ton compte ces derniers jours et t’aiderons à choisir un nouveau mot de passe.',
    ],
    action: 'Ce n’était pas moi',
    closing:
      'Si c’était toi, tu n’as rien à faire. Tu vois ce qu’il fait dans ton compte, sous « Agents », et tu peux l’y arrêter.',
  }
}
