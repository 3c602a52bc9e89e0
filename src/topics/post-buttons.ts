import { z } from 'zod';
import type { PostButton } from './post-content.js';
import { parsePress, pressData } from './press.js';

const kept = z.array(z.array(z.object({ label: z.string(), data: z.string() })));

/** The buttons under an answer, as its row keeps them. */
export function keptButtons(buttons: readonly PostButton[][]): Record<string, unknown> {
  return {
    buttons: buttons.map((row) => row.map(({ label, press }) => ({ label, data: pressData(press) }))),
  };
}

/** @returns the buttons that a post's row keeps, in rows; none for a post without */
export function buttonsIn(payload: Readonly<Record<string, unknown>>): PostButton[][] {
  const rows = kept.safeParse(payload['buttons']).data ?? [];
  return rows.map((row) =>
    row.flatMap(({ label, data }): PostButton[] => {
      const press = parsePress(data);
      return press ? [{ label, press }] : [];
    }),
  );
}
