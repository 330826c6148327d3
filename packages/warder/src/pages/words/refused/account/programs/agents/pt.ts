import type { AgentsRefused } from './en.ts'

/** Brazilian usage, as in the mails. */
export const agentsRefused: AgentsRefused = {
  agent_none: 'Esse agente não existe.',
  agent_key_giver: 'Foi você que deu as chaves a este agente. Outra pessoa precisa responder.',
  agent_asks_more: 'Ele pede mais do que você mesmo pode fazer. Outra pessoa precisa responder.',
  question_over: 'Isto já foi respondido, ou o tempo acabou.',

  agents_closed: 'Aqui ninguém pode registrar agentes.',
  agents_full: (most) => `Você chegou ao máximo de agentes: ${most}. Remova um que não é mais usado.`,
  agents_of_tenant_full: (most) =>
    `O máximo de agentes em comum foi atingido: ${most}. Remova um que não é mais usado.`,

  scope_not_yours: (scope) => `Você não pode dar esta permissão: ${scope}`,
  agent_scope_form: 'Isto não é uma permissão. Escreva assim: reports:read',
  agent_scopes_many: 'São mais de 50 permissões.',
  agent_scopes_none: 'Escolha pelo menos uma permissão.',
  agent_action_form: 'Isto não é um trabalho. Escreva assim: docs:write, ou docs:* para tudo de docs',
  agent_actions_many: 'São mais de 50 trabalhos.',
  agent_actions_none: 'Informe pelo menos um trabalho.',
  agent_place_form: 'Um nome só tem letras, dígitos e _ . : / -, ou é *',
  agent_workspaces_many: 'São mais de 50 espaços de trabalho.',
  agent_workspaces_none: 'Informe pelo menos um espaço de trabalho, ou * para todos.',

  public_key_private: 'Esta é uma chave privada. Guarde-a e envie a pública.',
  public_key_not_one: 'Isto não é uma chave pública. Cole-a como JWK ou PEM.',
  public_key_unread: 'Esta chave pública não pode ser lida.',
  public_key_not_signing: 'Isto não é uma chave pública para assinaturas, em forma de JWK.',
  public_keys_none: 'Informe pelo menos uma chave.',
  public_keys_many: 'São mais de 5 chaves.',
  public_keys_alike: 'Duas chaves têm o mesmo nome.',

  application_none: 'Esse aplicativo não existe.',
  application_not_muted: 'Este aplicativo já pode pedir a sua aprovação.',
}
