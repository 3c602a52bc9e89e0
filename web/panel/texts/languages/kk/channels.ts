import { many } from '../../plural.js';
import type { ChannelTexts } from '../../shape/channels.js';

const conversations = (count: number): string =>
  many('kk', count, { one: 'ашық диалог', other: 'ашық диалог' });
const handovers = (count: number): string => many('kk', count, { one: 'өтініш', other: 'өтініш' });

export const channels: ChannelTexts = {
  about:
    'Клиенттер сізге қайда жазады және менеджерлер қайда жауап береді. Әр қосылым қалай істейді және істемесе не істеу керек.',
  none: 'Әзірге бірде-бір арна жоқ',
  noneAbout: 'Telegram ботын немесе WhatsApp нөмірін қосыңыз, сонда бот жауап бере бастайды.',
  platforms: { telegram: 'Telegram', whatsapp: 'WhatsApp, телефон', whatsapp_cloud: 'WhatsApp Business API' },
  platformAbout: {
    telegram: 'Клиенттер жазатын бот. Тек @BotFather берген токен керек.',
    whatsapp: 'Кәдімгі нөмір: телефон WhatsApp Web сияқты QR-кодпен байланыстырылады.',
    whatsapp_cloud: 'Meta берген ресми нөмір. Meta қолданбасы мен интернеттегі мекенжай керек.',
  },
  statuses: {
    pending: 'Бапталып жатыр',
    connected: 'Істеп тұр',
    error: 'Істемейді',
    disconnected: 'Өшірулі',
  },
  since: (time) => `${time} бастап`,
  pendingAbout: 'Қосылып жатырмыз. Әдетте бірнеше секунд алады.',
  open: (dialogs, requests) =>
    requests === 0
      ? conversations(dialogs)
      : `${conversations(dialogs)}, ${handovers(requests)} менеджерді күтіп тұр`,
  health: {
    fine: 'Нөмір жақсы күйде',
    no_new_contacts: 'Бүгін жаңа адамдарға енді жазбаймыз',
    at_risk: 'WhatsApp нөмірді шектеуі мүмкін',
  },
  healthCounts: ({ first_contacts, not_delivered, disconnects }) =>
    `Тәулік ішінде: алғашқы хабарлама ${first_contacts}, жеткізілмегені ${not_delivered}, байланыс үзілуі ${disconnects}.`,
  add: 'Арна қосу',
  addTitle: 'Жаңа арна',
  choose: 'Нені қосамыз',
  addNow: {
    telegram: 'Тексеріп қосу',
    whatsapp: 'Қосып, телефонды байланыстыру',
    whatsapp_cloud: 'Тексеріп қосу',
  },
  name: 'Атауы',
  nameAbout: 'Оны тек сіз бен менеджерлер көреді: бір арнаны екіншісінен ажырату үшін.',
  needed: 'Бұл өрісті толтырыңыз',
  wrongToken: 'Токен мынадай болады: 123456789:AAE… Оны @BotFather-ден толық көшіріңіз.',
  botToken: 'Бот токені',
  botTokenAbout: '@BotFather → /newbot немесе /mybots → API Token',
  accessToken: 'Тұрақты қатынау токені',
  accessTokenAbout: 'Business Suite → Баптаулар → Жүйелік пайдаланушылар; whatsapp_business_messaging құқығы',
  phoneNumberId: 'Нөмір идентификаторы',
  phoneNumberIdAbout: 'Meta қолданбасы → WhatsApp → API Setup → Phone number ID',
  appSecret: 'Қолданба құпиясы',
  appSecretAbout: 'Meta қолданбасы → Settings → Basic → App Secret',
  verifyToken: 'Растау токені',
  verifyTokenAbout:
    'Сіз үшін ойлап табылды. Көшіріп алыңыз: вебхук баптауында керек болады және қайта көрсетілмейді.',
  phoneAbout: 'Телефон бірден керек болады: онда WhatsApp ашып, QR-кодты оқу немесе код енгізу керек.',
  unofficial:
    'Бұл бейресми тәсіл: WhatsApp бейтаныстарға көп жазатын нөмірлерді кейде бұғаттайды. Жоғалтуға болмайтын нөмірді байланыстырмаңыз.',
  added: (name) => `«${name}» арнасы қосылды.`,
  addedBot: (account) => `Telegram ботты таныды: ${account}.`,
  callbackUrl: 'Callback URL',
  callbackNone:
    'Бұл орнатудың интернеттегі мекенжайы берілмеген (PUBLIC_URL), сондықтан Meta мұнда жаза алмайды. Оны іске қосатын адамнан сұраңыз.',
  cloudSteps: [
    'Meta қолданбасында WhatsApp → Configuration → Webhook → Edit ашыңыз.',
    'Callback URL мен растау токенін қойып, Verify and save басыңыз.',
    'Төменде, Webhook fields ішінде, messages қосыңыз.',
  ],
  copy: 'Көшіру',
  copied: 'Көшірілді',
  renew: 'Кілттерді ауыстыру',
  renewTitle: (name) => `«${name}» үшін жаңа кілттер`,
  renewAbout:
    'Бұрынғы кілттерді көрсету мүмкін емес, олар мөрленген. Жаңалары бірнеше секундта күшіне енеді.',
  connectAgain: 'Қайта қосу',
  save: 'Сақтау',
  switchOff: 'Өшіру',
  switchOffTitle: (name) => `«${name}» өшірілсін бе?`,
  switchOffAbout: (dialogs, requests) =>
    `Кілттер өшіріледі, жаңа хабарлама келмейді. Жазысқандар қалады. Қазір мұнда ${conversations(dialogs)}${
      requests === 0 ? '' : ` және менеджерді күткен ${handovers(requests)}`
    } бар: арна қайта қосылғанша оларға ешкім жауап бермейді.`,
  link: 'Телефон байланыстыру',
  relink: 'Қайта байланыстыру',
  tryNow: 'Қазір қосылу',
  unlink: 'Ажырату',
  unlinkTitle: (name) => `Телефон «${name}» арнасынан ажыратылсын ба?`,
  unlinkAbout:
    'Хабарламалар келмейді және кетпейді. Жазысқандар қалады, телефонды қайта байланыстыруға болады.',
  template: {
    button: '24 сағаттан кейінгі үлгі',
    title: (name) => `24 сағаттан кейінгі үлгі: «${name}»`,
    about:
      'Клиент 24 сағаттан артық үндемесе, WhatsApp тек Meta мақұлдаған мәтінді өткізеді. Сонда менеджердің сөзі осы үлгінің ішінде кетеді; Meta бұл үшін ақы алады.',
    steps: [
      'WhatsApp Manager-де «Хабар үлгілері» бөлімін ашып, Utility санатындағы үлгі жасаңыз.',
      'Мәтінінде {{1}} айнымалысы бір рет тұруы керек, басқасы болмауы керек: менеджердің сөзі сонда тұрады. Мысалы: «Сізге жауап бердік: {{1}}».',
      'Meta мақұлдағаннан кейін оны осы жерде таңдаңыз.',
    ],
    none: '24 сағаттан кейін ештеңе кетпейді: үлгі таңдалмаған.',
    used: (name, language) => `24 сағаттан кейін: ${name} үлгісі (${language})`,
    choice: 'Мақұлданған үлгі',
    without: 'Үлгісіз',
    choiceAbout: 'Meta соңғы рет осылай көрсетті. Жаңасы мұнда бес минут ішінде пайда болады.',
    gone: 'Meta-да енді мақұлданбаған',
    unusable: (names) => `Жарамайды, оларда басқа да толтыратын орын бар: ${names}`,
    noneApproved: 'Meta әлі жарайтын үлгіні мақұлдамаған. Жоғарыда айтылғандай жасаңыз.',
    name: 'Үлгінің атауы',
    nameAbout: 'WhatsApp Manager-дегідей. Үлгі болмасын десеңіз, бос қалдырыңыз.',
    language: 'Үлгінің тілі',
    languageAbout: 'Тіл коды, мысалы ru немесе en_US',
    needsLanguage: 'Үлгі мақұлданған тілді көрсетіңіз',
    shows: 'Клиент не оқиды',
    words: 'менеджердің сөзі',
    problems: {
      account_unknown:
        'Meta тізімі бұл нөмірге бірінші хабар келгенде көрінеді: оның кімнің аккаунты екені сонда ғана белгілі болады.',
      refused:
        'Meta бұл токенге тізімді көрсетпейді: оған whatsapp_business_management құқығы керек. Атауын қолмен жазуға болады.',
      not_read: 'Meta тізімі әлі оқылмаған. Ол бір минутта өзі пайда болады; үлгіні қолмен жазуға да болады.',
    },
    byHand: 'Үлгіні Meta-дағы атауымен жазыңыз.',
    unchecked: 'Бұл үлгі туралы Meta-дан сұрау мүмкін болмады: мақұлданғанын өзіңіз тексеріңіз.',
  },
  linking: {
    title: (name) => `«${name}» үшін телефон`,
    method: 'Қалай байланыстыру керек',
    byQr: 'QR-код',
    byCode: 'Телефонға код',
    stepsQr: [
      'Дүкен телефонында WhatsApp ашыңыз.',
      'Баптаулар → Байланған құрылғылар → Құрылғыны байлау.',
      'Камераны осы кодқа бағыттаңыз.',
    ],
    stepsCode: [
      'Осы нөмірлі телефонда WhatsApp ашыңыз.',
      'Баптаулар → Байланған құрылғылар → Құрылғыны байлау → Телефон нөмірі арқылы байлау.',
      'Осы кодты енгізіңіз.',
    ],
    phone: 'Телефон нөмірі',
    phoneAbout: 'Ел кодымен: +7 701 000 00 01',
    show: 'Кодты көрсету',
    again: 'Жаңа код көрсету',
    stop: 'Тоқтату',
    done: 'Дайын',
    qr: 'Телефон байланыстыратын QR-код',
    code: 'Телефонға енгізетін код',
    goodFor: (seconds) => `Код тағы ${seconds} секунд жарамды`,
    newSoon: 'Қазір жаңа код шығады…',
    linked: (phone) => `${phone} телефоны байланыстырылды: хабарламалар келіп, кетіп тұр.`,
  },
  group: {
    title: 'Менеджерлер тобы',
    connected: (chat) => `Топ қосылған (${chat}).`,
    forum: 'Онда тақырыптар қосулы: әр клиенттің өз тақырыбы бар.',
    noForum: 'Онда тақырыптар өшірулі: карточкалар жалпы чатқа келеді, оларға реплаймен жауап береді.',
    notLooked: 'Бот оған әлі кірген жоқ.',
    none: 'Топ әлі қосылмаған: өтініштерді көретін ешкім жоқ.',
    steps: [
      'Telegram-да топ құрып, онда тақырыптарды қосыңыз.',
      'Оған ботты қосып, «Тақырыптарды басқару» құқығымен әкімші етіңіз.',
      'Топта мына команданы жіберіңіз:',
    ],
    getCode: 'Топқа код алу',
    anotherGroup: 'Басқа топты қосу',
    send: 'Топқа арналған команда',
    goodUntil: (time) => `Код бір рет, ${time} дейін істейді.`,
    noBot: 'Алдымен Telegram ботын қосыңыз: өтініштерді топқа сол жеткізеді.',
  },
};
