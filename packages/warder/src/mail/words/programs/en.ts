import { when } from '../../when.ts'
import type { MailParameters, MailWords, ProgramKind, Words } from '../mail-words.ts'

type Told<K extends ProgramKind> = MailParameters[K] & { brand: string }

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: (told) => (told.own ? ownKeyMade(told) : programKeyMade(told)),
  agentMade: (told) => (told.own ? ownAgentMade(told) : tenantsAgentMade(told)),
  serviceConnected: ({ brand, at, service }) => ({
    subject: `${service} was connected to your ${brand} account`,
    lines: [
      `${service} was connected to your account on ${when(at, 'en')}. Programs that you choose may then use it in your name.`,
      'If this was not you, press the button. We will sign everybody out, stop every program and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing:
      'If it was you, there is nothing to do. You see each use in your account, under Connections, and can end it there.',
  }),
  agentAsks: ({ brand, at, own }) => ({
    subject: own
      ? `An agent of your ${brand} account asks you something`
      : `An agent at ${brand} asks whether it may do something`,
    lines: [
      own
        ? `On ${when(at, 'en')} an agent of yours asked whether it may do something that you want to be asked about. It waits for some minutes.`
        : `On ${when(at, 'en')} an agent of ${brand} asked whether it may do something that somebody has to allow. It waits for some minutes, and the first answer counts.`,
      'Look at it, then allow it or not. Without your answer nothing happens.',
    ],
    action: 'See what it asks',
    closing: 'If you do not know the agent, you can stop it on the same page.',
  }),
  approvalAsked: ({ brand, at, name }) => ({
    subject: `An application asks for access to your ${brand} account`,
    lines: [
      `On ${when(at, 'en')} the application ${name} asked whether it may use your account. It waits for some minutes.`,
      'Look at it, then allow it or not. Without your answer nothing happens.',
    ],
    action: 'See what it asks',
    closing:
      'If you did not begin this, do not allow it. On the same page you can stop it from asking you again.',
  }),
  actedFor: ({ brand, at, name, minutes }) => ({
    subject: `An administrator of ${brand} acts for you`,
    lines: [
      `On ${when(at, 'en')} an administrator of ${brand} got access to ${name} in your name, for ${minutes} minutes at most. Everything that is done with it says who did it. Your account itself cannot be opened or changed by it.`,
    ],
    closing:
      'If you asked for help, there is nothing to do. If you did not, ask the people who run it. You find it in your account, under Activity.',
  }),
  webhookStopped: ({ brand, at, host }) => ({
    subject: `A webhook of ${brand} was stopped`,
    lines: [
      `The webhook that tells ${host} what happens, which you set up, was stopped on ${when(at, 'en')}. ${host} did not take what it was told, so that it is told nothing any more.`,
    ],
    closing:
      'If it is still needed, put it right and enable it again. What happened less than a day before is then sent after all.',
  }),
  serviceCredentialEnded: ({ brand, at, account, credential }) => ({
    subject: `A credential of a service account at ${brand} has ended`,
    lines: [
      `The credential ${credential} of the service account ${account}, which you made, ended on ${when(at, 'en')}. Nobody renewed it in time, so programs that use it get no access any more.`,
    ],
    closing: 'If the program is still needed, renew the credential. If not, there is nothing to do.',
  }),
}

function ownKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `The secret of an API key of your ${brand} account was replaced`
      : `An API key was made for your ${brand} account`,
    lines: [
      rotated
        ? `The secret of an API key of yours was replaced on ${when(at, 'en')}. The new one begins with ${prefix}.`
        : `An API key was made for your account on ${when(at, 'en')}. It begins with ${prefix}. A program that has it can act in your name, as far as the key allows.`,
      'If this was not you, press the button. We will sign everybody out, end all your API keys and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If it was you, there is nothing to do. You find your keys in your account, under API keys.',
  }
}

function programKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `The secret of a program’s API key was replaced from your ${brand} account`
      : `An API key for a program was made from your ${brand} account`,
    lines: [
      rotated
        ? `The secret of an API key of a program was replaced from your account on ${when(at, 'en')}. The new one begins with ${prefix}.`
        : `An API key for a program was made from your account on ${when(at, 'en')}. It begins with ${prefix}.`,
      'If this was not you, press the button. We will sign everybody out, end what was made for programs from your account in the last days, and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If it was you, there is nothing to do.',
  }
}

function ownAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `An agent was registered for your ${brand} account`,
    lines: [
      `An agent was registered for your account on ${when(at, 'en')}. An agent is a program that works by itself, as far as it was allowed to.`,
      'If this was not you, press the button. We will sign everybody out, stop all your agents and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing:
      'If it was you, there is nothing to do. You see what it does in your account, under Agents, and can stop it there.',
  }
}

function tenantsAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `An agent was registered at ${brand} from your account`,
    lines: [
      `An agent that belongs to ${brand}, and not to you alone, was registered from your account on ${when(at, 'en')}. An agent is a program that works by itself, as far as it was allowed to.`,
      'If this was not you, press the button. We will sign everybody out, end what was made for programs from your account in the last days, and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing:
      'If it was you, there is nothing to do. You see what it does in your account, under Agents, and can stop it there.',
  }
}
