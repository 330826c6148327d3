/** What Warder calls its session cookie: over https, and on http://localhost. */
export const sessionCookies = ['__Host-warder_session', 'warder_session'] as const
