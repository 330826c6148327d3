import { area, checkbox, choice, field, focusOn, form, submit, type Errors } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import { brandName } from '../../layout.ts'
import { errorSummary, notice } from '../../notice.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'
import { scopeBoxes } from '../scope-boxes.ts'

export const newAgentFields = [
  'name',
  'purpose',
  'scopes',
  'actions',
  'sensitive_actions',
  'workspaces',
  'public_keys',
] as const
export type NewAgentField = (typeof newAgentFields)[number]

export type NewAgentView = AccountFrame & {
  /** What the person may give to an agent. */
  scopes: readonly string[]
  /** Whether they may register agents of the tenant as well. */
  ours: boolean
  values: Partial<Record<Exclude<NewAgentField, 'scopes'>, string>> & {
    scopes?: readonly string[]
    on_behalf_of_owner?: boolean
    owner?: string
  }
  errors: Errors<NewAgentField>
  /** What was wrong and concerns no field. */
  whole?: string | undefined
}

const labels = {
  name: 'Name',
  purpose: 'What is it for?',
  scopes: 'What may it do?',
  actions: 'For which work?',
  sensitive_actions: 'What is to be asked about each time?',
  workspaces: 'Where?',
  public_keys: 'Its public key',
} as const satisfies Record<NewAgentField, string>

/** `/account/agents/new`: posts to `/account/agents`. */
export function newAgentPage(view: NewAgentView): string {
  const { values, errors, scopes } = view
  const failed = Object.values(errors).some(Boolean)
  return accountLayout(
    view,
    {
      path: '/account/agents',
      title: 'New agent',
      lead: 'Allow as little as its work needs. You see what it did, and can stop it at any time.',
      failed: failed || view.whole !== undefined,
    },
    html`${view.whole !== undefined && notice('bad', view.whole)} ${errorSummary(view.words, errors, labels)}
    ${
      scopes.length === 0
        ? section('The agent', nothing('There is nothing here yet that you could let an agent do.'))
        : section('The agent', html`<div class="pad">${form('/account/agents', view, fields(view))}</div>`)
    }
      <p><a href="/account/agents">Cancel</a></p>`,
  )

  function fields(shown: NewAgentView): Html[] {
    const focus = focusOn(errors, newAgentFields, 'name')
    const line = { type: 'text', autocomplete: 'off', enterkeyhint: 'next' } as const
    return [
      field({
        ...line,
        name: 'name',
        label: labels.name,
        value: values.name,
        hint: 'Such as “Librarian”, so that you know it again.',
        error: errors.name,
        required: true,
        autofocus: focus === 'name',
      }),
      field({
        ...line,
        name: 'purpose',
        label: labels.purpose,
        value: values.purpose,
        hint: 'In a few words, such as “Keeps my notes in order”.',
        error: errors.purpose,
        autofocus: focus === 'purpose',
        required: true,
      }),
      ...(shown.ours
        ? [
            choice({
              name: 'owner',
              label: 'Whose is it?',
              options: [
                { value: 'person', label: 'Mine' },
                { value: 'tenant', label: `It belongs to ${brandName(shown)}` },
              ],
              value: values.owner ?? 'person',
              hint: 'What belongs to everybody stays when you leave. You give it its key, so somebody else answers what it asks.',
            }),
          ]
        : []),
      scopeBoxes(shown, focus === 'scopes'),
      field({
        ...line,
        name: 'actions',
        label: labels.actions,
        value: values.actions,
        hint: 'Names with spaces between them, as the program says them: notes:sort, or notes:* for everything about notes.',
        error: errors.actions,
        autofocus: focus === 'actions',
        required: true,
      }),
      field({
        ...line,
        name: 'sensitive_actions',
        label: `${labels.sensitive_actions} (optional)`,
        value: values.sensitive_actions,
        hint: 'Names like those above, such as notes:delete. It gets nothing for that work before somebody has said yes.',
        error: errors.sensitive_actions,
        autofocus: focus === 'sensitive_actions',
      }),
      field({
        ...line,
        name: 'workspaces',
        label: labels.workspaces,
        value: values.workspaces ?? '*',
        hint: 'The workspaces or projects that it may work in, with spaces between them, or * for all.',
        error: errors.workspaces,
        autofocus: focus === 'workspaces',
        required: true,
      }),
      checkbox({
        name: 'on_behalf_of_owner',
        label: shown.ours ? 'It may also act in somebody’s name' : 'It may also act in my name',
        ticked: values.on_behalf_of_owner ?? false,
      }),
      area({
        name: 'public_keys',
        label: labels.public_keys,
        rows: 5,
        value: values.public_keys,
        hint: html`The program makes a pair of keys and keeps the private one. Paste the public one, as JWK or PEM:
          <code>openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out agent.pem</code>, then
          <code>openssl pkey -in agent.pem -pubout</code>.`,
        error: errors.public_keys,
        autofocus: focus === 'public_keys',
        required: true,
      }),
      submit('Add the agent'),
    ]
  }
}
