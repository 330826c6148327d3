/** Where the key of an API may go in a request. */
export const keyPlaces = ['header', 'query', 'cookie', 'basic-username', 'basic-password'] as const
