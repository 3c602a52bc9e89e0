/** A value of a report. */
export type Cell = string | number | boolean | Date | null;

/**
 * Rows as CSV that spreadsheets open as a table: commas, CRLF, UTF-8 with its mark. A text that a spreadsheet would take
 * for a formula gets an apostrophe before it, which shows as nothing and computes nothing; within a text, too, where a
 * spreadsheet of another country, whose columns part at semicolons or tabs, would begin a cell.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsv(columns: readonly string[], rows: readonly Readonly<Record<string, Cell>>[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? null))];
  return `\uFEFF${lines.map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

function cellOf(value: Cell): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') return String(value);
  const harmless = value.replaceAll(/^(?=[=+\-@\t\r\n])|(?<=[;\t\r\n]["' ]*)(?=[=+\-@])/g, "'");
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
