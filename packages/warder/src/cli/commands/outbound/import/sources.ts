/** Programs whose credentials can be taken over. */
export const importSources = ['gh', 'aws', 'az', 'gcloud', 'netrc', 'env'] as const

export type ImportSource = (typeof importSources)[number]
