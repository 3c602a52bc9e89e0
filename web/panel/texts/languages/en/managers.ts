import { many } from '../../plural.js';
import type { ManagerTexts } from '../../shape/managers.js';

export const managers: ManagerTexts = {
  about: 'Who answers customers in the group. A manager appears here at their first press of a button.',
  addManager: 'Add a manager',
  addAbout: 'Needed with “Known managers only”: buttons do not obey anybody else then.',
  none: 'There are no managers yet',
  noneWhat: 'The first appears when somebody presses a button in the managers’ group.',
  active: 'Works',
  inactive: 'Let go',
  lastSeen: (when) => `Last seen: ${when}`,
  openHandovers: (count) => many('en', count, { one: 'open request', other: 'open requests' }),
  letGo: 'Let go',
  letGoTitle: (name) => `Let ${name} go?`,
  letGoAbout: 'New requests are not handed to them. What they have taken stays theirs until it is handed on.',
  takeBack: 'Take back',
  fields: { name: 'Name', telegram_user_id: 'Number in Telegram' },
  fieldAbout: {
    name: 'Colleagues see it on cards',
    telegram_user_id: 'Digits only; @userinfobot, for one, shows it',
  },
  wrongNumber: 'Write the number in digits, such as 123456789',
};
