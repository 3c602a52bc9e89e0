import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientFileSchema } from '../../src/clients/client-file/client-file-schema.js';
import { newClientState } from '../../src/clients/client-file/client-state.js';
import { envExample } from '../../src/config.js';
import { jobs } from '../../src/jobs/catalog.js';
import { noticeNames, noticePlaceholders } from '../../src/texts/notices.js';
import { texts } from '../../src/texts/texts.js';
import { groupCommands } from '../../src/topics/commands/commands.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const operations = read('docs/operations.md');
/** The sources of the command line, read as text: what they import starts the whole program. */
const commandLine = readdirSync(join(root, 'cli'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(join('cli', name)))
  .join('\n');
const commands = [...commandLine.matchAll(/words: '([a-z -]+)'/g)].map(([, words = '']) => words);

describe('Links', () => {
  it('lead only to files and headings that exist', () => {
    const broken = everywhere((text, document) => linksOf(text).filter((link) => !leadsOn(document, link)));
    expect(broken).toEqual([]);
  });

  it('files and folders of the repository that are named exist', () => {
    const ours =
      /`((?:bench|bots|cli|deploy|docs|examples|playground|prisma|src|test|web|workers)\/[\w./-]*)`/g;
    // In recipes xx and NNNN stand for what is yet to be made.
    const isThere = (path: string): boolean => /xx|NNNN/.test(path) || existsSync(join(root, path));
    const named = (text: string): string[] => [...text.matchAll(ours)].map(([, path = '']) => path);
    expect(everywhere((text) => named(text).filter((path) => !isThere(path)))).toEqual([]);
  });

  it("the manual's list of contents has every chapter", () => {
    const chapters = headingsOf(operations).filter(({ level }) => level === 2);
    const [contents = ''] = operations.split(/^## /m);
    expect(linksOf(contents)).toEqual(
      expect.arrayContaining(chapters.map(({ title }) => `#${anchorOf(title)}`)),
    );
  });

  it('every decision stands in the list of decisions', () => {
    const files = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d/.test(name));
    expect(linksOf(read('docs/decisions/README.md'))).toEqual(files);
  });
});

describe('Commands', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

  it('of npm and of estafeta: only those that exist are named', () => {
    const unknown = everywhere((text) => {
      const ofNpm = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
      const ofEstafeta = [...text.matchAll(/(?:npm run estafeta --|start\.mjs) ([a-z][a-z -]*)/g)];
      return [
        ...ofNpm.filter((name) => !(name in scripts)),
        ...ofEstafeta.map(([, words = '']) => words).filter((words) => !isCommand(words)),
      ];
    });
    expect(unknown).toEqual([]);
  });

  it('the table of commands has every command with its options, and no other', () => {
    const told = codes(firstCells(section('Commands')));
    expect(told.filter((one) => !isCommand(one))).toEqual([]);
    expect(commands.filter((words) => !told.some((one) => one.startsWith(words)))).toEqual([]);
    for (const [usage] of commandLine.matchAll(/^.*usage.*',$/gm))
      for (const [option] of usage.matchAll(/--[\w-]+/g)) expect(section('Commands')).toContain(option);
  });

  it("the table of the managers' group has every command of the group", () => {
    const told = firstCells(section("In the managers' group")).join('\n');
    const named = [...told.matchAll(/\/([a-z]+)/g)].map(([, name = '']) => name);
    expect(sorted(named)).toEqual(sorted(groupCommands.map(({ name }) => name)));
  });
});

describe('Tables', () => {
  it('variables: those the program reads', () => {
    const known = [...envExample().matchAll(/^#(\w+)=/gm)].map(([, name = '']) => name);
    expect(sorted(codes(firstCells(section('Variables'))))).toEqual(sorted(known));
  });

  it('a client, its settings and intents: the keys a client file may have', () => {
    const { client, settings, intents } = clientFileSchema.shape;
    expect(codes(firstCells(section('client')))).toEqual(Object.keys(client.shape));
    expect(sorted(codes(firstCells(section('settings'))))).toEqual(
      sorted(Object.keys(settings.unwrap().shape)),
    );
    expect(sorted(codes(firstCells(section('intents'))))).toEqual(
      sorted(Object.keys(intents.unwrap().element.shape)),
    );
  });

  it('the defaults of settings are those of a new client', () => {
    const ours = newClientState('my-shop').settings as Record<string, unknown>;
    for (const [key = '', told = ''] of rows(section('settings'))) {
      const value = ours[key.replaceAll('`', '')];
      const isNone = value === null || (Array.isArray(value) && value.length === 0);
      if (isNone) expect(['none', 'round the clock']).toContain(told);
      else
        expect(`${key} ${told.replaceAll('`', '')}`).toBe(
          `${key} ${JSON.stringify(value).replaceAll('"', '')}`,
        );
    }
  });

  it('notices: every one, with what may stand in its braces', () => {
    const known = noticeNames.map((name) => {
      const own = noticePlaceholders[name].filter((one) => !noticePlaceholders.greeting.includes(one));
      return [`\`${name}\``, ...own.map((one) => `\`{${one}}\``)].join(' ');
    });
    const told = rows(section('notices')).map(([name = '', , also = '']) => `${name} ${also}`.trim());
    expect(sorted(told)).toEqual(sorted(known));
  });

  it('buttons of the glossary: what they are called in each language', () => {
    const [, table = ''] = read('docs/glossary.md').split(/^(?=\| in the documents)/m);
    const [ru, en, kk] = ['ru', 'en', 'kk'].map((language) => Object.entries(texts(language).buttons));
    const told = rows(table).map((cells) => cells.slice(0, 3).join(' / '));
    const known = ru?.map(([, label], index) =>
      [`[${label}]`, en?.[index]?.[1], kk?.[index]?.[1]].join(' / '),
    );
    expect(told.filter((row) => !known?.includes(row))).toEqual([]);
  });

  it('what is due: every job stands in the architecture', () => {
    const told = read('docs/architecture.md');
    expect(Object.keys(jobs).filter((job) => !told.includes(job))).toEqual([]);
  });
});

describe('The README in two languages', () => {
  const [english, russian] = [read('README.md'), read('README.ru.md')];

  it('has the same headings, the same commands and the same pictures in both', () => {
    const shapeOf = (text: string) => ({
      headings: headingsOf(text).map(({ level }) => level),
      commands: commandsOf(text),
      pictures: [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, file]) => file),
    });
    expect(shapeOf(russian)).toEqual(shapeOf(english));
  });

  it('leads from each to the other', () => {
    expect(linksOf(english)).toContain('README.ru.md');
    expect(linksOf(russian)).toContain('README.md');
  });
});

/** What is found in each document, after the document's name. */
function everywhere(find: (text: string, document: string) => string[]): string[] {
  return documents.flatMap((document) => find(read(document), document).map((one) => `${document}: ${one}`));
}

function leadsOn(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : relative(root, join(root, dirname(document), path));
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || headingsOf(read(target)).some(({ title }) => anchorOf(title) === anchor);
}

/** Where a document leads to inside the repository. */
function linksOf(text: string): string[] {
  const all = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return all.filter((link) => !/^[a-z]+:/.test(link));
}

function headingsOf(text: string): { level: number; title: string }[] {
  return [...withoutCode(text).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }));
}

/** What a heading is called in links, by GitHub's rules. */
function anchorOf(title: string): string {
  const letters = title.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '');
  return letters.replaceAll(/\s/g, '-');
}

function withoutCode(text: string): string {
  return text.replaceAll(/^( *)```[^]*?^\1```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The lines to be typed, wherever they stand, in order. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^( *)```sh\n([^]*?)^\1```$/gm)].map(([, , lines = '']) => lines);
  const inSentences = [...text.matchAll(/`(npm [^`]+)`/g)].map(([, command = '']) => command);
  return [...blocks.flatMap((lines) => lines.trim().split(/\s*\n\s*/)), ...inSentences];
}

/** The text under a heading of the manual, up to the next heading. */
function section(title: string): string {
  const [, text] = operations.split(new RegExp(`^#+ ${title}$`, 'm'));
  if (text === undefined) throw new Error(`docs/operations.md has no heading "${title}"`);
  return text.split(/^#+ /m)[0] ?? '';
}

/** The cells of a section's first table, without its head. */
function rows(text: string): string[][] {
  const [table = ''] = /(?:^\|.*\n)+/m.exec(text) ?? [];
  const lines = table.trim().split('\n').slice(2);
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function firstCells(text: string): string[] {
  return rows(text).map(([cell = '']) => cell);
}

/** What stands in backticks. */
function codes(cells: readonly string[]): string[] {
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

/** @param typed what follows `npm run estafeta --`, perhaps with arguments */
function isCommand(typed: string): boolean {
  const words = typed.trim().split(/\s+/);
  if (words[0] === 'help') return true;
  return commands.some((command) => command.split(' ').every((word, index) => words[index] === word));
}

function sorted(names: readonly string[]): string[] {
  return names.toSorted();
}
