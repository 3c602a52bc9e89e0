import { many } from '../../plural.js';
import type { UsersTexts } from '../../shape/users.js';

const conversations = (count: number): string =>
  many('ru', count, { one: 'диалог', few: 'диалога', other: 'диалогов' });
const messages = (count: number): string =>
  many('ru', count, { one: 'сообщение', few: 'сообщения', other: 'сообщений' });
const requests = (count: number): string =>
  many('ru', count, {
    one: 'запрос к менеджерам',
    few: 'запроса к менеджерам',
    other: 'запросов к менеджерам',
  });
const files = (count: number): string => many('ru', count, { one: 'файл', few: 'файла', other: 'файлов' });

export const users: UsersTexts = {
  about: 'Люди, которые вам пишут: их адреса, объединение, выгрузка и удаление данных.',
  find: 'Имя, @имя или номер',
  findAbout: 'Достаточно части',
  none: 'Никого нет',
  noneWhat: 'Здесь появятся те, кто вам напишет. Если вы искали, попробуйте другие слова.',
  nobody: 'Без имени',
  choose: 'Выберите человека слева',
  blocked: 'Заблокирован',
  unreachable: 'Не получает сообщения',
  isBeingErased: 'Удаляется',
  seen: ({ known, active }) => `Впервые: ${known}. Последняя активность: ${active}.`,
  addresses: 'Адреса',
  identities: {
    telegram_id: 'Telegram',
    phone: 'Телефон',
    whatsapp_address: 'WhatsApp',
    whatsapp_lid: 'WhatsApp, скрытый номер',
    whatsapp_user_id: 'WhatsApp, код для вашей компании',
  },
  conversations,
  messages,
  requests,
  newestOf: (shown, count) => `Последние ${shown} из ${count}`,
  block: 'Заблокировать',
  unblock: 'Разблокировать',
  blockTitle: (name) => `Заблокировать: ${name}?`,
  blockAbout: 'Бот перестанет отвечать, открытый запрос закроется. Человеку об этом не сообщат.',
  onePerson: 'Один человек',
  onePersonAbout: 'Если человек пишет с разных адресов, объедините их: переписка и запросы станут общими.',
  merged: (name, when) => `${name}, объединён ${when}`,
  byAddresses: 'по адресам',
  merge: 'Объединить',
  mergeTitle: (name) => `Объединить с кем-то: ${name}`,
  mergeAbout: 'Останется тот, кто известен дольше. Объединение можно отменить.',
  mergeWith: (name) => `Объединить: ${name}`,
  mergeNobody: 'Больше никого не нашлось',
  unmerge: 'Разъединить',
  unmergeTitle: (name) => `Разъединить: ${name}?`,
  unmergeAbout: 'Это снова будут два человека, у каждого свои адреса и переписка.',
  data: 'Данные человека',
  dataAbout: 'Выгрузка содержит всё, что о нём хранится, вместе с файлами. Удаление необратимо.',
  export: 'Скачать всё',
  erase: 'Удалить данные',
  eraseTitle: (name) => `Удалить все данные: ${name}?`,
  eraseWhat: ({ conversations: dialogs, messages: said, requests: asked }) =>
    `Будут удалены ${dialogs}, ${said}, ${asked}, файлы, адреса и тема в группе менеджеров.`,
  eraseAbout: 'Вернуть их нельзя. Открытый запрос закроется. Если человек напишет снова, он будет новым.',
  typeName: (name) => `Чтобы подтвердить, введите: ${name}`,
  wrongName: 'Не совпадает',
  erasing: 'Удаляем данные…',
  erased: 'Данные удалены',
  rowsWait: 'Переписка и адреса: удаляются',
  rows: (amounts) => `Удалены ${amounts.conversations}, ${amounts.messages}`,
  files: (count) => (count === 0 ? 'Файлов не было' : `Удалено: ${files(count)}`),
  filesLeft: (left) => `Осталось удалить: ${files(left)}`,
  group: 'В группе менеджеров ничего не осталось',
  groupLeft: 'Группа менеджеров: убираем. Это делает бот группы, пока он работает',
  groupRefused:
    'Telegram не дал боту удалить часть сообщений в группе: удалите их вручную. Боту нужно право «Удаление сообщений».',
  backups: 'В резервных копиях, сделанных раньше, данные остаются, пока вы храните эти копии.',
};
