import type { AgentsRefused } from './en.ts'

export const agentsRefused: AgentsRefused = {
  agent_none: 'Cet agent n’existe pas.',
  agent_key_giver: 'C’est toi qui as donné ses clés à cet agent. Quelqu’un d’autre doit répondre.',
  agent_asks_more:
    'Il demande plus que ce que tu as toi-même le droit de faire. Quelqu’un d’autre doit répondre.',
  question_over: 'Une réponse a déjà été donnée, ou le délai est passé.',

  agents_closed: 'Personne ne peut enregistrer d’agent ici.',
  agents_full: (most) =>
    `Tu as atteint le nombre maximal d’agents : ${most}. Retires-en un qui ne sert plus.`,
  agents_of_tenant_full: (most) =>
    `Le nombre maximal d’agents communs est atteint : ${most}. Retires-en un qui ne sert plus.`,

  scope_not_yours: (scope) => `Tu ne peux pas donner cette autorisation : ${scope}`,
  agent_scope_form: 'Ce n’est pas une autorisation. Écris-la comme ceci : reports:read',
  agent_scopes_many: 'Cela fait plus de 50 autorisations.',
  agent_scopes_none: 'Choisis au moins une autorisation.',
  agent_action_form:
    'Ce n’est pas un travail. Écris-le comme ceci : docs:write, ou docs:* pour tout ce qui touche à docs',
  agent_actions_many: 'Cela fait plus de 50 travaux.',
  agent_actions_none: 'Indique au moins un travail.',
  agent_place_form:
    'Un nom n’a que des lettres, des chiffres, un tiret, un point, une barre oblique, un deux-points ou un trait bas, ou c’est *',
  agent_workspaces_many: 'Cela fait plus de 50 espaces de travail.',
  agent_workspaces_none: 'Indique au moins un espace de travail, ou * pour tous.',

  public_key_private: 'C’est une clé privée. Garde-la pour toi et envoie la clé publique.',
  public_key_not_one: 'Ce n’est pas une clé publique. Colle-la au format JWK ou PEM.',
  public_key_unread: 'Cette clé publique est illisible.',
  public_key_not_signing: 'Ce n’est pas une clé publique de signature au format JWK.',
  public_keys_none: 'Indique au moins une clé.',
  public_keys_many: 'Cela fait plus de 5 clés.',
  public_keys_alike: 'Deux clés portent le même nom.',

  application_none: 'Cette application n’existe pas.',
  application_not_muted: 'Cette application peut déjà te demander ton accord.',
}
