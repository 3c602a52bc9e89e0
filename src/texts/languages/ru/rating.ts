import type { RatingTexts } from '../../shape/rating.js';

export const rating: RatingTexts = {
  thanks: (stars) => `Спасибо! Ваша оценка: ${stars} ⭐`,
  tooLate: 'Поставить оценку уже нельзя. Если есть вопрос, просто напишите сюда.',
  onCard: (stars) => `⭐ Оценка клиента: ${stars} из 5`,
};
