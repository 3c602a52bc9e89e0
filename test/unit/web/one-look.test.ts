import { readFileSync } from 'node:fs';

// The playground and the panel are pages of one product: a colour that both name is the same colour in both.
const panel = readFileSync('web/panel/design/base.css', 'utf8');
const playground = readFileSync('playground/page/styles/base.css', 'utf8');

/** The variables of the first rule that is found behind these words. */
function variablesOf(css: string, behind: string): Map<string, string> {
  const [, rule = ''] = css.slice(css.indexOf(behind)).match(/\{([^}]*)\}/) ?? [];
  return new Map(
    [...rule.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

it.each([
  ['light', "[data-mantine-color-scheme='light']", ':root'],
  ['dark', "[data-mantine-color-scheme='dark']", ':root {\n    --page'],
])('in the %s, the playground and the panel have the same colours', (_scheme, inPanel, inPlayground) => {
  const [ours, theirs] = [variablesOf(panel, inPanel), variablesOf(playground, inPlayground)];
  const shared = [...ours.keys()].filter((name) => theirs.has(name));
  expect(shared.length).toBeGreaterThan(8);
  for (const name of shared) expect(`${name} ${theirs.get(name)}`).toBe(`${name} ${ours.get(name)}`);
});
