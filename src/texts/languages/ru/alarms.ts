import type { AlarmTexts } from '../../shape/alarms.js';

export const alarms: AlarmTexts = {
  kinds: {
    token_revoked: {
      problem: (subject) => `${subject}: Telegram больше не принимает токен.`,
      advice:
        'Сообщения не приходят и не уходят. Возьмите новый токен у @BotFather (/mybots → API Token), впишите его в файл клиента и примените файл.',
    },
    bot_removed: {
      problem: (subject) => `${subject}: бота там больше нет.`,
      advice:
        'Новые запросы не видны менеджерам, но ничего не потеряно: они появятся, когда бот вернётся. Добавьте бота в группу и сделайте его администратором.',
    },
    bot_not_admin: {
      problem: (subject) => `${subject}: бот больше не администратор.`,
      advice:
        'Он не видит обычных сообщений в темах и не может создавать новые. Откройте группу → Администраторы → добавьте бота с правом «Управление темами». До тех пор новые запросы появляются в общем чате, отвечайте там ответом на сообщение.',
    },
    topics_not_allowed: {
      problem: (subject) => `${subject}: боту нельзя управлять темами.`,
      advice:
        'Откройте группу → Администраторы → бот и включите «Управление темами». До тех пор новые запросы появляются в общем чате, отвечайте там ответом на сообщение.',
    },
    number_dropped: {
      problem: (subject) => `${subject}: номер отключён.`,
      advice: 'Сообщения не приходят и не уходят. Привяжите номер заново.',
    },
    model_failing: {
      problem: (subject) => `${subject}: не отвечает как положено.`,
      advice:
        'Бот отвечает без модели и чаще зовёт людей. Проверьте OPENAI_API_KEY, OPENAI_MODEL и счёт у поставщика; команда doctor --model скажет подробнее.',
    },
    tokens_short: {
      problem: (subject) => `${subject}: дневной лимит токенов почти исчерпан.`,
      advice: 'После него бот до завтра отвечает без модели. Лимит — daily_token_limit в файле клиента.',
    },
    tokens_spent: {
      problem: (subject) => `${subject}: дневной лимит токенов исчерпан.`,
      advice: 'До завтра бот отвечает без модели. Лимит — daily_token_limit в файле клиента.',
    },
  },
  subjects: {
    group: 'Группа менеджеров',
    managersBot: 'Бот группы менеджеров',
    model: 'Языковая модель',
    integration: (name) => `Подключение «${name}»`,
  },
  raised: ({ client }) => `⚠️ ${client}: нужна ваша помощь.`,
  still: ({ client }) => `⚠️ ${client}: это всё ещё не исправлено.`,
  mended: ({ client, problem }) => `✅ ${client}: снова в порядке. Было: ${problem}`,
};
