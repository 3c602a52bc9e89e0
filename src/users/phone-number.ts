import { getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';

/** What Intl knows of a country: the property became a method in later versions of Node.js. */
type ZonesOf = { timeZones?: string[]; getTimeZones?: () => string[] };

/** So many groups of digits a number is written in at most: +7 (701) 000 00 01. */
const mostGroups = 7;

const countries = new Map<string, CountryCode | null>();

/**
 * A phone number as people write it, in E.164: `+77010000001`. Without its country it is read as one of the country that
 * the client's time zone is of.
 *
 * @param timezone of the client, e.g. `Asia/Almaty`
 * @returns null for what is no number that could be called
 */
export function parsePhone(text: string, timezone: string): string | null {
  const country = countryOf(timezone);
  // Letters would be read as the keys they stand on.
  if (!/^[+\d\s()./-]+$/.test(text.trim())) return null;
  const parsed = parsePhoneNumberFromString(text.trim(), country ? { defaultCountry: country } : {});
  return parsed?.isValid() ? parsed.number : null;
}

/**
 * A number at the beginning of a text, and the text behind it: `+7 701 000-00-01 Good day`. Of what could be read in several
 * ways the longest number counts.
 *
 * @returns null when it begins with no number
 */
export function phoneBefore(text: string, timezone: string): { phone: string; rest: string } | null {
  const ends = [...text.trim().matchAll(/\S+/g)].map(({ index, 0: word }) => index + word.length);
  for (const end of ends.slice(0, mostGroups).toReversed()) {
    const phone = parsePhone(text.trim().slice(0, end), timezone);
    if (phone) return { phone, rest: text.trim().slice(end).trim() };
  }
  return null;
}

/** The country whose time a client keeps; null when that is no country's, e.g. UTC. */
function countryOf(timezone: string): CountryCode | null {
  const known = countries.get(timezone);
  if (known !== undefined) return known;
  const found = getCountries().find((country) => zonesOf(country).includes(timezone)) ?? null;
  countries.set(timezone, found);
  return found;
}

function zonesOf(country: CountryCode): readonly string[] {
  const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & ZonesOf;
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
