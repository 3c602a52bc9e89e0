import { z } from 'zod';

/** A point on the map; a place that has a name comes with it. */
const location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  title: z.string().optional(),
  address: z.string().optional(),
});

/** Somebody's number, as it stands in an address book. */
const contact = z.object({
  phone_number: z.string().min(1),
  first_name: z.string(),
  last_name: z.string().optional(),
});

/** The advertisement a user came from, as its messenger names it. */
const ad = z.object({ title: z.string(), url: z.string() });

/** What a message holds that is neither text nor file, as data; kept in `messages.entities`. */
export const messageDetails = z.object({
  location: location.optional(),
  contact: contact.optional(),
  /** Beside whatever else it holds. */
  ad: ad.optional(),
});

export type MessageDetails = z.infer<typeof messageDetails>;

/** @returns the details in a column, or none: rows of a kind that has none hold other things there, or nothing. */
export function detailsIn(column: unknown): MessageDetails {
  return messageDetails.safeParse(column).data ?? {};
}

/** Details in one line that needs no language: "Кофейня, Абая 10 (43.2389, 76.8897)", "Анна К., +77010000000". */
export function detailsInWords({ location: place, contact: person }: MessageDetails): string | null {
  if (place) {
    const named = [place.title, place.address].filter(Boolean).join(', ');
    const point = `${place.latitude}, ${place.longitude}`;
    return named === '' ? point : `${named} (${point})`;
  }
  if (!person) return null;
  const name = [person.first_name, person.last_name].filter(Boolean).join(' ');
  return [name, person.phone_number].filter(Boolean).join(', ');
}
