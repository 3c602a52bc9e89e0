import { many } from '../../plural.js';
import type { ChannelTexts } from '../../shape/channels.js';

const conversations = (count: number): string =>
  many('ru', count, { one: 'открытый диалог', few: 'открытых диалога', other: 'открытых диалогов' });
const handovers = (count: number): string =>
  many('ru', count, { one: 'запрос ждёт', few: 'запроса ждут', other: 'запросов ждут' });

export const channels: ChannelTexts = {
  about:
    'Где клиенты вам пишут и где отвечают менеджеры. Как работает каждое подключение и что сделать, если не работает.',
  none: 'Пока нет ни одного канала',
  noneAbout: 'Добавьте бота Telegram или номер WhatsApp, и бот начнёт отвечать.',
  platforms: { telegram: 'Telegram', whatsapp: 'WhatsApp, телефон', whatsapp_cloud: 'WhatsApp Business API' },
  platformAbout: {
    telegram: 'Бот, которому пишут клиенты. Нужен только токен от @BotFather.',
    whatsapp: 'Обычный номер: телефон привязывается QR-кодом, как WhatsApp Web.',
    whatsapp_cloud: 'Официальный номер от Meta. Нужны приложение Meta и адрес в интернете.',
  },
  statuses: {
    pending: 'Настраивается',
    connected: 'Работает',
    error: 'Не работает',
    disconnected: 'Выключен',
  },
  since: (time) => `с ${time}`,
  pendingAbout: 'Подключаемся. Обычно это занимает несколько секунд.',
  open: (dialogs, requests) =>
    requests === 0 ? conversations(dialogs) : `${conversations(dialogs)}, ${handovers(requests)} менеджера`,
  health: {
    fine: 'Номер в порядке',
    no_new_contacts: 'Новым людям сегодня больше не пишем',
    at_risk: 'WhatsApp может ограничить номер',
  },
  healthCounts: ({ first_contacts, not_delivered, disconnects }) =>
    `За сутки: первых сообщений ${first_contacts}, не доставлено ${not_delivered}, обрывов связи ${disconnects}.`,
  add: 'Добавить канал',
  addTitle: 'Новый канал',
  choose: 'Что подключаем',
  addNow: {
    telegram: 'Проверить и добавить',
    whatsapp: 'Добавить и привязать телефон',
    whatsapp_cloud: 'Проверить и добавить',
  },
  name: 'Название',
  nameAbout: 'Видите только вы и менеджеры: по нему отличают один канал от другого.',
  needed: 'Заполните это поле',
  wrongToken: 'Токен выглядит так: 123456789:AAE… Скопируйте его у @BotFather целиком.',
  botToken: 'Токен бота',
  botTokenAbout: '@BotFather → /newbot или /mybots → API Token',
  accessToken: 'Постоянный токен доступа',
  accessTokenAbout: 'Business Suite → Настройки → Системные пользователи; право whatsapp_business_messaging',
  phoneNumberId: 'Идентификатор номера',
  phoneNumberIdAbout: 'Приложение Meta → WhatsApp → API Setup → Phone number ID',
  appSecret: 'Секрет приложения',
  appSecretAbout: 'Приложение Meta → Настройки → Основное → App Secret',
  verifyToken: 'Токен подтверждения',
  verifyTokenAbout: 'Придуман за вас. Скопируйте: он понадобится в настройках вебхука и больше не покажется.',
  phoneAbout: 'Телефон понадобится сразу: на нём нужно открыть WhatsApp и считать QR-код или ввести код.',
  unofficial:
    'Это неофициальный способ: WhatsApp иногда блокирует номера, которые много пишут незнакомым. Не привязывайте номер, который нельзя потерять.',
  added: (name) => `Канал «${name}» добавлен.`,
  addedBot: (account) => `Telegram узнал бота: ${account}.`,
  callbackUrl: 'Callback URL',
  callbackNone:
    'Адрес этой установки в интернете не задан (PUBLIC_URL), поэтому Meta не сможет сюда писать. Попросите того, кто её запускает.',
  cloudSteps: [
    'В приложении Meta откройте WhatsApp → Configuration → Webhook → Edit.',
    'Вставьте Callback URL и токен подтверждения и нажмите Verify and save.',
    'Ниже, в Webhook fields, включите messages.',
  ],
  copy: 'Скопировать',
  copied: 'Скопировано',
  renew: 'Сменить ключи',
  renewTitle: (name) => `Новые ключи для «${name}»`,
  renewAbout:
    'Прежние ключи показать нельзя, они запечатаны. Новые начнут действовать через несколько секунд.',
  connectAgain: 'Включить снова',
  save: 'Сохранить',
  switchOff: 'Выключить',
  switchOffTitle: (name) => `Выключить «${name}»?`,
  switchOffAbout: (dialogs, requests) =>
    `Ключи будут стёрты, новых сообщений не будет. Переписка останется. Сейчас здесь ${conversations(dialogs)}${
      requests === 0 ? '' : ` и ${handovers(requests)} менеджера`
    }: им никто не ответит, пока канал не включат снова.`,
  link: 'Привязать телефон',
  relink: 'Привязать снова',
  tryNow: 'Подключиться сейчас',
  unlink: 'Отвязать',
  unlinkTitle: (name) => `Отвязать телефон от «${name}»?`,
  unlinkAbout:
    'Сообщения перестанут приходить и уходить. Переписка останется, телефон можно привязать снова.',
  linking: {
    title: (name) => `Телефон для «${name}»`,
    method: 'Как привязать',
    byQr: 'QR-код',
    byCode: 'Код на телефон',
    stepsQr: [
      'Откройте WhatsApp на телефоне магазина.',
      'Настройки → Связанные устройства → Привязка устройства.',
      'Наведите камеру на этот код.',
    ],
    stepsCode: [
      'Откройте WhatsApp на телефоне с этим номером.',
      'Настройки → Связанные устройства → Привязка устройства → Привязать по номеру телефона.',
      'Введите этот код.',
    ],
    phone: 'Номер телефона',
    phoneAbout: 'С кодом страны: +7 701 000 00 01',
    show: 'Показать код',
    again: 'Показать новый код',
    stop: 'Прервать',
    done: 'Готово',
    qr: 'QR-код для привязки телефона',
    code: 'Код для ввода на телефоне',
    goodFor: (seconds) =>
      `Код действует ещё ${many('ru', seconds, { one: 'секунду', few: 'секунды', other: 'секунд' })}`,
    newSoon: 'Сейчас появится новый код…',
    linked: (phone) => `Телефон ${phone} привязан: сообщения приходят и уходят.`,
  },
  group: {
    title: 'Группа менеджеров',
    connected: (chat) => `Группа подключена (${chat}).`,
    forum: 'В ней включены темы: у каждого клиента своя.',
    noForum:
      'Темы в ней выключены: карточки приходят в общий чат, чтобы ответить клиенту, отвечайте на карточку.',
    notLooked: 'Бот в неё ещё не заглядывал.',
    none: 'Группа ещё не подключена: запросы некому увидеть.',
    steps: [
      'Создайте группу в Telegram и включите в ней темы.',
      'Добавьте в неё бота и сделайте администратором с правом «Управление темами».',
      'Отправьте в группе эту команду:',
    ],
    getCode: 'Получить код для группы',
    anotherGroup: 'Подключить другую группу',
    send: 'Команда для группы',
    goodUntil: (time) => `Код сработает один раз, до ${time}.`,
    noBot: 'Сначала добавьте бота Telegram: он и будет приносить запросы в группу.',
  },
};
