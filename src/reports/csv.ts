/** A value of a report. */
export type Cell = string | number | boolean | Date | null;

/**
 * How a spreadsheet of some country reads CSV. Where fractions have a comma (`1,5`), as in Russia and Kazakhstan, columns
 * part at semicolons; Excel would there put a line with commas into one cell, and take 1.5 for the first of May.
 */
export const csvFractions = ['point', 'comma'] as const;
export type CsvFractions = (typeof csvFractions)[number];

const separators: Record<CsvFractions, string> = { point: ',', comma: ';' };

/**
 * Rows as CSV that spreadsheets open as a table: CRLF, UTF-8 with its mark. A text that a spreadsheet would take for a
 * formula gets an apostrophe before it, which shows as nothing and computes nothing; within a text, too, where a
 * spreadsheet of another country, whose columns part elsewhere, would begin a cell.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsv(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
  fractions: CsvFractions = 'point',
): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? null))];
  const lineOf = (cells: readonly Cell[]): string =>
    cells.map((cell) => cellOf(cell, fractions)).join(separators[fractions]);
  return `\uFEFF${lines.map(lineOf).join('\r\n')}\r\n`;
}

function cellOf(value: Cell, fractions: CsvFractions): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && fractions === 'comma') return String(value).replace('.', ',');
  if (typeof value !== 'string') return String(value);
  const harmless = value.replaceAll(/^(?=[=+\-@\t\r\n])|(?<=[;\t\r\n]["' ]*)(?=[=+\-@])/g, "'");
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
