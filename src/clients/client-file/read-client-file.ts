import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import type { ZodError } from 'zod';
import { plainly } from './plain-problem.js';
import { invalidInput } from '../../shared/errors.js';
import { clientFileSchema, doubledNames } from './client-file-schema.js';
import type { ClientFile } from './client-file-schema.js';

type Problem = { path: PropertyKey[]; message: string };

const placeholder = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Reads a client file: YAML, `${NAME}` filled in from the environment, every field checked. All problems are told at
 * once, each with its line; values are never repeated, they may be secrets.
 *
 * @param source the file's name (for messages), its text, and what a name stands for in the environment
 * @throws EstafetaError `client_file_invalid`
 */
export function readClientFile(source: {
  name: string;
  text: string;
  variable: (name: string) => string | undefined;
}): ClientFile {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    refuse(
      document.errors.map((error) => {
        const { line } = lines.linePos(error.pos[0]);
        return `${source.name}:${line}: this is not YAML: ${error.message}`;
      }),
    );
  }
  if (document.contents === null) {
    refuse([`${source.name}:1: the file is empty; examples/ has files to start from`]);
  }
  const missing = fillIn(document, source.variable);
  const parsed = clientFileSchema.safeParse(document.toJS(), { error: plainly });
  const problems = [
    ...missing,
    ...(parsed.success ? doubledNames(parsed.data) : flatProblems(parsed.error, missing)),
  ];
  if (problems.length > 0 || !parsed.success) {
    refuse(
      problems.map((problem) => `${source.name}:${lineOf(document, lines, problem.path)}: ${words(problem)}`),
    );
  }
  return parsed.data;
}

function refuse(lines: string[]): never {
  throw invalidInput(
    'client_file_invalid',
    lines,
    'Correct these lines and apply the file again; nothing was changed.',
  );
}

/** Puts the environment's values in place of `${NAME}`; what is not set is a problem of its own. */
function fillIn(document: Document, variable: (name: string) => string | undefined): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (typeof node.value !== 'string' || key === 'key') return;
      const path = pathOf([...ancestors, node] as Node[]);
      node.value = node.value.replace(placeholder, (whole, name: string) => {
        const value = variable(name);
        if (value !== undefined && value !== '') return value;
        problems.push({ path, message: `the environment has no ${name}; set it, in .env for example` });
        return whole;
      });
    },
  });
  return problems;
}

/** A missing variable would also break the form of its field: said once is enough. */
function flatProblems(error: ZodError, said: Problem[]): Problem[] {
  const known = new Set(said.map((problem) => problem.path.join('.')));
  return error.issues
    .filter((issue) => !known.has(issue.path.join('.')))
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            path: [...issue.path, key],
            message: 'no such name; check the spelling, docs/operations.md lists what a client file may hold',
          }))
        : [{ path: issue.path, message: issue.message }],
    );
}

function words({ path, message }: Problem): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

/** The line of a field; of the nearest thing around it when it isn't there. */
function lineOf(document: Document, lines: LineCounter, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== null) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document, path: PropertyKey[]): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last);
    return isScalar(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
  }
  if (isSeq(parent)) return (parent.items[Number(last)] as Node | undefined)?.range?.[0] ?? null;
  return null;
}

function pathOf(chain: Node[]): PropertyKey[] {
  const path: PropertyKey[] = [];
  chain.forEach((node, index) => {
    const next = chain[index + 1];
    if (isSeq(node)) path.push(node.items.indexOf(next));
    if (isMap(node)) {
      // Between a map and its value stands the pair.
      const pair = node.items.find((item) => (item as unknown) === next);
      if (isScalar(pair?.key)) path.push(String(pair.key.value));
    }
  });
  return path;
}
