import type { AmendOutcome, Amending, Channel, StandingMessage } from '../../../src/integrations/channel.js';
import { amendMessage, nextAmendments } from '../../../src/messages/amend-message.js';
import { applyEdit } from '../../../src/messages/apply-edit.js';
import type { Sender } from '../../../src/messages/deliver-message.js';
import { deliverMessage, nextMessages } from '../../../src/messages/deliver-message.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { takeBack } from '../../../src/messages/take-back.js';
import { sql } from '../../../src/shared/database.js';
import { acquireLeases } from '../../../src/shared/leases.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

type Row = {
  content: string;
  delivery_status: string;
  deleted_at: Date | null;
  amend_due_at: Date | null;
  shown_edits: number;
};

/** A message to a user, and a messenger that does what it is told. */
async function said(text: string, role: 'manager' | 'assistant' = 'manager') {
  const shop = await openShop(database, clock);
  const { client_id, integration_id, tools } = shop;
  const { conversation_id } = await shop.write('hello');
  const { id } = await queueMessage(
    database,
    { client_id, conversation_id, role, content: text },
    clock.now(),
  );
  const [lease] = await acquireLeases(database, {
    ...{ keys: [`telegram:${client_id}`], holder: 'test', bellQueue: 'test', ttlSeconds: 60 },
  });
  const calls: string[] = [];
  let outcome: AmendOutcome = { type: 'done' };
  const answer = async (call: string): Promise<AmendOutcome> => {
    calls.push(call);
    return outcome;
  };
  const amending: Amending = {
    edit: ({ content }: StandingMessage) => answer(`edit: ${content}`),
    withdraw: ({ external_ids }) => answer(`withdraw ${external_ids.join(', ')}`),
    react: (_message, emoji) => answer(`react ${emoji}`),
  };
  const channel: Channel = {
    integration_id,
    sendPart: async () => ({ type: 'sent', external_message_id: '1-1', sent_at: clock.now(), parts: 1 }),
  };
  const sender: Sender = { client_id, integration_id, channel, amending, lease: lease! };
  return {
    ids: { client_id, message_id: id },
    calls,
    sender,
    tools,
    answers: (next: AmendOutcome) => void (outcome = next),
    claim: () => nextMessages(tools, sender, 5),
    deliver: async () => {
      for (const message of await nextMessages(tools, sender, 5))
        await deliverMessage(tools, sender, message);
    },
    /** What a manager's edit does to the row. */
    edit: async (content: string) => {
      clock.advance(1);
      await database.transaction(async (tx) => {
        await applyEdit(tx, {
          ...{ client_id, message_id: id, edited_at: clock.now() },
          edited: { kind: 'text', content, media: null },
        });
        await tx.query(
          sql`UPDATE messages SET amend_due_at = ${clock.now()} WHERE client_id = ${client_id} AND id = ${id}`,
        );
      });
    },
    takeBack: () => takeBack(database, { client_id, message_id: id, now: clock.now() }),
    amend: async () => {
      for (const message of await nextAmendments(tools, sender, 5))
        await amendMessage(tools, sender, message);
    },
    row: () =>
      database.one<Row>(sql`
        SELECT content, delivery_status, deleted_at, amend_due_at, shown_edits FROM messages
        WHERE client_id = ${client_id} AND id = ${id}`),
    history: async () => {
      const rows = await database.query<{ previous_content: string }>(sql`
        SELECT previous_content FROM message_edits WHERE client_id = ${client_id} AND message_id = ${id} ORDER BY position`);
      return rows.map(({ previous_content }) => previous_content);
    },
  };
}

describe('what was said to a user', () => {
  it('is changed once it has arrived, and not before', async () => {
    const message = await said('one');
    const [claimed] = await message.claim();
    await message.edit('two');
    await message.amend();
    expect(message.calls).toEqual([]);
    await deliverMessage(message.tools, message.sender, claimed!);
    await message.amend();
    expect(message.calls).toEqual(['edit: two']);
    expect(await message.row()).toMatchObject({ amend_due_at: null, shown_edits: 1 });
  });

  it('is changed once for several edits, and again for one that came meanwhile', async () => {
    const message = await said('one');
    await message.deliver();
    await message.edit('two');
    await message.edit('three');
    const [claimed] = await nextAmendments(message.tools, message.sender, 5);
    await message.edit('four');
    await amendMessage(message.tools, message.sender, claimed!);
    await message.amend();
    await message.amend();
    expect(message.calls).toEqual(['edit: three', 'edit: four']);
  });

  it('is claimed by one at a time, and by nobody without the right to the connection', async () => {
    const message = await said('one');
    await message.deliver();
    await message.edit('two');
    const lost = {
      ...message.sender,
      lease: { ...message.sender.lease, fence: message.sender.lease.fence - 1 },
    };
    expect(await nextAmendments(message.tools, lost, 5)).toEqual([]);
    const claims = await Promise.all([1, 2, 3].map(() => nextAmendments(message.tools, message.sender, 5)));
    expect(claims.flat()).toHaveLength(1);
  });

  it('is tried again when it is unclear what came of it, or the messenger wants a pause', async () => {
    const message = await said('one');
    await message.deliver();
    await message.edit('two');
    message.answers({ type: 'unclear' });
    await message.amend();
    message.answers({ type: 'later', retry_after_ms: 5_000 });
    clock.advance(1);
    await message.amend();
    await message.amend();
    message.answers({ type: 'done' });
    clock.advance(1);
    await message.amend();
    expect(message.calls).toEqual(['edit: two', 'edit: two', 'edit: two']);
    expect((await message.row()).amend_due_at).toBeNull();
  });

  it('reads again as the user has it when it can’t be changed; what was tried is kept', async () => {
    const message = await said('one');
    await message.deliver();
    await message.edit('two');
    await message.amend();
    message.answers({ type: 'refused', reason: 'gone' });
    await message.edit('three');
    await message.edit('four');
    await message.amend();
    expect(await message.row()).toMatchObject({ content: 'two', amend_due_at: null });
    expect(await message.history()).toEqual(['one', 'two', 'three', 'four']);
    message.answers({ type: 'done' });
    await message.edit('five');
    await message.amend();
    expect(message.calls.at(-1)).toBe('edit: five');
  });

  it('is shortened also when only a part of it had gone out', async () => {
    const message = await said('one part|another part');
    const [claimed] = await message.claim();
    const sendPart: Channel['sendPart'] = async ({ content }, part) => {
      const parts = content.split('|').length;
      if (part >= parts) return { type: 'complete' };
      if (part > 0) return { type: 'later', retry_after_ms: 1 };
      return { type: 'sent', external_message_id: '1-1', sent_at: clock.now(), parts };
    };
    const sender = { ...message.sender, channel: { ...message.sender.channel, sendPart } };
    await deliverMessage(message.tools, sender, claimed!);
    await message.edit('short');
    const [again] = await message.claim();
    await deliverMessage(message.tools, sender, again!);
    expect(await message.row()).toMatchObject({ delivery_status: 'sent', content: 'short' });
    await message.amend();
    expect(message.calls).toEqual(['edit: short']);
  });

  it('is changed to what it reads by now when what it read before was refused', async () => {
    const message = await said('one');
    await message.deliver();
    await message.edit('far too long');
    const [claimed] = await nextAmendments(message.tools, message.sender, 5);
    await message.edit('two');
    message.answers({ type: 'refused', reason: 'text_too_long' });
    await amendMessage(message.tools, message.sender, claimed!);
    message.answers({ type: 'done' });
    await message.amend();
    expect(message.calls).toEqual(['edit: far too long', 'edit: two']);
    expect(await message.row()).toMatchObject({ content: 'two', amend_due_at: null, shown_edits: 2 });
  });
});

describe('what is taken back', () => {
  it('is never sent while it waits', async () => {
    const message = await said('one');
    expect(await message.takeBack()).toBe('never_sent');
    await message.deliver();
    expect(await message.row()).toMatchObject({ delivery_status: 'dropped', amend_due_at: null });
    expect(await message.takeBack()).toBe('not_possible');
  });

  it('goes from the chat, whatever had been edited about it', async () => {
    const message = await said('one');
    await message.deliver();
    await message.edit('two');
    expect(await message.takeBack()).toBe('asked');
    await message.amend();
    await message.amend();
    expect(message.calls).toEqual(['withdraw 1-1']);
    expect(await message.row()).toMatchObject({
      content: 'two',
      deleted_at: expect.any(Date),
      amend_due_at: null,
    });
  });

  it('is not sent again when its sending had to wait', async () => {
    const message = await said('one');
    const [claimed] = await message.claim();
    expect(await message.takeBack()).toBe('asked');
    const sendPart: Channel['sendPart'] = async () => ({ type: 'later', retry_after_ms: 1 });
    await deliverMessage(
      message.tools,
      { ...message.sender, channel: { ...message.sender.channel, sendPart } },
      claimed!,
    );
    clock.advance(1);
    await message.deliver();
    await message.amend();
    expect(message.calls).toEqual([]);
    expect(await message.row()).toMatchObject({ delivery_status: 'dropped', amend_due_at: null });
  });

  it('can not be when nobody knows whether it arrived; an edit of it waits for the next sending', async () => {
    const message = await said('one');
    const [claimed] = await message.claim();
    await message.edit('two');
    const sendPart: Channel['sendPart'] = async () => ({ type: 'unclear' });
    const channel = { ...message.sender.channel, sendPart };
    await deliverMessage(message.tools, { ...message.sender, channel }, claimed!);
    await message.amend();
    expect(await message.row()).toMatchObject({
      content: 'two',
      delivery_status: 'uncertain',
      amend_due_at: null,
    });
    expect(await message.takeBack()).toBe('not_possible');
    expect(message.calls).toEqual([]);
  });

  it('is taken back also when an edit of it is refused at that moment', async () => {
    const message = await said('one');
    await message.deliver();
    await message.edit('far too long');
    const [claimed] = await nextAmendments(message.tools, message.sender, 5);
    expect(await message.takeBack()).toBe('asked');
    message.answers({ type: 'refused', reason: 'text_too_long' });
    await amendMessage(message.tools, message.sender, claimed!);
    message.answers({ type: 'done' });
    await message.amend();
    expect(message.calls).toEqual(['edit: far too long', 'withdraw 1-1']);
    expect(await message.row()).toMatchObject({ deleted_at: expect.any(Date), amend_due_at: null });
  });

  it('that stays said after all shows the edit that had waited', async () => {
    const message = await said('one');
    await message.deliver();
    await message.edit('two');
    await message.takeBack();
    message.answers({ type: 'refused', reason: 'too_late' });
    await message.amend();
    message.answers({ type: 'done' });
    await message.amend();
    expect(message.calls).toEqual(['withdraw 1-1', 'edit: two']);
    expect(await message.row()).toMatchObject({ content: 'two', deleted_at: null, amend_due_at: null });
  });

  it('while it is being sent, with an unclear outcome, is not said to have never been sent', async () => {
    const message = await said('one', 'assistant');
    const [claimed] = await message.claim();
    await message.takeBack();
    const sendPart: Channel['sendPart'] = async () => ({ type: 'unclear' });
    const channel = { ...message.sender.channel, sendPart };
    await deliverMessage(message.tools, { ...message.sender, channel }, claimed!);
    clock.advance(5);
    await message.deliver();
    expect(await message.row()).toMatchObject({ delivery_status: 'uncertain' });
  });

  it('stays said when the messenger refuses', async () => {
    const message = await said('one');
    await message.deliver();
    await message.takeBack();
    message.answers({ type: 'refused', reason: 'too_late' });
    await message.amend();
    expect(await message.row()).toMatchObject({ content: 'one', deleted_at: null, amend_due_at: null });
  });
});
