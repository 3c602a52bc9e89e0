/** Stands in the address where a client's name would: no client is called that. */
export const ownPlace = '-';

/** The parts of an address below `/panel`: `/coffee-point/conversations/7f…` or `/-/clients`. */
export function partsOf(path: string): { slug: string; name: string; rest: string } {
  const [, slug = '', name = '', ...rest] = path.split('/');
  return { slug, name, rest: rest.join('/') };
}
