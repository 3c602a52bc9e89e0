import { saidRating } from '../../../src/conversations/said-rating.js';
import type { Line } from '../../../src/conversations/read-lines.js';
import type { HandoverId, MessageId } from '../../../src/shared/ids.js';

const handover_id = 'h1' as HandoverId;
const noon = new Date('2027-01-04T12:00:00Z');
let seq = 0;

function line(role: Line['role'], content: string, more: Partial<Line> = {}): Line {
  seq += 1;
  const base = {
    kind: 'text',
    album_id: null,
    media: null,
    details: {},
    unsupported_kind: null,
    command: null,
    is_rating: false,
    is_unheard: false,
    notice: null,
    handover_id: null,
  } as const;
  const created_at = new Date(noon.getTime() + seq * 1_000);
  const id = `m${seq}` as MessageId;
  return { ...base, id, seq, role, content, manager_name: null, said_at: created_at, created_at, ...more };
}

const asked = (): Line => line('system', 'Как мы справились?', { notice: 'rating', handover_id });
const starred = (): Line => line('user', '⭐ 4', { kind: 'button', is_rating: true });

/** What the lines after the first ones say, of which the last so many are unread. */
function rating(lines: Line[], unread = 1): number | null {
  return saidRating(lines, lines.slice(-unread))?.stars ?? null;
}

describe('a lone digit', () => {
  it('rates when it answers the question', () => {
    const lines = [
      line('system', 'Рады были помочь', { notice: 'resolved', handover_id }),
      asked(),
      line('user', '5'),
    ];
    expect(saidRating(lines, lines.slice(-1))).toEqual({ message_id: lines[2]!.id, handover_id, stars: 5 });
  });

  it('rates after thanks, and after a star that was pressed', () => {
    expect(rating([asked(), line('user', 'спасибо!'), line('user', '5')])).toBe(5);
    expect(rating([asked(), starred(), line('user', '5')])).toBe(5);
  });

  it('takes the place of another one, thanks for it or not', () => {
    const thanked = line('system', 'Спасибо за оценку!', { notice: 'rated' });
    expect(rating([asked(), line('user', '4'), thanked, line('user', '5')])).toBe(5);
    expect(rating([asked(), line('user', '4'), line('user', '5')])).toBe(5);
    expect(
      rating([asked(), line('user', '4'), thanked, line('user', 'и ещё вопрос'), line('user', '5')]),
    ).toBeNull();
  });

  it('rates also when a question follows in the same breath', () => {
    expect(rating([asked(), line('user', '5'), line('user', 'а вы завтра работаете?')], 2)).toBe(5);
  });

  it('is none with words beside it, before it or in its place', () => {
    expect(rating([asked(), line('user', '5 минут')])).toBeNull();
    expect(rating([asked(), line('user', 'есть ещё вопрос'), line('user', '5')])).toBeNull();
    expect(rating([asked(), line('user', 'есть ещё вопрос'), line('user', '5')], 2)).toBeNull();
    expect(rating([asked(), line('user', 'хм', { kind: 'image' })])).toBeNull();
  });

  it('is none when nobody asked, or something else was said since', () => {
    expect(rating([line('assistant', 'Сколько штук?'), line('user', '5')])).toBeNull();
    expect(rating([asked(), line('manager', 'Сколько вам штук?'), line('user', '5')])).toBeNull();
  });

  it('is none a day later', () => {
    const question = asked();
    const late = new Date(question.created_at.getTime() + 24 * 3_600_000);
    expect(rating([question, line('user', '5', { created_at: late })])).toBeNull();
  });
});
