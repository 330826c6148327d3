/** The id in the store of what a person signed in to, for a credential of a configuration. */
export const grantId = (name: string): string => `grant/${name}`
