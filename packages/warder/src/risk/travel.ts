import type { Seconds } from '@warder/protocol'
import type { Place } from './place.ts'

export type Stay = { place: Place | undefined; at: Seconds }

/** Of an airliner. */
const fastest_kmh = 900
/** Less is no journey: a database knows where a network is, and people move between networks in one town. */
const nearby_km = 100
/** How wrong a place may be where the database does not say it. */
const unsaid_km = 100

/**
 * Whether nobody can have been at both places: they are farther apart than an airliner flies in the time between. The
 * doubt of both places is taken off the distance first. False when either place has no coordinates.
 */
export function isImpossible(before: Stay, now: Stay): boolean {
  if (!before.place || !now.place) return false
  const distance = distanceKm(before.place, now.place)
  if (distance === undefined) return false
  const certain = distance - (before.place.accuracy_km ?? unsaid_km) - (now.place.accuracy_km ?? unsaid_km)
  const hours = Math.max(0, now.at - before.at) / 3600
  return certain > nearby_km && certain > hours * fastest_kmh
}

/** Along the great circle of a sphere (haversine): within 0.6 percent of the true distance. */
export function distanceKm(a: Place, b: Place): number | undefined {
  if (a.latitude === undefined || a.longitude === undefined) return undefined
  if (b.latitude === undefined || b.longitude === undefined) return undefined
  const [from, to] = [radians(a.latitude), radians(b.latitude)]
  const half =
    Math.sin((to - from) / 2) ** 2 +
    Math.cos(from) * Math.cos(to) * Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(half)))
}

const radians = (degrees: number) => (degrees * Math.PI) / 180
