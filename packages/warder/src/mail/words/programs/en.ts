import { when } from '../../when.ts'
import type { MailWords, ProgramKind } from '../mail-words.ts'

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: ({ brand, at, prefix, rotated }) => ({
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
  }),
  agentMade: ({ brand, at }) => ({
    subject: `An agent was registered for your ${brand} account`,
    lines: [
      `An agent was registered for your account on ${when(at, 'en')}. An agent is a program that works by itself, as far as it was allowed to.`,
      'If this was not you, press the button. We will sign everybody out, stop all your agents and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing:
      'If it was you, there is nothing to do. You see what it does in your account, under Agents, and can stop it there.',
  }),
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
  agentAsks: ({ brand, at }) => ({
    subject: `An agent of your ${brand} account asks you something`,
    lines: [
      `On ${when(at, 'en')} an agent of yours asked whether it may do something that you want to be asked about. It waits for some minutes.`,
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
  serviceCredentialEnded: ({ brand, at, account, credential }) => ({
    subject: `A credential of a service account at ${brand} has ended`,
    lines: [
      `The credential ${credential} of the service account ${account}, which you made, ended on ${when(at, 'en')}. Nobody renewed it in time, so programs that use it get no access any more.`,
    ],
    closing: 'If the program is still needed, renew the credential. If not, there is nothing to do.',
  }),
}
