import { many } from '../../plural.js';
import type { UsersTexts } from '../../shape/users.js';

const conversations = (count: number): string => many('kk', count, { one: 'диалог', other: 'диалог' });
const messages = (count: number): string => many('kk', count, { one: 'хабарлама', other: 'хабарлама' });
const requests = (count: number): string =>
  many('kk', count, { one: 'менеджерлерге өтініш', other: 'менеджерлерге өтініш' });
const files = (count: number): string => many('kk', count, { one: 'файл', other: 'файл' });

export const users: UsersTexts = {
  about: 'Сізге жазатын адамдар: мекенжайлары, біріктіру, деректерін жүктеп алу және жою.',
  find: 'Аты, @аты немесе нөмірі',
  findAbout: 'Бір бөлігі жеткілікті',
  none: 'Ешкім жоқ',
  noneWhat: 'Сізге жазғандар осында шығады. Іздеген болсаңыз, басқа сөзбен көріңіз.',
  nobody: 'Аты жоқ',
  choose: 'Сол жақтан адамды таңдаңыз',
  blocked: 'Бұғатталған',
  unreachable: 'Хабарламаларды алмайды',
  isBeingErased: 'Жойылып жатыр',
  seen: ({ known, active }) => `Алғаш рет: ${known}. Соңғы белсенділігі: ${active}.`,
  addresses: 'Мекенжайлар',
  identities: {
    telegram_id: 'Telegram',
    phone: 'Телефон',
    whatsapp_address: 'WhatsApp',
    whatsapp_lid: 'WhatsApp, жасырын нөмір',
    whatsapp_user_id: 'WhatsApp, компанияңызға арналған код',
  },
  conversations,
  messages,
  requests,
  newestOf: (shown, count) => `${count} ішінен соңғы ${shown}`,
  block: 'Бұғаттау',
  unblock: 'Бұғаттан шығару',
  blockTitle: (name) => `Бұғаттайсыз ба: ${name}?`,
  blockAbout: 'Бот жауап беруді тоқтатады, ашық өтініш жабылады. Адамға бұл туралы айтылмайды.',
  onePerson: 'Бір адам',
  onePersonAbout:
    'Адам әртүрлі мекенжайдан жазса, оларды біріктіріңіз: хат алмасу мен өтініштер ортақ болады.',
  merged: (name, when) => `${name}, ${when} біріктірілді`,
  byAddresses: 'мекенжайлары бойынша',
  merge: 'Біріктіру',
  mergeTitle: (name) => `Біреумен біріктіру: ${name}`,
  mergeAbout: 'Бұрыннан белгілі адам қалады. Біріктіруді болдырмауға болады.',
  mergeWith: (name) => `Біріктіру: ${name}`,
  mergeNobody: 'Басқа ешкім табылмады',
  unmerge: 'Ажырату',
  unmergeTitle: (name) => `Ажыратасыз ба: ${name}?`,
  unmergeAbout: 'Олар қайтадан екі адам болады, әрқайсысының мекенжайы мен хат алмасуы өзінде қалады.',
  data: 'Адамның деректері',
  dataAbout: 'Жүктелетін файлда ол туралы сақталғанның бәрі бар, файлдарымен қоса. Жою қайтарылмайды.',
  export: 'Бәрін жүктеп алу',
  erase: 'Деректерін жою',
  eraseTitle: (name) => `Барлық деректер жойылсын ба: ${name}?`,
  eraseWhat: ({ conversations: dialogs, messages: said, requests: asked }) =>
    `Жойылады: ${dialogs}, ${said}, ${asked}, файлдар, мекенжайлар және менеджерлер тобындағы тақырып.`,
  eraseAbout: 'Оларды қайтару мүмкін емес. Ашық өтініш жабылады. Адам қайта жазса, ол жаңа адам болады.',
  typeName: (name) => `Растау үшін мынаны жазыңыз: ${name}`,
  wrongName: 'Сәйкес келмейді',
  erasing: 'Деректер жойылып жатыр…',
  erased: 'Деректер жойылды',
  rowsWait: 'Хат алмасу мен мекенжайлар: жойылып жатыр',
  rows: (amounts) => `Жойылды: ${amounts.conversations}, ${amounts.messages}`,
  files: (count) => (count === 0 ? 'Файлдар болған жоқ' : `Жойылды: ${files(count)}`),
  filesLeft: (left) => `Жойылуы керек: ${files(left)}`,
  group: 'Менеджерлер тобында ештеңе қалған жоқ',
  groupLeft: 'Менеджерлер тобы: тазаланып жатыр. Мұны топ боты жұмыс істеп тұрғанда жасайды',
  groupRefused:
    'Telegram ботқа топтағы кейбір хабарламаларды жоюға рұқсат бермеді: оларды қолмен жойыңыз. Ботқа хабарламаларды жою құқығы керек.',
  backups: 'Бұрын жасалған сақтық көшірмелерде деректер сол көшірмелер сақталғанша қалады.',
};
