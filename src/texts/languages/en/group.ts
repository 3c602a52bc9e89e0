import type { GroupTexts } from '../../shape/group.js';

export const group: GroupTexts = {
  notAdmin: 'The bot is not an admin of the group. Open the group → Administrators → add the bot.',
  topicsOff:
    'Topics are switched off in the group. It works so, with replies; for a topic for each customer open the group settings and switch on “Topics”.',
  mayNotManageTopics:
    "The bot may not manage topics. Open the bot's rights in the list of administrators and switch on “Manage topics”.",
  notInGroup: 'The bot is not in the group. Add it and make it an admin.',
  chatNotFound:
    'No group with this telegram_chat_id was found. Check the number (a supergroup starts with -100) and add the bot to it.',
  ready: 'The group is ready: the bot is an admin and topics are on.',
};
