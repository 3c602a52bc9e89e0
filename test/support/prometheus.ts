/** One line of what Prometheus is told. */
export type Sample = { name: string; labels: Record<string, string>; value: number };

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;

/**
 * Reads the text format of Prometheus, as strictly as it does.
 *
 * @throws Error naming a line that is none
 */
export function readMetrics(text: string): Sample[] {
  const lines = text.split('\n').filter((one) => one !== '' && !one.startsWith('# '));
  return lines.map((one) => {
    const [, name, labels = '', value] = line.exec(one) ?? [];
    if (name === undefined || value === undefined) throw new Error(`Not a line of metrics: ${one}`);
    return { name, labels: readLabels(labels, one), value: numberOf(value) };
  });
}

/** The sum of all samples of a name that have these labels; undefined when there are none. */
export function valueOf(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}

function readLabels(text: string, of: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let at = 0;
  while (at < text.length) {
    label.lastIndex = at;
    const [whole, key, value] = label.exec(text) ?? [];
    if (whole === undefined || key === undefined || value === undefined)
      throw new Error(`Not labels of metrics: ${of}`);
    labels[key] = value;
    at += whole.length;
  }
  return labels;
}

function numberOf(text: string): number {
  // As Go reads numbers: in any case.
  if (text.toLowerCase() === 'nan') return Number.NaN;
  const value = Number(text.replace('Inf', 'Infinity'));
  if (Number.isNaN(value)) throw new Error(`Not a number: ${text}`);
  return value;
}
