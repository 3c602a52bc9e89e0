import { many } from '../../plural.js';
import type { UsageTexts } from '../../shape/usage.js';

export const usage: UsageTexts = {
  about: 'Модельдерге қанша сұрау кетті, не үшін және қаншаға түсті.',
  today: 'Бүгінгі токендер',
  ofLimit: (limit, share) => `${limit} лимиттің ${share}`,
  noLimit: 'Күндік лимит жоқ',
  spent:
    'Лимит таусылды: түн ортасына дейін модельсіз классификатор жауап береді, қалғаны менеджерлерге кетеді.',
  nearlySpent: 'Лимит таусылуға жақын. Таусылғанда модельсіз классификатор жауап береді.',
  changeLimit: 'Күндік лимитті өзгерту',
  calls: 'Сұраулар',
  failed: (count) => `оның ${new Intl.NumberFormat('kk').format(count)} сәтсіз`,
  noneFailed: 'бәрі сәтті',
  tokens: 'Токендер',
  perDay: (tokens) => `күніне орта есеппен ${tokens}`,
  cost: 'Құны',
  unknown: 'белгісіз',
  partlyKnown: (count) =>
    `бағасы берілмеген ${many('kk', count, { one: 'сұраусыз', other: 'сұраусыз' })} (OPENAI_PRICES)`,
  allKnown: 'берілген бағалар бойынша',
  byDay: 'Күндер бойынша токендер',
  tokensIn: 'Модель оқығаны',
  tokensOut: 'Модель жазғаны',
  limit: 'Күндік лимит',
  day: 'Күн',
  none: 'Бұл кезеңде модельдер сұралмады.',
  byUse: 'Неге жұмсалды',
  purpose: 'Не үшін',
  purposes: {
    classify: 'Не қалайтынын түсіну',
    answer: 'Жауап беру',
    summary: 'Қысқаша айту',
    transcribe: 'Дауысты мәтінге айналдыру',
  },
  model: 'Модель',
  version: 'Промпт нұсқасы',
  noVersion: 'нұсқасыз',
  conversations: 'Диалогтар',
  failedCalls: 'Сәтсіз',
  latency: 'Орташа уақыт',
};
