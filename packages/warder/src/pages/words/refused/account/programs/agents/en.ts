/** Why something was not done with agents, or with what applications ask; see `../../../sign-in/en.ts`. */
export const agentsRefused = {
  agent_none: 'There is no such agent.',
  agent_key_giver: 'You gave this agent its keys. Somebody else has to answer.',
  agent_asks_more: 'It asks for more than you may do yourself. Somebody else has to answer.',
  question_over: 'This was answered already, or its time is over.',

  agents_closed: 'Nobody can register agents here.',
  agents_full: (most: number) =>
    `You have ${most} agents, and that is the most. Remove one that is no longer used.`,
  agents_of_tenant_full: (most: number) =>
    `The tenant has ${most} agents, and that is the most. Remove one that is no longer used.`,

  scope_not_yours: (scope: string) => `is not yours to give: ${scope}`,
  agent_scope_form: 'is no scope: write it like reports:read',
  agent_scopes_many: 'has more than 50 scopes',
  agent_scopes_none: 'needs at least one scope',
  agent_action_form: 'is no action: write it like docs:write, or docs:* for all of docs',
  agent_actions_many: 'has more than 50 actions',
  agent_actions_none: 'needs at least one action',
  agent_place_form: 'is a name of letters, digits and _ . : / -, or *',
  agent_workspaces_many: 'has more than 50 workspaces',
  agent_workspaces_none: 'needs at least one workspace, or * for all',

  public_key_private: 'is a private key: keep it, and send the public one',
  public_key_not_one: 'is no public key: paste a JWK or PEM',
  public_key_unread: 'is no public key that can be read',
  public_key_not_signing: 'is no public key for signatures, in the form of a JWK',
  public_keys_none: 'needs at least one key',
  public_keys_many: 'has more than 5 keys',
  public_keys_alike: 'names two keys alike',

  application_none: 'There is no such application.',
  application_not_muted: 'This application may ask you.',
}

export type AgentsRefused = typeof agentsRefused
