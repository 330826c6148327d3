const countries = new Intl.DisplayNames('en', { type: 'region' })

/** "Lyon, France", or the country alone. `country` is its two letters. */
export function placeName({ city, country }: { city: string | null; country: string }): string {
  const name = countries.of(country) ?? country
  return city === null ? name : `${city}, ${name}`
}
