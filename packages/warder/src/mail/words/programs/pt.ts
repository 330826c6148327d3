import { when } from '../../when.ts'
import type { MailWords, ProgramKind } from '../mail-words.ts'

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: ({ brand, at, prefix, rotated }) => ({
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
  }),
  agentMade: ({ brand, at }) => ({
    subject: `Um agente foi registrado para a sua conta ${brand}`,
    lines: [
      `Um agente foi registrado para a sua conta em ${when(at, 'pt')}. Um agente é um programa que trabalha sozinho, até onde foi permitido.`,
      'Se não foi você, clique no botão. Vamos encerrar todas as sessões, parar todos os seus agentes e ajudar você a criar uma nova senha.',
    ],
    action: 'Não fui eu',
    closing:
      'Se foi você, não precisa fazer nada. Você vê o que ele faz na sua conta, em “Agents”, e pode pará-lo ali.',
  }),
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
  agentAsks: ({ brand, at }) => ({
    subject: `Um agente da sua conta ${brand} pergunta algo a você`,
    lines: [
      `Em ${when(at, 'pt')}, um dos seus agentes perguntou se pode fazer algo sobre o que você quer ser consultado. Ele espera alguns minutos.`,
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
  serviceCredentialEnded: ({ brand, at, account, credential }) => ({
    subject: `Uma credencial de uma conta de serviço em ${brand} expirou`,
    lines: [
      `A credencial ${credential} da conta de serviço ${account}, que você criou, expirou em ${when(at, 'pt')}. Ninguém a renovou a tempo, e os programas que a usam não têm mais acesso.`,
    ],
    closing: 'Se o programa ainda for necessário, renove a credencial. Se não, não precisa fazer nada.',
  }),
}
