import { z } from 'zod';
import type { ChatMessage } from '../model.js';

/** Something to choose under a message of the business, and how the answer tells of it. */
export type Choice = {
  kind: 'button_reply' | 'list_reply' | 'template';
  id: string;
  title: string;
  description?: string;
};

const row = z.object({ id: z.string(), title: z.string(), description: z.string().optional() });
const interactive = z.object({
  action: z.object({
    buttons: z.array(z.object({ reply: z.object({ id: z.string(), title: z.string() }) })).default([]),
    sections: z.array(z.object({ rows: z.array(row).default([]) })).default([]),
  }),
});
const template = z.object({
  components: z
    .array(
      z.looseObject({
        sub_type: z.string().optional(),
        parameters: z.array(z.looseObject({ payload: z.string().optional() })).default([]),
      }),
    )
    .default([]),
});

const list = z.object({ type: z.literal('list'), action: z.object({ button: z.string() }) });

/** What stands on the button that opens a message's list; null when it has none. */
export function listTitleOf({ from, content }: Pick<ChatMessage, 'from' | 'content'>): string | null {
  return from === 'business' ? (list.safeParse(content).data?.action.button ?? null) : null;
}

/** What a customer can press under a message; the title of a template's button is its payload here. */
export function choicesOf({ from, type, content }: ChatMessage): Choice[] {
  if (from !== 'business') return [];
  if (type === 'template') {
    const { components } = template.parse(content);
    const payloads = components.filter(({ sub_type }) => sub_type === 'quick_reply');
    return payloads.flatMap(({ parameters }) =>
      parameters.flatMap(({ payload }) =>
        payload === undefined ? [] : { kind: 'template', id: payload, title: payload },
      ),
    );
  }
  const { data } = interactive.safeParse(content);
  if (!data) return [];
  const { buttons, sections } = data.action;
  return [
    ...buttons.map(({ reply: { id, title } }) => ({ kind: 'button_reply' as const, id, title })),
    ...sections.flatMap(({ rows }) =>
      rows.map(({ id, title, description }) => ({
        ...{ kind: 'list_reply' as const, id, title },
        ...(description !== undefined && { description }),
      })),
    ),
  ];
}
