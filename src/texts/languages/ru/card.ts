import type { ButtonTexts, CardTexts, HandingOnTexts, PressTexts, ReminderTexts } from '../../shape/card.js';

export const card: CardTexts = {
  titles: {
    pending: '🔔 Новый запрос',
    active: '💬 В работе',
    resolved: '✅ Решено',
    bot_handling: '🤖 Снова отвечает бот',
    timeout: '⌛ Закрыто по времени',
  },
  labels: {
    who: 'Клиент',
    phone: 'Телефон',
    messenger: 'Откуда',
    reason: 'Почему',
    summary: 'Коротко',
    lastMessage: 'Сообщение',
  },
  reasons: {
    intent: 'такие вопросы решает человек',
    low_confidence: 'бот не понял, о чём речь',
    no_count: 'ответы бота не помогли',
    out_of_scope: 'вопрос не по теме бота',
    media: 'голосовое, фото, файл или место на карте без текста',
    asked_for_human: 'просит позвать человека',
    keyword: 'сработало ключевое слово',
    manual: 'менеджер открыл сам',
    phone: 'ответили с телефона',
    model_failure: 'бот временно не справляется',
    stale: 'сообщение долго лежало без ответа',
    loop: 'похоже, здесь пишет другой бот',
  },
  waiting: (duration) => `Ждёт ${duration}`,
  answered: 'Никто не ждёт: последний ответ за нами',
  takenBy: ({ name, time }) => `Отвечает ${name}, с ${time}`,
  hadBeenTakenBy: ({ name, time }) => `Взято: ${name}, ${time}`,
  resolvedBy: ({ name, time }) => `Решено: ${name}, ${time}`,
  returnedBy: ({ name, time }) => `Вернули боту: ${name}, ${time}`,
  closedByTime: ({ time }) => `Закрылось само в ${time}`,
  endedAt: ({ time }) => `Завершено в ${time}`,
  closedHours: (opensAt) => `Сейчас нерабочее время, откроетесь ${opensAt}`,
  blocked: '🚫 Написать не получится: клиент заблокировал бота',
  nameless: 'Без имени',
  phoneOwner: 'с телефона',
};

export const buttons: ButtonTexts = {
  take: 'Беру',
  resolve: 'Решено',
  toBot: 'Вернуть боту',
  handOn: 'Передать',
  handToMe: 'Себе',
  handToQueue: 'В очередь',
  handMore: 'Ещё ▸',
  handBack: '◂ Назад',
  takeAndSend: 'Беру и отправить',
  reclaimAndSend: 'Забрать и отправить',
  sendAgain: 'Отправить ещё раз',
  askForHuman: 'Позвать человека',
};

export const press: PressTexts = {
  youHaveIt: 'Запрос ваш. Пишите в тему, клиент всё увидит.',
  youHaveItByReply:
    'Запрос ваш. Отвечайте ответом на карточку или на сообщение клиента, и клиент всё увидит.',
  alreadyYours: 'Этот запрос уже у вас.',
  takenBy: ({ name, time }) => `Вас опередили: с ${time} отвечает ${name}.`,
  endedBy: ({ name, time }) => `Уже завершено: ${name}, ${time}.`,
  alreadyEnded: 'Этот запрос уже завершён.',
  resolved: 'Готово, запрос решён.',
  returned: 'Дальше снова отвечает бот.',
  queued: 'Запрос снова в очереди.',
  sent: 'Отправляю клиенту.',
  alreadySent: 'Это уже отправлено клиенту.',
  notManager: 'Эти кнопки только для менеджеров. Попросите владельца добавить вас.',
  anonymousAdmin:
    'Вы пишете от имени группы, поэтому не видно, кто вы. Отключите «Анонимность» в правах администратора и попробуйте снова.',
  unknownButton: 'Эта кнопка больше не действует.',
  failed: 'Не получилось. Попробуйте ещё раз через минуту.',
};

export const handingOn: HandingOnTexts = {
  toWhom: 'Кому передать запрос?',
  nobodyElse: 'Других менеджеров пока нет: они появятся здесь, когда напишут в группу или нажмут кнопку.',
  done: (name) => `Запрос передан: ${name}.`,
  alreadyTheirs: (name) => `Запрос уже у этого менеджера: ${name}.`,
  toYou: ({ name, taker, by }) => `👉 ${taker}, запрос теперь у вас. Клиент: ${name}. Кто передал: ${by}.`,
  backInQueue: ({ name, by }) =>
    `🔔 Запрос снова в очереди. Клиент: ${name}. Кто вернул: ${by}. Кто возьмёт?`,
};

export const reminders: ReminderTexts = {
  first: ({ name, duration }) => `⏰ ${name} ждёт ответа уже ${duration}. Кто возьмёт?`,
  firstTaken: ({ name, duration, taker }) => `⏰ ${taker}, вас ждёт ${name}: уже ${duration} без ответа.`,
  urgent: ({ name, duration }) => `🔥 Срочно: ${name} ждёт ${duration}, и запрос никто не взял.`,
  urgentTaken: ({ name, duration, taker }) =>
    `🔥 Срочно: ${name} ждёт ${duration}. Запрос взят (${taker}), но ответа всё нет.`,
};
