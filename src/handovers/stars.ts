/** What a user thinks of how their request was dealt with: 1 is the worst, 5 the best. */
export type Stars = 1 | 2 | 3 | 4 | 5;

/** All of them, the worst first. */
export const allStars: readonly Stars[] = [1, 2, 3, 4, 5];

/** How long a user may rate a request after being asked. */
export const ratingHours = 24;

/** What may stand around a lone digit without saying anything more: full stops, brackets, pictures, the frame of 5️⃣. */
const around =
  /\s|[.,!…()+*"'«»“”:;=-]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F}|\u{20E3}|\u{200D}/gu;
const onlyStars = /^(?:[⭐🌟]\uFE0F?\s*){1,5}$/u;

/**
 * What a message rates, if it is no more than a rating: a lone digit from 1 to 5 ("5", "5!", "5️⃣", "4 👍"), or as many
 * stars. "5 minutes" is none, neither are "4.5", "45" and "5?".
 */
export function starsSaid(text: string): Stars | null {
  if (onlyStars.test(text.trim())) return starsOf(text.match(/[⭐🌟]/gu)?.length ?? 0);
  const said = text.normalize('NFKC').replace(around, '');
  return said.length === 1 ? starsOf(Number(said)) : null;
}

/** @returns null for what is no rating */
export function starsOf(value: unknown): Stars | null {
  return allStars.find((stars) => stars === value) ?? null;
}
