import type { RatingTexts } from '../../shape/rating.js';

export const rating: RatingTexts = {
  thanks: (stars) => `Рахмет! Сіздің бағаңыз: ${stars} ⭐`,
  tooLate: 'Енді баға қоюға болмайды. Сұрағыңыз болса, осында жаза беріңіз.',
  onCard: (stars) => `⭐ Клиенттің бағасы: ${stars} / 5`,
};
