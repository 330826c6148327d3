import type { AgentsRefused } from './en.ts'

export const agentsRefused: AgentsRefused = {
  agent_none: 'Ese agente no existe.',
  agent_key_giver: 'Tú le diste sus claves a este agente. Tiene que responder otra persona.',
  agent_asks_more: 'Pide más de lo que tú puedes hacer. Tiene que responder otra persona.',
  question_over: 'Ya se ha respondido a esto, o se ha acabado el tiempo.',

  agents_closed: 'Aquí nadie puede registrar agentes.',
  agents_full: (most) => `Has llegado al máximo de agentes: ${most}. Quita uno que ya no se use.`,
  agents_of_tenant_full: (most) =>
    `Se ha llegado al máximo de agentes comunes: ${most}. Quita uno que ya no se use.`,

  scope_not_yours: (scope) => `No puedes dar este permiso: ${scope}`,
  agent_scope_form: 'Esto no es un permiso. Escríbelo así: reports:read',
  agent_scopes_many: 'Son más de 50 permisos.',
  agent_scopes_none: 'Elige al menos un permiso.',
  agent_action_form: 'Esto no es un trabajo. Escríbelo así: docs:write, o docs:* para todo lo de docs',
  agent_actions_many: 'Son más de 50 trabajos.',
  agent_actions_none: 'Indica al menos un trabajo.',
  agent_place_form: 'Un nombre solo tiene letras, cifras y _ . : / -, o es *',
  agent_workspaces_many: 'Son más de 50 espacios de trabajo.',
  agent_workspaces_none: 'Indica al menos un espacio de trabajo, o * para todos.',

  public_key_private: 'Esta es una clave privada. Guárdala y envía la pública.',
  public_key_not_one: 'Esto no es una clave pública. Pégala como JWK o PEM.',
  public_key_unread: 'Esta clave pública no se puede leer.',
  public_key_not_signing: 'Esto no es una clave pública para firmas en forma de JWK.',
  public_keys_none: 'Indica al menos una clave.',
  public_keys_many: 'Son más de 5 claves.',
  public_keys_alike: 'Dos claves tienen el mismo nombre.',

  application_none: 'Esa aplicación no existe.',
  application_not_muted: 'Esta aplicación ya puede preguntarte.',
}
