import { many } from '../../plural.js';
import type { UsageTexts } from '../../shape/usage.js';

export const usage: UsageTexts = {
  about: 'Сколько запросов ушло моделям, на что и во что это обошлось.',
  today: 'Токены за сегодня',
  ofLimit: (limit, share) => `${share} от лимита в ${limit}`,
  noLimit: 'Дневного лимита нет',
  spent: 'Лимит исчерпан: до полуночи отвечает классификатор без модели, остальное идёт менеджерам.',
  nearlySpent: 'Лимит почти исчерпан. Когда он кончится, ответит классификатор без модели.',
  changeLimit: 'Изменить дневной лимит',
  calls: 'Запросы',
  failed: (count) =>
    `из них ${many('ru', count, { one: 'не удался', few: 'не удались', other: 'не удались' })}`,
  noneFailed: 'все удались',
  tokens: 'Токены',
  perDay: (tokens) => `в среднем ${tokens} в день`,
  cost: 'Стоимость',
  unknown: 'неизвестна',
  partlyKnown: (count) =>
    `без ${many('ru', count, { one: 'запроса', few: 'запросов', other: 'запросов' })}, цена которых не задана (OPENAI_PRICES)`,
  allKnown: 'по заданным ценам',
  byDay: 'Токены по дням',
  tokensIn: 'Прочитано моделью',
  tokensOut: 'Написано моделью',
  limit: 'Дневной лимит',
  day: 'День',
  none: 'В этот период моделей не спрашивали.',
  byUse: 'На что ушло',
  purpose: 'Зачем',
  purposes: {
    classify: 'Понять, чего хотят',
    answer: 'Ответить',
    summary: 'Кратко пересказать',
    transcribe: 'Расшифровать голосовое',
  },
  model: 'Модель',
  version: 'Версия промпта',
  noVersion: 'без версии',
  conversations: 'Диалоги',
  failedCalls: 'Неудачи',
  latency: 'Среднее время',
};
