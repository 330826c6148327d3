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

/** `/account/agents/new`: posts to `/account/agents`. */
export function newAgentPage(view: NewAgentView): string {
  const { values, errors, scopes, words } = view
  const said = words.account.agents.new
  const labels: Record<NewAgentField, string> = said.labels
  const failed = Object.values(errors).some(Boolean)
  return accountLayout(
    view,
    {
      path: '/account/agents',
      title: said.title,
      lead: said.lead,
      failed: failed || view.whole !== undefined,
    },
    html`${view.whole !== undefined && notice('bad', view.whole)} ${errorSummary(words, errors, labels)}
    ${
      scopes.length === 0
        ? section(said.section, nothing(said.nothingToAllow))
        : section(said.section, html`<div class="pad">${form('/account/agents', view, fields(view))}</div>`)
    }
      <p><a href="/account/agents">${words.account.rows.cancel}</a></p>`,
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
        hint: said.nameHint,
        error: errors.name,
        required: true,
        autofocus: focus === 'name',
      }),
      field({
        ...line,
        name: 'purpose',
        label: labels.purpose,
        value: values.purpose,
        hint: said.purposeHint,
        error: errors.purpose,
        autofocus: focus === 'purpose',
        required: true,
      }),
      ...(shown.ours
        ? [
            choice({
              name: 'owner',
              label: said.owner,
              options: [
                { value: 'person', label: said.mine },
                { value: 'tenant', label: said.ofTenant(brandName(shown)) },
              ],
              value: values.owner ?? 'person',
              hint: said.ownerHint,
            }),
          ]
        : []),
      scopeBoxes(shown, focus === 'scopes'),
      field({
        ...line,
        name: 'actions',
        label: labels.actions,
        value: values.actions,
        hint: said.actionsHint,
        error: errors.actions,
        autofocus: focus === 'actions',
        required: true,
      }),
      field({
        ...line,
        name: 'sensitive_actions',
        label: `${labels.sensitive_actions} ${words.everyPage.optional}`,
        value: values.sensitive_actions,
        hint: said.sensitiveHint,
        error: errors.sensitive_actions,
        autofocus: focus === 'sensitive_actions',
      }),
      field({
        ...line,
        name: 'workspaces',
        label: labels.workspaces,
        value: values.workspaces ?? '*',
        hint: said.workspacesHint,
        error: errors.workspaces,
        autofocus: focus === 'workspaces',
        required: true,
      }),
      checkbox({
        name: 'on_behalf_of_owner',
        label: shown.ours ? said.inAName : said.inMyName,
        ticked: values.on_behalf_of_owner ?? false,
      }),
      area({
        name: 'public_keys',
        label: labels.public_keys,
        rows: 5,
        value: values.public_keys,
        hint: said.keyHint(
          'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out agent.pem',
          'openssl pkey -in agent.pem -pubout',
        ),
        error: errors.public_keys,
        autofocus: focus === 'public_keys',
        required: true,
      }),
      submit(said.submit),
    ]
  }
}
