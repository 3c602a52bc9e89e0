import { asData, asRoles, unreadText } from '../../../src/assistant/conversation-for-model.js';
import type { Dialogue, SpokenLine } from '../../../src/assistant/conversation-for-model.js';

const line = (
  seq: number,
  role: SpokenLine['role'],
  content: string,
  more: Partial<SpokenLine> = {},
): SpokenLine => ({
  seq,
  role,
  content,
  kind: 'text',
  manager_name: null,
  ...more,
});

const dialogue: Dialogue = {
  lines: [
    line(1, 'user', 'где заказ?'),
    line(2, 'system', 'Зову коллегу.'),
    line(3, 'manager', 'Будет к пяти.', { manager_name: 'Мария' }),
    line(4, 'user', ''),
    line(5, 'user', 'а чай у вас есть?'),
  ],
  read_seq: 3,
  summary: null,
  handback: null,
};

describe('A conversation for a model', () => {
  it('has what the user says in user-role content, and everything else in ours', () => {
    expect(asRoles(dialogue)).toEqual([
      { role: 'user', content: 'где заказ?' },
      { role: 'assistant', content: '[automatic notice] Зову коллегу.' },
      { role: 'assistant', content: '[colleague Мария] Будет к пяти.' },
      { role: 'user', content: '[text]' },
      { role: 'user', content: 'а чай у вас есть?' },
    ]);
  });

  it('can be one piece of data in which the unread is marked', () => {
    const [message, ...others] = asData(dialogue);
    expect(others).toEqual([]);
    expect(message?.role).toBe('user');
    const { conversation } = JSON.parse(message!.content) as {
      conversation: { text: string; unread?: true }[];
    };
    expect(conversation.filter(({ unread }) => unread).map(({ text }) => text)).toEqual([
      '[text]',
      'а чай у вас есть?',
    ]);
  });

  it('tells a stretch in which a person talked in short, but nothing that is unread', () => {
    const handback = { from_seq: 1, to_seq: 4, summary: 'Заказ обещан к пяти.' };
    expect(asRoles({ ...dialogue, handback }).map(({ content }) => content)).toEqual([
      "[summary of a colleague's part] Заказ обещан к пяти.",
      '[text]',
      'а чай у вас есть?',
    ]);
  });

  it('begins with what was said before this conversation', () => {
    expect(asRoles({ ...dialogue, summary: 'Постоянный гость.' })[0]?.content).toContain('Постоянный гость.');
  });

  it('gives the words that are to be judged', () => {
    expect(unreadText(dialogue)).toBe('а чай у вас есть?');
  });
});
