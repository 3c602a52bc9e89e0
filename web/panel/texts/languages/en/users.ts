import { many } from '../../plural.js';
import type { UsersTexts } from '../../shape/users.js';

const conversations = (count: number): string =>
  many('en', count, { one: 'conversation', other: 'conversations' });
const messages = (count: number): string => many('en', count, { one: 'message', other: 'messages' });
const requests = (count: number): string =>
  many('en', count, { one: 'request to managers', other: 'requests to managers' });
const files = (count: number): string => many('en', count, { one: 'file', other: 'files' });

export const users: UsersTexts = {
  about: 'The people who write to you: their addresses, merging, exporting and erasing their data.',
  find: 'Name, @name or number',
  findAbout: 'A part is enough',
  none: 'Nobody here',
  noneWhat: 'Whoever writes to you will appear here. If you searched, try other words.',
  nobody: 'No name',
  choose: 'Choose a person on the left',
  blocked: 'Blocked',
  unreachable: 'Gets no messages',
  isBeingErased: 'Being erased',
  seen: ({ known, active }) => `First seen: ${known}. Last active: ${active}.`,
  addresses: 'Addresses',
  identities: {
    telegram_id: 'Telegram',
    phone: 'Phone',
    whatsapp_address: 'WhatsApp',
    whatsapp_lid: 'WhatsApp, hidden number',
    whatsapp_user_id: 'WhatsApp, code for your business',
  },
  conversations,
  messages,
  requests,
  newestOf: (shown, count) => `The last ${shown} of ${count}`,
  block: 'Block',
  unblock: 'Unblock',
  blockTitle: (name) => `Block ${name}?`,
  blockAbout: 'The bot stops answering and an open request is closed. The person is not told.',
  onePerson: 'One person',
  onePersonAbout:
    'If somebody writes from several addresses, merge them: conversations and requests become one.',
  merged: (name, when) => `${name}, merged ${when}`,
  byAddresses: 'by their addresses',
  merge: 'Merge',
  mergeTitle: (name) => `Merge ${name} with somebody`,
  mergeAbout: 'Whoever is known for longer stays. A merge can be undone.',
  mergeWith: (name) => `Merge with ${name}`,
  mergeNobody: 'Nobody else was found',
  unmerge: 'Undo the merge',
  unmergeTitle: (name) => `Undo the merge with ${name}?`,
  unmergeAbout: 'They will be two people again, each with their own addresses and conversations.',
  data: 'Their data',
  dataAbout: 'The export holds everything that is kept of them, files too. Erasing can’t be undone.',
  export: 'Download all',
  erase: 'Erase their data',
  eraseTitle: (name) => `Erase everything about ${name}?`,
  eraseWhat: ({ conversations: dialogs, messages: said, requests: asked }) =>
    `This erases ${dialogs}, ${said}, ${asked}, files, addresses and the topic in the managers’ group.`,
  eraseAbout:
    'It can’t be brought back. An open request is closed. If the person writes again, they will be somebody new.',
  typeName: (name) => `To confirm, type: ${name}`,
  wrongName: 'This does not match',
  erasing: 'Erasing…',
  erased: 'The data is erased',
  rowsWait: 'Conversations and addresses: being erased',
  rows: (amounts) => `${amounts.conversations} and ${amounts.messages} erased`,
  files: (count) => (count === 0 ? 'There were no files' : `${files(count)} removed`),
  filesLeft: (left) => `${files(left)} still to be removed`,
  group: 'Nothing is left in the managers’ group',
  groupLeft: 'Managers’ group: being cleared by the group’s bot while it runs',
  groupRefused:
    'Telegram did not let the bot remove some messages in the group: remove them by hand. The bot needs the right to delete messages.',
  backups: 'Backups made earlier still hold the data for as long as you keep them.',
};
