import type { ClientsTexts } from '../../shape/clients.js';

export const clients: ClientsTexts = {
  about: 'The businesses this installation serves.',
  none: 'There are no clients yet',
  noneWhat: 'Add the first one: it takes a minute.',
  make: 'New client',
  makeAbout: 'The rest is set up afterwards, by the list of first steps.',
  makeNow: 'Create client',
  name: 'Name',
  nameAbout: 'What the business is called; managers see it.',
  needsName: 'Enter a name',
  slug: 'Address',
  slugAbout: 'Lower-case letters, digits and hyphens, such as coffee-point. It can’t be changed later.',
  needsSlug: 'Use lower-case letters, digits or hyphens, such as coffee-point',
  language: 'Language',
  languageAbout: 'What the bot speaks with customers and managers.',
  timezone: 'Time zone',
  timezoneAbout: 'Working hours count by it.',
  beingSetUp: 'Being set up',
  suspended: 'Suspended',
  suspend: 'Suspend',
  suspendTitle: (name) => `Suspend “${name}”?`,
  suspendAbout:
    'The bot stops answering and calls no managers. Messages are kept and shown in the group; the managers are told of the pause.',
  resume: 'Resume',
  resumeTitle: (name) => `Resume “${name}”?`,
  resumeAbout: 'The bot answers new messages again. What came during the pause it does not answer by itself.',
};
