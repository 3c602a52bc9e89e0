import { complain } from './notify.js';
import { act } from './server.js';
import { general } from './topic-list.js';

/**
 * What can be done with the open topic, and in General with the group itself: what a bot must be able to live with.
 *
 * @param {import('./customer-chat.js').Context} context
 * @param {{ thread: number, chat: import('./store.js').Chat | null, by: number }} open who looks at what
 * @returns {{ label: string, run: () => void, danger?: boolean }[]}
 */
export function groupMenu({ stage, words }, { thread, chat, by }) {
  const group = stage.group.id;
  const run = (/** @type {string} */ action, /** @type {Record<string, unknown>} */ fields) => () =>
    void act(action, { group, ...fields }).catch(complain);
  if (thread !== general) {
    const closed = chat?.topics.get(thread)?.closed === true;
    return [
      closed
        ? { label: words.reopenTopic, run: run('reopenTopic', { thread, by }) }
        : { label: words.closeTopic, run: run('closeTopic', { thread, by }) },
      { label: words.deleteTopic, danger: true, run: run('deleteTopic', { thread }) },
    ];
  }
  const member = stage.managers_bot;
  const isAdmin = chat?.members.some(
    ({ username, status }) => username === member && status === 'administrator',
  );
  return [
    isAdmin
      ? { label: words.demoteBot, danger: true, run: run('demoteMember', { member }) }
      : { label: words.promoteBot, run: run('promoteMember', { member }) },
    chat?.is_forum === false
      ? { label: words.topicsOn, run: run('switchTopics', { is_forum: true }) }
      : { label: words.topicsOff, danger: true, run: run('switchTopics', { is_forum: false }) },
  ];
}
