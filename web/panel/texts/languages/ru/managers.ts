import { many } from '../../plural.js';
import type { ManagerTexts } from '../../shape/managers.js';

export const managers: ManagerTexts = {
  about: 'Кто отвечает клиентам в группе. Менеджер появляется здесь сам, когда впервые нажимает кнопку.',
  addManager: 'Добавить менеджера',
  addAbout:
    'Нужно, если включено «Только известные менеджеры»: тогда незнакомого человека кнопки не слушаются.',
  none: 'Менеджеров пока нет',
  noneWhat: 'Первый появится, когда кто-то нажмёт кнопку в группе менеджеров.',
  active: 'Работает',
  inactive: 'Отключён',
  lastSeen: (when) => `Последнее действие: ${when}`,
  openHandovers: (count) =>
    many('ru', count, { one: 'открытый запрос', few: 'открытых запроса', other: 'открытых запросов' }),
  letGo: 'Отключить',
  letGoTitle: (name) => `Отключить менеджера ${name}?`,
  letGoAbout: 'Новые запросы ему не передают. Взятые запросы остаются за ним, пока их не передадут другому.',
  takeBack: 'Вернуть',
  fields: { name: 'Имя', telegram_user_id: 'Номер в Telegram' },
  fieldAbout: {
    name: 'Так его увидят коллеги в карточках',
    telegram_user_id: 'Только цифры; его показывает, например, @userinfobot',
  },
  wrongNumber: 'Напишите номер цифрами, например 123456789',
};
