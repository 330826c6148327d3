import { CliError } from '../../../failure.ts'
import type { Imported, ImportOptions } from './imported.ts'

/** Variables that the providers' own documentation and SDKs name. */
// oxfmt-ignore
const variables: readonly (readonly [variable: string, provider: string])[] = [
  ['OPENAI_API_KEY', 'openai'],        ['ANTHROPIC_API_KEY', 'anthropic'], ['MISTRAL_API_KEY', 'mistral'],
  ['GROQ_API_KEY', 'groq'],            ['COHERE_API_KEY', 'cohere'],       ['CO_API_KEY', 'cohere'],
  ['DEEPSEEK_API_KEY', 'deepseek'],    ['OPENROUTER_API_KEY', 'openrouter'], ['PERPLEXITY_API_KEY', 'perplexity'],
  ['HF_TOKEN', 'huggingface'],         ['REPLICATE_API_TOKEN', 'replicate'], ['TOGETHER_API_KEY', 'together'],
  ['ELEVENLABS_API_KEY', 'elevenlabs'], ['XAI_API_KEY', 'xai'],            ['GEMINI_API_KEY', 'gemini'],
  ['GITHUB_TOKEN', 'github'],          ['GH_TOKEN', 'github'],             ['GITLAB_TOKEN', 'gitlab'],
  ['LINEAR_API_KEY', 'linear'],        ['SENTRY_AUTH_TOKEN', 'sentry'],    ['CIRCLE_TOKEN', 'circleci'],
  ['NPM_TOKEN', 'npm'],                ['SNYK_TOKEN', 'snyk'],             ['POSTMAN_API_KEY', 'postman'],
  ['CLOUDFLARE_API_TOKEN', 'cloudflare'], ['DIGITALOCEAN_ACCESS_TOKEN', 'digitalocean'], ['HEROKU_API_KEY', 'heroku'],
  ['VERCEL_TOKEN', 'vercel'],          ['NETLIFY_AUTH_TOKEN', 'netlify'],  ['RENDER_API_KEY', 'render'],
  ['FASTLY_API_TOKEN', 'fastly'],      ['SUPABASE_ACCESS_TOKEN', 'supabase'], ['NEW_RELIC_API_KEY', 'newrelic'],
  ['DD_API_KEY', 'datadog'],           ['STRIPE_SECRET_KEY', 'stripe'],    ['STRIPE_API_KEY', 'stripe'],
  ['SENDGRID_API_KEY', 'sendgrid'],    ['RESEND_API_KEY', 'resend'],       ['POSTMARK_SERVER_TOKEN', 'postmark'],
  ['SLACK_BOT_TOKEN', 'slack'],        ['DISCORD_TOKEN', 'discord'],       ['NOTION_TOKEN', 'notion'],
  ['AIRTABLE_API_KEY', 'airtable'],    ['ASANA_ACCESS_TOKEN', 'asana'],    ['FIGMA_TOKEN', 'figma'],
]

/** Keys that are in the environment. They are named and not copied, so that whoever sets them goes on doing so. */
export async function fromEnv({ env }: ImportOptions): Promise<Imported[]> {
  const { findPreset } = await import('@warder/outbound')
  const found = variables.filter(([variable, provider]) => {
    const preset = findPreset(provider)
    // One that wants a variable of its own cannot be guessed.
    const base = preset?.base['baseUrl']
    const filled =
      preset?.base['variables'] !== undefined || (typeof base === 'string' && !base.includes('{'))
    return Boolean(env[variable]) && preset && filled && Object.hasOwn(preset.ways, 'api-key')
  })
  const once = found.filter(([, provider], at) => found.findIndex(([, other]) => other === provider) === at)
  if (once.length === 0)
    throw new CliError('not_found', 'No variable with a key of a provider that is known is set.')
  return once.map(([variable, provider]) => ({
    name: provider,
    fields: { use: provider, type: 'api-key', key: `env:${variable}` },
  }))
}
