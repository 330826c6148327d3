import { key, keyIn, person, type Presets } from '../preset.ts'

export const intelligence: Presets = {
  openai: {
    docs: 'https://platform.openai.com/docs/api-reference/authentication',
    base: { baseUrl: 'https://api.openai.com/v1' },
    ways: key,
  },
  anthropic: {
    docs: 'https://docs.anthropic.com/en/api/overview',
    base: { baseUrl: 'https://api.anthropic.com/v1', headers: { 'anthropic-version': '2023-06-01' } },
    ways: keyIn('x-api-key'),
  },
  gemini: {
    docs: 'https://ai.google.dev/gemini-api/docs/api-key',
    base: { baseUrl: 'https://generativelanguage.googleapis.com/v1beta' },
    ways: keyIn('x-goog-api-key'),
  },
  'azure-openai': {
    docs: 'https://learn.microsoft.com/en-us/azure/ai-services/openai/reference',
    base: { baseUrl: 'https://{resource}.openai.azure.com/openai' },
    ways: keyIn('api-key'),
  },
  mistral: {
    docs: 'https://docs.mistral.ai/api/',
    base: { baseUrl: 'https://api.mistral.ai/v1' },
    ways: key,
  },
  cohere: {
    docs: 'https://docs.cohere.com/reference/about',
    base: { baseUrl: 'https://api.cohere.com/v2' },
    ways: key,
  },
  groq: {
    docs: 'https://console.groq.com/docs/api-reference',
    base: { baseUrl: 'https://api.groq.com/openai/v1' },
    ways: key,
  },
  deepseek: {
    docs: 'https://api-docs.deepseek.com/',
    base: { baseUrl: 'https://api.deepseek.com' },
    ways: key,
  },
  openrouter: {
    docs: 'https://openrouter.ai/docs/api-reference/authentication',
    base: { baseUrl: 'https://openrouter.ai/api/v1' },
    ways: key,
  },
  perplexity: {
    docs: 'https://docs.perplexity.ai/',
    base: { baseUrl: 'https://api.perplexity.ai' },
    ways: key,
  },
  xai: {
    docs: 'https://docs.x.ai/docs/api-reference',
    base: { baseUrl: 'https://api.x.ai/v1' },
    ways: key,
  },
  together: {
    docs: 'https://docs.together.ai/reference/authentication-1',
    base: { baseUrl: 'https://api.together.xyz/v1' },
    ways: key,
  },
  huggingface: {
    docs: 'https://huggingface.co/docs/hub/oauth',
    base: { baseUrl: 'https://huggingface.co/api' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://huggingface.co/oauth/authorize',
        token: 'https://huggingface.co/oauth/token',
        device: 'https://huggingface.co/oauth/device',
      }),
    },
  },
  replicate: {
    docs: 'https://replicate.com/docs/reference/http',
    base: { baseUrl: 'https://api.replicate.com/v1' },
    ways: key,
  },
  elevenlabs: {
    docs: 'https://elevenlabs.io/docs/api-reference/authentication',
    base: { baseUrl: 'https://api.elevenlabs.io/v1' },
    ways: keyIn('xi-api-key'),
  },
  deepl: {
    docs: 'https://developers.deepl.com/docs/getting-started/auth',
    base: { baseUrl: 'https://api.deepl.com/v2' },
    ways: keyIn('Authorization', 'DeepL-Auth-Key'),
  },
  pinecone: {
    docs: 'https://docs.pinecone.io/reference/api/authentication',
    base: { baseUrl: 'https://api.pinecone.io' },
    ways: keyIn('Api-Key'),
  },
}
