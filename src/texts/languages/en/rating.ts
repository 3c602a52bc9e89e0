import type { RatingTexts } from '../../shape/rating.js';

export const rating: RatingTexts = {
  thanks: (stars) => `Thank you! Your rating: ${stars} ⭐`,
  tooLate: 'This can no longer be rated. If you have a question, just write here.',
  onCard: (stars) => `⭐ Rated by the customer: ${stars} of 5`,
};
