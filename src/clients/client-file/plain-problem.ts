import type { z } from 'zod';

const shapes: Record<string, string> = {
  string: 'a text (a number in quotes is one)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of named fields',
  record: 'a block of named fields',
};

/**
 * Says in a few words what a field must be, for fields whose schema says nothing of its own. What stands there is never
 * repeated: it may be a secret.
 *
 * @param issue what zod found
 */
export function plainly(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    const shape = shapes[issue.expected] ?? issue.expected;
    return isMissing(issue.input) ? `is missing; write ${shape.replace(/ \(.*/, '')}` : `must be ${shape}`;
  }
  if (issue.code === 'invalid_union' && Array.isArray(issue['options'])) {
    return `must be ${issue['options'].join(' or ')}`;
  }
  if (issue.code === 'too_small') return tooSmall(issue);
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
  return undefined;
}

function isMissing(input: unknown): boolean {
  return input === undefined || input === null;
}

function tooSmall({ minimum, origin }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): string {
  return origin === 'string' && minimum === 1
    ? 'must not be empty'
    : `must be at least ${minimum}${unitOf(origin)}`;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' entries long' : '';
}
