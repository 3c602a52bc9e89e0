import { EventEmitter } from 'node:events';
import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';
import { inOrder } from '../../../../bots/whatsapp/in-order.js';

const message = (id: string, offline?: string): BinaryNode => ({
  tag: 'message',
  attrs: { id, ...(offline && { offline }) },
});

function socketThat(opens: (node: BinaryNode) => unknown) {
  const ws = Object.assign(new EventEmitter(), { isOpen: true });
  ws.on('CB:message', (node: BinaryNode) => opens(node));
  inOrder({ ws } as unknown as Pick<WASocket, 'ws'>);
  return ws;
}

describe('what comes in over a socket', () => {
  it('is opened one after the other, however long one takes, whether it had waited or not', async () => {
    const opened: BinaryNode[] = [];
    const slow: (() => void)[] = [];
    const ws = socketThat(async (node) => {
      if (node.attrs['id'] === 'slow') await new Promise<void>((done) => slow.push(done));
      opened.push(node);
    });
    for (const node of [message('slow', '1'), message('quick', '1'), message('now')])
      ws.emit('CB:message', node);
    await new Promise(setImmediate);
    expect(opened).toEqual([]);
    slow[0]?.();
    await new Promise(setImmediate);
    expect(opened).toEqual([message('slow'), message('quick'), message('now')]);
  });

  it('is left for the next connection once this one has ended, and one that fails stops none behind it', async () => {
    const opened: (string | undefined)[] = [];
    const ws = socketThat(async ({ attrs }) => {
      opened.push(attrs['id']);
      if (attrs['id'] === 'bad') throw new Error('not to be opened');
      if (attrs['id'] === 'last') ws.isOpen = false;
    });
    for (const id of ['bad', 'last', 'left alone']) ws.emit('CB:message', message(id));
    await new Promise(setImmediate);
    expect(opened).toEqual(['bad', 'last']);
  });
});
