import fc from 'fast-check';
import { newId } from '../../../src/shared/ids.js';
import type { HandoverId, ManagerId, MessageId, TopicPostId, UserId } from '../../../src/shared/ids.js';
import { parsePress, pressData } from '../../../src/topics/press.js';
import type { Press } from '../../../src/topics/press.js';

const handover_id = newId<HandoverId>();
const post_id = newId<TopicPostId>();
const message_id = newId<MessageId>();
const manager_id = newId<ManagerId>();
const [user_id, other_id] = [newId<UserId>(), newId<UserId>()];
const presses: Press[] = [
  ...(['take', 'resolve', 'bot'] as const).map((action) => ({ action, handover_id })),
  ...(['hand_on', 'hand_more', 'hand_back', 'hand_me', 'hand_queue'] as const).map((action) => ({
    action,
    handover_id,
  })),
  { action: 'hand_to', handover_id, manager_id },
  { action: 'take_send', post_id },
  { action: 'reclaim_send', post_id },
  { action: 'resend', message_id },
  { action: 'merge', user_id, other_id },
];

describe('what a button of the group asks for', () => {
  it.each(presses.map((press) => [press.action, press]))('%s is read as it was written', (_action, press) => {
    expect(parsePress(pressData(press))).toEqual(press);
  });

  it.each(presses.map((press) => [press.action, press]))(
    '%s fits into the 64 bytes of a button',
    (_action, press) => {
      expect(Buffer.byteLength(pressData(press))).toBeLessThanOrEqual(64);
    },
  );

  it('is nothing when the data is none of ours', () => {
    const id = pressData({ action: 'take', handover_id }).slice('take:'.length);
    for (const data of [`take:${id}:${id}`, `hand_to:${id}`, `drop:${id}`, 'human', '', `hand_to:${id}:x`])
      expect(parsePress(data)).toBeNull();
    fc.assert(fc.property(fc.string(), (data) => expect(parsePress(data)).toBeNull()));
  });
});
