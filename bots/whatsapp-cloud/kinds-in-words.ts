import type { CloudContents } from './webhook-shapes.js';

type Order = NonNullable<CloudContents['order']>;

/** What was put into the basket, a line each, and what the user wrote to it: "HAMBURGER × 3, 30 ILS". */
export function orderInWords({ text = '', product_items }: Order): string {
  const lines = product_items.map(({ product_retailer_id, quantity, item_price, currency = '' }) =>
    [
      `${product_retailer_id} × ${quantity}`,
      item_price === undefined ? '' : `${item_price} ${currency}`.trim(),
    ]
      .filter(Boolean)
      .join(', '),
  );
  return ['🛒', ...lines, text].filter((line) => line.trim() !== '').join('\n');
}

/** The mark by which a form is found again; of no interest to people. */
const marks = new Set(['flow_token']);

/** What a user filled in, a line each: "comment_text: …". @returns null when there is nothing to be read */
export function flowInWords({
  response_json = '',
  body = '',
}: {
  response_json?: string | undefined;
  body?: string | undefined;
}): string | null {
  const lines = Object.entries(fieldsOf(response_json))
    .filter(([name]) => !marks.has(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return lines.length > 0 ? lines.join('\n') : body || null;
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const fields: unknown = JSON.parse(text);
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
