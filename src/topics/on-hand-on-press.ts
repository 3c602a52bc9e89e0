import { closeMenu, openMenu, openMenuOn } from './card-menu.js';
import type { CardMenu } from './card-menu.js';
import { queueCard } from './cards.js';
import { findManager } from './known-managers.js';
import { youHaveIt } from './press-answers.js';
import type { HandingOn } from './press.js';
import { nothingPressed, pressedWith } from './pressing.js';
import type { Pressed, Pressing } from './pressing.js';
import { carryOut } from '../handovers/carry-out.js';
import type { Outcome } from '../handovers/carry-out.js';
import type { Refusal } from '../handovers/handover-decision.js';
import { lockHandover } from '../handovers/handover-row.js';
import type { HandoverRow } from '../handovers/handover-row.js';
import { alreadyEnded } from '../handovers/handover-steps.js';
import { isOpenStatus } from '../handovers/handover-types.js';
import type { Queryable } from '../shared/database.js';
import { texts } from '../texts/texts.js';

/**
 * [Передать], and the buttons of the menu it opens on the card: managers, "me", "the queue". The menu stands in the
 * card's row. A choice shuts it, so that of two who choose at once one is heard and the other is told whose it is now.
 */
export async function onHandOnPress(tx: Queryable, press: HandingOn, pressing: Pressing): Promise<Pressed> {
  const { profile } = pressing;
  const handover = await lockHandover(tx, { client_id: profile.id, handover_id: press.handover_id });
  if (!handover) return nothingPressed(texts(profile.language).press.unknownButton);
  if (handover.status !== 'active') return refused(tx, pressing, handover);
  const menu = await openMenuOn(tx, handover);
  switch (press.action) {
    case 'hand_on':
      return turnTo(tx, handover, { page: 0 }, pressing);
    case 'hand_more':
      return turnTo(tx, handover, { page: (menu?.page ?? -1) + 1 }, pressing);
    case 'hand_back':
      return turnTo(tx, handover, null, pressing);
    case 'hand_me':
    case 'hand_to':
    case 'hand_queue':
      return menu ? choose(tx, press, handover, pressing) : refused(tx, pressing, handover);
  }
}

/** Shows a page of the menu, or the card as it was. */
async function turnTo(
  tx: Queryable,
  handover: HandoverRow,
  menu: CardMenu | null,
  { profile, now }: Pressing,
): Promise<Pressed> {
  await queueCard(tx, { profile, handover, now });
  await (menu ? openMenu(tx, handover, menu) : closeMenu(tx, handover));
  const text = menu ? texts(profile.language).handingOn.toWhom : '';
  return { text, alert: false, user_id: handover.user_id };
}

async function choose(
  tx: Queryable,
  press: HandingOn,
  handover: HandoverRow,
  pressing: Pressing,
): Promise<Pressed> {
  const { profile, by } = pressing;
  const { press: words, handingOn } = texts(profile.language);
  if (press.action === 'hand_queue')
    return answer(
      tx,
      pressing,
      await carryOut(tx, handover, { type: 'give_to_queue' }, pressing),
      words.queued,
    );
  const manager =
    press.action === 'hand_to'
      ? await findManager(tx, { client_id: profile.id, manager_id: press.manager_id })
      : by;
  if (!manager) return nothingPressed(words.unknownButton);
  if (handover.manager_id === manager.id && manager.id !== by.id)
    return nothingPressed(handingOn.alreadyTheirs(manager.name));
  const outcome = await carryOut(tx, handover, { type: 'reassign', manager }, pressing);
  const done = manager.id === by.id ? youHaveIt(profile) : handingOn.done(manager.name);
  return answer(tx, pressing, outcome, done);
}

/** Whose it is already needs no menu any more. */
async function answer(tx: Queryable, pressing: Pressing, outcome: Outcome, words: string): Promise<Pressed> {
  if (!outcome.ok && outcome.handover) await turnTo(tx, outcome.handover, null, pressing);
  const pressed = await pressedWith(tx, pressing, outcome, words);
  return { ...pressed, user_id: outcome.handover?.user_id ?? null };
}

/** Too late: the menu was used or shut meanwhile, or the request has ended. */
async function refused(tx: Queryable, pressing: Pressing, handover: HandoverRow): Promise<Pressed> {
  return pressedWith(tx, pressing, { ok: false, refusal: whyNot(handover, pressing), handover }, '');
}

function whyNot(handover: HandoverRow, { by }: Pressing): Refusal {
  const { status, manager_id, assigned_to_name: who, taken_at: when, waiting_since } = handover;
  if (!isOpenStatus(status)) return alreadyEnded(handover);
  if (status === 'pending') return { refusal: 'already_in_queue', when: waiting_since };
  return { refusal: manager_id === by.id ? 'already_yours' : 'taken_by_other', who, when };
}
