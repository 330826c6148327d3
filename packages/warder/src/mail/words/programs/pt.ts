import { when } from '../../when.ts'
import type { MailParameters, MailWords, ProgramKind, Words } from '../mail-words.ts'

type Told<K extends ProgramKind> = MailParameters[K] & { brand: string }

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: (told) => (told.own ? ownKeyMade(told) : programKeyMade(told)),
  agentMade: (told) => (told.own ? ownAgentMade(told) : tenantsAgentMade(told)),
  serviceConnected: ({ brand, at, service }) => ({
    subject: `${service} foi conectado à sua conta ${brand}`,
    lines: [
      `${service} foi conectado à sua conta em ${when(at, 'pt')}. Os programas que você escolher poderão usá-lo em seu nome.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, parar todos os programas e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing:
      'Se foi você, não precisa fazer nada. Você vê cada uso na sua conta, em “Connections”, e pode encerrá-lo ali.',
  }),
  agentAsks: ({ brand, at, own }) => ({
    subject: own
      ? `Um agente da sua conta ${brand} pergunta algo a você`
      : `Um agente em ${brand} pergunta se pode fazer algo`,
    lines: [
      own
        ? `Em ${when(at, 'pt')}, um dos seus agentes perguntou se pode fazer algo sobre o que você quer ser consultado. Ele espera alguns minutos.`
        : `Em ${when(at, 'pt')}, um agente de ${brand} perguntou se pode fazer algo que alguém precisa permitir. Ele espera alguns minutos, e a primeira resposta vale.`,
      'Veja o pedido e permita ou recuse. Sem a sua resposta, nada acontece.',
    ],
    action: 'Ver o pedido',
    closing: 'Se você não conhece o agente, pode pará-lo na mesma página.',
  }),
  approvalAsked: ({ brand, at, name }) => ({
    subject: `Um aplicativo pede acesso à sua conta ${brand}`,
    lines: [
      `Em ${when(at, 'pt')}, o aplicativo ${name} perguntou se pode usar a sua conta. Ele espera alguns minutos.`,
      'Veja o pedido e permita ou recuse. Sem a sua resposta, nada acontece.',
    ],
    action: 'Ver o pedido',
    closing:
      'Se não foi você que começou isto, não permita. Na mesma página, você pode impedir que ele pergunte de novo.',
  }),
  actedFor: ({ brand, at, name, minutes }) => ({
    subject: `Alguém que administra ${brand} age por você`,
    lines: [
      `Em ${when(at, 'pt')}, alguém que administra ${brand} obteve acesso a ${name} em seu nome, por no máximo ${minutes} minutos. Tudo o que for feito com ele mostra quem o fez. A sua conta em si não pode ser aberta nem alterada com esse acesso.`,
    ],
    closing:
      'Se você pediu ajuda, não precisa fazer nada. Se não pediu, pergunte a quem cuida do serviço. Você encontra isso na sua conta, em “Atividade”.',
  }),
  webhookStopped: ({ brand, at, host }) => ({
    subject: `Um webhook de ${brand} foi interrompido`,
    lines: [
      `O webhook para ${host}, que você configurou, foi interrompido em ${when(at, 'pt')}. ${host} não aceitou o que lhe era comunicado e, por isso, não recebe mais nada.`,
    ],
    closing:
      'Se ele ainda for necessário, corrija o problema e ative-o de novo. O que tiver menos de um dia ainda será enviado.',
  }),
  serviceCredentialEnded: ({ brand, at, account, credential }) => ({
    subject: `Uma credencial de uma conta de serviço em ${brand} expirou`,
    lines: [
      `A credencial ${credential} da conta de serviço ${account}, que você criou, expirou em ${when(at, 'pt')}. Ninguém a renovou a tempo, e os programas que a usam não têm mais acesso.`,
    ],
    closing: 'Se o programa ainda for necessário, renove a credencial. Se não, não precisa fazer nada.',
  }),
}

function ownKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `Uma chave de API da sua conta ${brand} foi renovada`
      : `Uma chave de API foi criada para a sua conta ${brand}`,
    lines: [
      rotated
        ? `Uma das suas chaves de API foi renovada em ${when(at, 'pt')}. A nova começa com ${prefix}.`
        : `Uma chave de API foi criada para a sua conta em ${when(at, 'pt')}. Ela começa com ${prefix}. Um programa que a tenha pode agir em seu nome, até onde a chave permitir.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, cancelar todas as suas chaves de API e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada. Suas chaves ficam na sua conta, em “API keys”.',
  }
}

function programKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `A chave de API de um programa foi renovada a partir da sua conta ${brand}`
      : `Uma chave de API para um programa foi criada a partir da sua conta ${brand}`,
    lines: [
      rotated
        ? `A chave de API de um programa foi renovada a partir da sua conta em ${when(at, 'pt')}. A nova começa com ${prefix}.`
        : `Uma chave de API para um programa foi criada a partir da sua conta em ${when(at, 'pt')}. Ela começa com ${prefix}.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, cancelar o que foi criado para programas a partir da sua conta nos últimos dias e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing: 'Se foi você, não precisa fazer nada.',
  }
}

function ownAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `Um agente foi registrado para a sua conta ${brand}`,
    lines: [
      `Um agente foi registrado para a sua conta em ${when(at, 'pt')}. Um agente é um programa que trabalha sozinho, até onde foi permitido.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, parar todos os seus agentes e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing:
      'Se foi você, não precisa fazer nada. Você vê o que ele faz na sua conta, em “Agents”, e pode pará-lo ali.',
  }
}

function tenantsAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `Um agente foi registrado em ${brand} a partir da sua conta`,
    lines: [
      `Um agente que pertence a ${brand}, e não só a você, foi registrado a partir da sua conta em ${when(at, 'pt')}. Um agente é um programa que trabalha sozinho, até onde foi permitido.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, cancelar o que foi criado para programas a partir da sua conta nos últimos dias e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing:
      'Se foi você, não precisa fazer nada. Você vê o que ele faz na sua conta, em “Agents”, e pode pará-lo ali.',
  }
}
