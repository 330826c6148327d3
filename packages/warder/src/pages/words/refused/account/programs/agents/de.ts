import type { AgentsRefused } from './en.ts'

export const agentsRefused: AgentsRefused = {
  agent_none: 'Diesen Agenten gibt es nicht.',
  agent_key_giver: 'Du hast diesem Agenten seine Schlüssel gegeben. Jemand anderes muss antworten.',
  agent_asks_more: 'Er fragt nach mehr, als du selbst darfst. Jemand anderes muss antworten.',
  question_over: 'Das wurde schon beantwortet, oder die Zeit dafür ist abgelaufen.',

  agents_closed: 'Hier kann niemand Agenten anlegen.',
  agents_full: (most) =>
    `Du hast ${most} Agenten, und mehr geht nicht. Entferne einen, der nicht mehr gebraucht wird.`,
  agents_of_tenant_full: (most) =>
    `Mehr gemeinsame Agenten gehen hier nicht, höchstens ${most}. Entferne einen, der nicht mehr gebraucht wird.`,

  scope_not_yours: (scope) => `Diese Berechtigung kannst du nicht vergeben: ${scope}`,
  agent_scope_form: 'Das ist keine Berechtigung. Schreib sie so: reports:read',
  agent_scopes_many: 'Das sind mehr als 50 Berechtigungen.',
  agent_scopes_none: 'Wähle mindestens eine Berechtigung.',
  agent_action_form: 'Das ist keine Arbeit. Schreib sie so: docs:write, oder docs:* für alles an docs',
  agent_actions_many: 'Das sind mehr als 50 Arbeiten.',
  agent_actions_none: 'Nenne mindestens eine Arbeit.',
  agent_place_form: 'Ein Name hat nur Buchstaben, Ziffern und _ . : / - oder ist ein *',
  agent_workspaces_many: 'Das sind mehr als 50 Arbeitsbereiche.',
  agent_workspaces_none: 'Nenne mindestens einen Arbeitsbereich, oder * für alle.',

  public_key_private: 'Das ist ein privater Schlüssel. Behalte ihn für dich und schick den öffentlichen.',
  public_key_not_one: 'Das ist kein öffentlicher Schlüssel. Füge ihn als JWK oder PEM ein.',
  public_key_unread: 'Dieser öffentliche Schlüssel lässt sich nicht lesen.',
  public_key_not_signing: 'Das ist kein öffentlicher Schlüssel für Signaturen in Form eines JWK.',
  public_keys_none: 'Füge mindestens einen Schlüssel ein.',
  public_keys_many: 'Das sind mehr als 5 Schlüssel.',
  public_keys_alike: 'Zwei Schlüssel haben denselben Namen.',

  application_none: 'Diese Anwendung gibt es nicht.',
  application_not_muted: 'Diese Anwendung darf dich bereits fragen.',
}
