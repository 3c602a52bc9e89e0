import { many } from '../../plural.js';
import type { TokensTexts } from '../../shape/tokens.js';

export const tokens: TokensTexts = {
  about: 'Кілтпен бағдарлама панель істейтінді істейді: тек өз құқығы шегінде және тек осы компания үшін.',
  docs: 'API сипаттамасы',
  list: 'Жарамды кілттер',
  none: 'Әзірге кілт жоқ',
  make: 'Жаңа кілт',
  makeNow: 'Кілт жасау',
  name: 'Атауы',
  nameAbout: 'Не үшін керек, мысалы «Касса» немесе «CRM».',
  needsName: 'Кілт атауын енгізіңіз',
  scopes: 'Не істей алады',
  reaches: {
    read: 'Тек оқу',
    write: 'Оқу және өзгерту',
    chosen: 'Бөлімдерді таңдау',
  },
  areas: 'API бөлімдері',
  needsScopes: 'Кемінде бір бөлімді белгілеңіз',
  life: 'Мерзімі',
  days: (count) => many('kk', count, { one: 'күн', other: 'күн' }),
  forever: 'мерзімсіз',
  until: (when) => `${when} дейін`,
  used: (when) => `қолданылған: ${when}`,
  neverUsed: 'қолданылмаған',
  token: 'API кілті',
  tokenAbout: 'Кілтті қазір сақтап алыңыз: ол енді еш жерде көрсетілмейді.',
  revoke: 'Кілтті жою',
  revokeTitle: (name) => `«${name}» кілті жойылсын ба?`,
  revokeAbout: 'Осы кілті бар бағдарлама бірден рұқсатынан айырылады.',
};
