/** Services that write themselves in another way than their name in addresses does. */
const spellings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    circleci: 'CircleCI',
    clickup: 'ClickUp',
    deepl: 'DeepL',
    deepseek: 'DeepSeek',
    digitalocean: 'DigitalOcean',
    elevenlabs: 'ElevenLabs',
    github: 'GitHub',
    gitlab: 'GitLab',
    hubspot: 'HubSpot',
    launchdarkly: 'LaunchDarkly',
    linkedin: 'LinkedIn',
    nasa: 'NASA',
    npm: 'npm',
    openai: 'OpenAI',
    openrouter: 'OpenRouter',
    openweather: 'OpenWeather',
    paypal: 'PayPal',
    sendgrid: 'SendGrid',
    tiktok: 'TikTok',
    xai: 'xAI',
  }),
)

/** What a service is called on pages of which nothing but the name is known: `acme-notes` is Acme Notes. */
export const titled = (name: string): string =>
  name
    .split('-')
    .map((word) => spellings.get(word) ?? word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ')
