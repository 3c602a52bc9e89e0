import type { ButtonTexts, CardTexts, HandingOnTexts, PressTexts, ReminderTexts } from '../../shape/card.js';

export const card: CardTexts = {
  titles: {
    pending: '🔔 Жаңа өтініш',
    active: '💬 Жауап берілуде',
    resolved: '✅ Шешілді',
    bot_handling: '🤖 Енді бот жауап береді',
    timeout: '⌛ Уақыты өтіп, жабылды',
  },
  labels: {
    who: 'Клиент',
    phone: 'Телефоны',
    messenger: 'Қайдан',
    reason: 'Себебі',
    summary: 'Қысқаша',
    lastMessage: 'Хабарлама',
  },
  reasons: {
    intent: 'мұндай сұрақты адам шешеді',
    low_confidence: 'бот сұрақты түсінбеді',
    no_count: 'боттың жауаптары көмектеспеді',
    out_of_scope: 'сұрақ боттың тақырыбына жатпайды',
    media: 'мәтінсіз дауыстық хабарлама, фото, файл немесе картадағы орын',
    asked_for_human: 'адаммен сөйлескісі келеді',
    keyword: 'кілт сөз кездесті',
    manual: 'менеджер өзі ашты',
    phone: 'телефоннан жауап берілді',
    model_failure: 'бот уақытша жауап бере алмай тұр',
    stale: 'хабарлама ұзақ уақыт жауапсыз қалды',
    loop: 'мұнда басқа бот жазып отырғанға ұқсайды',
  },
  waiting: (duration) => `Күтіп отыр: ${duration}`,
  answered: 'Ешкім күтіп отырған жоқ: соңғы жауапты біз бердік',
  takenBy: ({ name, time }) => `Жауап береді: ${name}, алған уақыты ${time}`,
  hadBeenTakenBy: ({ name, time }) => `Өтінішті алған: ${name}, ${time}`,
  resolvedBy: ({ name, time }) => `Шешкен: ${name}, ${time}`,
  returnedBy: ({ name, time }) => `Ботқа қайтарған: ${name}, ${time}`,
  closedByTime: ({ time }) => `Өздігінен жабылды: ${time}`,
  endedAt: ({ time }) => `Аяқталды: ${time}`,
  closedHours: (opensAt) => `Қазір жұмыс уақыты емес, ${opensAt} ашыласыз`,
  blocked: '🚫 Жазу мүмкін емес: клиент ботты бұғаттаған',
  nameless: 'Аты белгісіз',
  phoneOwner: 'телефон арқылы',
};

export const buttons: ButtonTexts = {
  take: 'Аламын',
  resolve: 'Шешілді',
  toBot: 'Ботқа қайтару',
  handOn: 'Басқаға беру',
  handToMe: 'Өзіме',
  handToQueue: 'Кезекке',
  handMore: 'Тағы ▸',
  handBack: '◂ Артқа',
  takeAndSend: 'Алу және жіберу',
  reclaimAndSend: 'Өзіме алу және жіберу',
  sendAgain: 'Қайта жіберу',
  askForHuman: 'Адаммен сөйлесу',
};

export const press: PressTexts = {
  youHaveIt: 'Өтініш сізде. Тақырыпқа жазыңыз, клиент бәрін көреді.',
  youHaveItByReply:
    'Өтініш сізде. Карточкаға немесе клиенттің хабарламасына жауап ретінде жазыңыз, клиент бәрін көреді.',
  alreadyYours: 'Бұл өтініш онсыз да сізде.',
  takenBy: ({ name, time }) => `Сізден бұрын алып қойған: ${name}, ${time}.`,
  endedBy: ({ name, time }) => `Аяқтап қойған: ${name}, ${time}.`,
  alreadyEnded: 'Бұл өтініш аяқталған.',
  resolved: 'Дайын, өтініш шешілді.',
  returned: 'Енді қайтадан бот жауап береді.',
  queued: 'Өтініш кезекке қайтарылды.',
  sent: 'Клиентке жіберіп жатырмын.',
  alreadySent: 'Бұл клиентке жіберіліп қойған.',
  notManager: 'Бұл батырмалар тек менеджерлерге арналған. Иесінен сізді қосуын сұраңыз.',
  anonymousAdmin:
    'Топ атынан жазып отырсыз, сондықтан кім екеніңіз көрінбейді. Әкімші құқықтарында «Анонимді болуды» өшіріп, қайталап көріңіз.',
  unknownButton: 'Бұл батырма енді жұмыс істемейді.',
  failed: 'Болмады. Бір минуттан кейін қайталап көріңіз.',
};

export const handingOn: HandingOnTexts = {
  toWhom: 'Өтінішті кімге бересіз?',
  nobodyElse:
    'Әзірге басқа менеджер жоқ: олар топқа жазғанда немесе батырма басқанда, осы жерде пайда болады.',
  done: (name) => `Өтініш енді мына менеджерде: ${name}.`,
  alreadyTheirs: (name) => `Өтініш онсыз да мына менеджерде: ${name}.`,
  toYou: ({ name, taker, by }) => `👉 ${taker}, өтініш енді сізде. Клиент: ${name}. Тапсырған: ${by}.`,
  backInQueue: ({ name, by }) => `🔔 Өтініш қайтадан кезекте. Клиент: ${name}. Қайтарған: ${by}. Кім алады?`,
};

export const reminders: ReminderTexts = {
  first: ({ name, duration }) => `⏰ ${name} жауапты ${duration} күтіп отыр. Кім алады?`,
  firstTaken: ({ name, duration, taker }) =>
    `⏰ ${taker}, ${name} сізден жауап күтіп отыр: ${duration} бойы жауап жоқ.`,
  urgent: ({ name, duration }) => `🔥 Шұғыл: ${name} ${duration} бойы күтіп отыр, өтінішті әлі ешкім алмады.`,
  urgentTaken: ({ name, duration, taker }) =>
    `🔥 Шұғыл: ${name} ${duration} бойы күтіп отыр. Өтінішті ${taker} алған, бірақ жауап әлі жоқ.`,
};
