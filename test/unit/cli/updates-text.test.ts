import { chosenUpdates, isHopeless, outcomeText, updatesTable } from '../../../cli/updates-text.js';
import type { FailedUpdate } from '../../../src/integrations/failed-updates.js';

const update: FailedUpdate = {
  id: '6f1f3f0e-8f7b-4d0a-9c43-3d1f6a3b2c10',
  created_at: new Date('2026-11-22T10:00:00Z'),
  client: 'coffee',
  source: 'telegram:0123456789abcdef',
  integration: 'shop',
  kind: 'message',
  error: 'it broke',
  replay_requested_at: null,
  replayed_at: null,
  is_connected: true,
  is_held: true,
};

describe('updates that were set aside, on the screen', () => {
  it('are a table', () => {
    expect(updatesTable([update]).split('\n')).toEqual([
      'id        when (UTC)        client  source         kind     replayed  error',
      '6f1f3f0e  2026-11-22 10:00  coffee  telegram/shop  message  no        it broke',
    ]);
    expect(updatesTable([])).toContain('every update was handled');
  });

  it('have their error in one line that a terminal does not obey', () => {
    const error = `first\nsecond \u001B[31mred\u202E ${'long '.repeat(50)}`;
    const [, line = ''] = updatesTable([{ ...update, error }]).split('\n');
    expect(line).toMatch(/first second \[31mred long .*…$/);
    expect(line.length).toBeLessThan(180);
  });

  it('say what came of a replay, and what to do where nothing did', () => {
    expect(outcomeText({ ...update, replayed_at: new Date() })).toBe('6f1f3f0e  handled');
    expect(outcomeText(update)).toBe('6f1f3f0e  failed again: it broke');
    expect(outcomeText({ ...update, replay_requested_at: new Date(), is_held: false })).toContain(
      'start --role bots',
    );
    expect(outcomeText({ ...update, is_connected: false })).toContain('updates discard');
  });

  it('are not waited for without end: neither for a bot that nobody holds, nor for one that does not get to them', () => {
    const open = { ...update, replay_requested_at: new Date() };
    expect(isHopeless([open], 30_000)).toBe(false);
    expect(isHopeless([open], 61_000)).toBe(true);
    expect(isHopeless([{ ...open, is_held: false }], 19_000)).toBe(false);
    expect(isHopeless([{ ...open, is_held: false }], 21_000)).toBe(true);
    expect(outcomeText(open)).toMatch(/its bot does not get to it.*client list/);
  });

  it('are named by the beginnings of their ids', () => {
    const other = { ...update, id: '6f1f3f0f-8f7b-4d0a-9c43-3d1f6a3b2c10' };
    expect(chosenUpdates([update, other], ['6F1F3F0E'])).toEqual([update]);
    expect(() => chosenUpdates([update, other], ['6f1f'])).toThrow('2 updates begin with 6f1f');
    expect(() => chosenUpdates([update], ['abc'])).toThrow('There is no update abc that waits');
  });
});
