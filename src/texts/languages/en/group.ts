import type { GroupTexts } from '../../shape/group.js';

export const group: GroupTexts = {
  notAdmin: 'The bot is not an admin of the group. Open the group → Administrators → add the bot.',
  topicsOff:
    'Topics are switched off in the group. It works without them too, with replies to messages; to have a topic for each customer, open the group settings and switch on “Topics”.',
  mayNotManageTopics:
    "The bot may not manage topics. Open the bot's rights in the list of administrators and switch on “Manage topics”.",
  notInGroup: 'The bot is not in the group. Add it and make it an admin.',
  chatNotFound:
    'No group with this telegram_chat_id was found. Check the number (that of a supergroup starts with -100) and add the bot to it.',
  ready: 'The group is ready: the bot is an admin and topics are on.',
  greeting: ({ chatId }) =>
    `Hello! I bring requests of customers who need a person to this group. Its number is ${chatId}`,
  howToConnect:
    'To connect the group, send /connect CODE here. The code comes from the panel (Channels) or the command “estafeta client connect-code”; it is good for a day.',
  connected: ({ client }) =>
    `The group is connected: requests of the customers of “${client}” will appear here.`,
  connectedAlready: 'This group is connected already.',
  codeRefused:
    'This code did not work: it may be mistyped, used already, too old or meant for another bot. Ask for a new one.',
  tooManyCodes: 'Too many wrong codes. Try again in an hour.',
  connectAdminsOnly: 'Only an administrator of the group can connect it.',
  connectUnsure:
    'I could not see whether you are an administrator. Make the bot an administrator of the group and try again.',
  groupTaken: 'This group is connected to another business already. Make a group of its own for this one.',
  topicsNowOn: 'Topics are on: from now on every customer has a topic of their own.',
  topicsNowOff:
    "Topics are off: from now on every customer's request appears right here. Answer by replying to the card or to the customer's message.",
  suspended:
    '⏸ The service is suspended: the bot answers no customers and calls nobody. What customers write is still shown here, and you can answer by hand.',
  resumed: '▶️ The service goes on: the bot answers new messages again.',
  cardWithoutTopic: 'The bot may not make topics: answer by replying to this message.',
};
