import { keyIn, keyInQuery, type Presets } from '../preset.ts'

/** Data for everybody: keys that count rather than protect, which is why they may stand in addresses. */
export const open: Presets = {
  'google-maps': {
    docs: 'https://developers.google.com/maps/documentation/geocoding/get-api-key',
    base: { baseUrl: 'https://maps.googleapis.com/maps/api' },
    ways: keyInQuery('key'),
  },
  mapbox: {
    docs: 'https://docs.mapbox.com/api/guides/#access-tokens-and-token-scopes',
    base: { baseUrl: 'https://api.mapbox.com' },
    ways: keyInQuery('access_token'),
  },
  openweather: {
    docs: 'https://openweathermap.org/appid',
    base: { baseUrl: 'https://api.openweathermap.org/data/2.5' },
    ways: keyInQuery('appid'),
  },
  nasa: {
    docs: 'https://api.nasa.gov/',
    base: { baseUrl: 'https://api.nasa.gov' },
    ways: keyInQuery('api_key'),
  },
  alphavantage: {
    docs: 'https://www.alphavantage.co/documentation/',
    base: { baseUrl: 'https://www.alphavantage.co' },
    ways: keyInQuery('apikey'),
  },
  newsapi: {
    docs: 'https://newsapi.org/docs/authentication',
    base: { baseUrl: 'https://newsapi.org/v2' },
    ways: keyIn('X-Api-Key'),
  },
}
