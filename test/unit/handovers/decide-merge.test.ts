import { roundTheClock } from '../../../src/clients/working-calendar.js';
import { decide, stateAfter } from '../../../src/handovers/decide.js';
import { decideAbsorb } from '../../../src/handovers/decide-merge.js';
import type {
  HandoverCommand,
  HandoverSettings,
  HandoverState,
  Taker,
} from '../../../src/handovers/handover-decision.js';
import type { ManagerId } from '../../../src/shared/ids.js';

const settings: HandoverSettings = {
  reminder_timeout_1: 30,
  reminder_timeout_2: 60,
  auto_close_timeout: 120,
  reply_policy: 'taker',
  csat_enabled: true,
  calendar: roundTheClock,
};
const aliya: Taker = { id: 'aliya-id' as ManagerId, name: 'Aliya' };
const bolat: Taker = { id: 'bolat-id' as ManagerId, name: 'Bolat' };
const at = (clock: string): Date => new Date(`2027-01-04T${clock}:00Z`);

/** A request after these commands, each at its time. */
function request(...steps: [string, HandoverCommand][]): HandoverState {
  return steps.reduce<HandoverState | null>((row, [clock, command]) => {
    const decision = decide(row, command, settings, at(clock));
    if (!decision.ok) throw new Error(`refused: ${decision.refusal}`);
    return stateAfter(row, decision);
  }, null) as HandoverState;
}

const open: HandoverCommand = { type: 'open', reason: 'intent' };

describe('the request of a user who is merged into another one', () => {
  it('ends without a word to the user, without a question for a rating', () => {
    const state = request(
      ['10:00', open],
      ['10:05', { type: 'take', manager: aliya }],
      ['10:10', { type: 'human_answer' }],
    );
    const decision = decide(state, { type: 'merge' }, settings, at('10:20'));
    expect(decision).toMatchObject({
      ok: true,
      from: ['pending', 'active'],
      set: { status: 'resolved', resolved_at: at('10:20'), auto_close_due_at: null },
      events: [{ type: 'merged' }],
      effects: [{ type: 'update_card' }],
    });
  });

  it('has ended once: what has ended before is not merged', () => {
    const state = request(['10:00', open], ['10:05', { type: 'resolve' }]);
    expect(decide(state, { type: 'merge' }, settings, at('10:20'))).toMatchObject({
      ok: false,
      refusal: 'already_ended',
    });
  });
});

describe('the request that waits for both', () => {
  it('waits since the earlier moment, with the reminders of that wait', () => {
    const earlier = { ...request(['10:00', open]), reminder_1_sent_at: at('10:30') };
    const decision = decideAbsorb(request(['10:20', open]), earlier, settings);
    expect(decision.set).toMatchObject({
      waiting_since: at('10:00'),
      reminder_1_sent_at: at('10:30'),
      reminder_1_due_at: null,
      reminder_2_due_at: at('11:00'),
    });
    expect(decision.set.status).toBeUndefined();
  });

  it('goes to who had taken the other one, when nobody has taken it', () => {
    const taken = request(['10:00', open], ['10:05', { type: 'take', manager: bolat }]);
    const { from, set } = decideAbsorb(request(['10:20', open]), taken, settings);
    expect(from).toEqual(['pending']);
    expect(set).toMatchObject({ status: 'active', assigned_to_name: 'Bolat', taken_at: at('10:05') });
  });

  it('stays with its own taker when both were taken', () => {
    const own = request(['10:20', open], ['10:25', { type: 'take', manager: aliya }]);
    const other = request(['10:00', open], ['10:05', { type: 'take', manager: bolat }]);
    const { set } = decideAbsorb(own, other, settings);
    expect(set.manager_id).toBeUndefined();
    expect(set.waiting_since).toEqual(at('10:05'));
  });

  it('counts as answered when a person answered in the other: a rating is asked for, and the cooldown begins', () => {
    const answered = request(
      ['10:00', open],
      ['10:05', { type: 'take', manager: bolat }],
      ['10:10', { type: 'human_answer' }],
    );
    const own = request(['10:20', open]);
    const both = stateAfter(own, decideAbsorb(own, answered, settings));
    expect(both.first_response_at).toEqual(at('10:10'));
    expect(decide(both, { type: 'resolve' }, settings, at('10:30'))).toMatchObject({
      effects: expect.arrayContaining([{ type: 'ask_rating' }, { type: 'start_cooldown' }]),
    });
  });

  it('waits again when it was answered and the other was not', () => {
    const answered = request(
      ['10:00', open],
      ['10:05', { type: 'take', manager: aliya }],
      ['10:10', { type: 'human_answer' }],
    );
    expect(decideAbsorb(answered, request(['10:20', open]), settings).set).toMatchObject({
      waiting_since: at('10:20'),
      reminder_1_due_at: at('10:50'),
      auto_close_due_at: at('12:20'),
    });
  });
});
