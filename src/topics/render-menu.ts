import type { CardMenu } from './card-menu.js';
import { knownManagers } from './known-managers.js';
import type { PostButton } from './post-content.js';
import type { Rendering } from './rendering.js';
import type { StyledText } from './styled-text.js';
import type { HandoverRow } from '../handovers/handover-row.js';

const namesOnPage = 8;
const namesInRow = 2;

/** The menu behind [Передать]: a page of the other managers, "me", "the queue", further pages, and the way back. */
export async function renderMenu(
  { db, words }: Rendering,
  { id: handover_id, client_id, manager_id: taker }: Pick<HandoverRow, 'id' | 'client_id' | 'manager_id'>,
  { page }: CardMenu,
): Promise<{ text: StyledText; buttons: PostButton[][] }> {
  const others = (await knownManagers(db, client_id)).filter(({ id }) => id !== taker);
  const pages = Math.max(1, Math.ceil(others.length / namesOnPage));
  // Past the last page comes the first: people may have left since the page was turned.
  const first = (page % pages) * namesOnPage;
  const names = others.slice(first, first + namesOnPage).map(({ id, name }): PostButton => ({
    label: name,
    press: { action: 'hand_to', handover_id, manager_id: id },
  }));
  const { buttons, handingOn } = words;
  const more: PostButton = { label: buttons.handMore, press: { action: 'hand_more', handover_id } };
  const text = others.length > 0 ? handingOn.toWhom : `${handingOn.toWhom}\n${handingOn.nobodyElse}`;
  return {
    text: [{ text: `\n\n${text}`, look: 'bold' }],
    buttons: [
      ...inRows(names),
      [
        { label: buttons.handToMe, press: { action: 'hand_me', handover_id } },
        { label: buttons.handToQueue, press: { action: 'hand_queue', handover_id } },
      ],
      [
        { label: buttons.handBack, press: { action: 'hand_back', handover_id } },
        ...(pages > 1 ? [more] : []),
      ],
    ],
  };
}

function inRows(buttons: readonly PostButton[]): PostButton[][] {
  const rows: PostButton[][] = [];
  for (let at = 0; at < buttons.length; at += namesInRow) rows.push(buttons.slice(at, at + namesInRow));
  return rows;
}
