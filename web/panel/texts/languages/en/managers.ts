import { many } from '../../plural.js';
import type { ManagerTexts } from '../../shape/managers.js';

export const managers: ManagerTexts = {
  about:
    'Who answers customers. A manager appears here at their first press of a button. Whoever answers both in the group and in the panel is one manager once you merge them.',
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
  inPanel: (name) => (name === null ? 'Also answers in the panel' : `In the panel: ${name}`),
  panelOnly: 'Answers in the panel only',
  join: 'Merge',
  joinTitle: {
    admin: (name) => `Who is ${name} in the panel?`,
    manager: (name) => `Who is ${name} in the group?`,
  },
  joinAbout:
    'They become one manager, under the name they have in the group. What was done in the panel is theirs too. A request taken in Telegram can be answered in the panel, and the other way round.',
  joinTo: { admin: 'Person in the panel', manager: 'Manager in the group' },
  nobodyToJoin: {
    admin: 'Everybody in the panel is a manager of the group already.',
    manager:
      'No manager of the group is free: they appear when they press a button there, or when you add them.',
  },
  choose: 'Choose who it is',
  you: (name) => `${name} (you)`,
  part: 'Undo the merge',
  partTitle: (name) => `Undo the merge of ${name}?`,
  partAbout:
    'They will be two managers again. What was done so far stays with the one of the group; in the panel they answer under their own name.',
  fields: { name: 'Name', telegram_user_id: 'Number in Telegram' },
  fieldAbout: {
    name: 'Colleagues see it on cards',
    telegram_user_id: 'Digits only; @userinfobot, for one, shows it',
  },
  wrongNumber: 'Write the number in digits, such as 123456789',
};
