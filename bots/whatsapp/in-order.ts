import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

const arrival = 'CB:message';

/**
 * Lets messages in one after the other, in the order WhatsApp delivers them. The library looks up who wrote a message
 * before it lines up to be opened, and keeps two lines, for what waited while the phone was away and for what comes now: of
 * messages that come close together a later one may overtake. What it tells WhatsApp that it has, it hands on at once then,
 * too, instead of after all that waited.
 *
 * What has not been begun when the connection ends is left alone: it comes again.
 */
export function inOrder({ ws }: Pick<WASocket, 'ws'>): void {
  const opening = ws.listeners(arrival) as ((node: BinaryNode) => unknown)[];
  ws.removeAllListeners(arrival);
  let last: Promise<void> = Promise.resolve();
  ws.on(arrival, (node: BinaryNode) => {
    // What fails there is told to the library's logger by itself.
    for (const open of opening)
      last = last.then(async () => void (ws.isOpen && (await open(arrivedNow(node))))).catch(() => undefined);
  });
}

/** Without the mark that it waited: by it the library would set it aside and say at once that it is done. */
function arrivedNow({ attrs: { offline: _waited, ...attrs }, ...node }: BinaryNode): BinaryNode {
  return { ...node, attrs };
}
