import { GraphError } from '../../../../bots/whatsapp-cloud/graph-api.js';
import {
  cloudProblem,
  outcomeOf,
  problemInWords,
  reasonOf,
} from '../../../../bots/whatsapp-cloud/problem.js';

type Answer = {
  status?: number;
  code?: number | null;
  subcode?: number;
  transient?: boolean;
  retryAfterMs?: number;
};

const answer = ({
  status = 400,
  code = null,
  subcode,
  transient = false,
  retryAfterMs,
}: Answer): GraphError =>
  new GraphError(status, code, subcode ?? null, 'words of Meta', transient, retryAfterMs ?? null);
const outcome = (given: Answer) => outcomeOf(cloudProblem(answer(given)));

describe('what Meta answers instead of sending', () => {
  it.each([
    ['80 messages a second', { code: 130429 }, 1_000],
    ['one user in six seconds', { code: 131056 }, 6_000],
    ['the hour of an account', { code: 80007 }, 60_000],
    ['the hour of an app', { code: 4 }, 60_000],
    ['429 that says when', { status: 429, retryAfterMs: 7_000 }, 7_000],
    ['429 that says nothing', { status: 429 }, null],
  ] as const)('%s: waits, for the message surely did not arrive', (_name, given, retry_after_ms) => {
    expect(outcome(given)).toEqual({ type: 'later', retry_after_ms });
  });

  it.each([
    ['an expired token', { status: 401, code: 190, subcode: 463 }],
    ['a revoked token', { code: 190, subcode: 460 }],
    ['a permission the token has not', { status: 403, code: 200 }],
    ['a permission to send', { status: 403, code: 10 }],
    ['a number the token does not reach', { code: 100, subcode: 33 }],
    ['a locked account', { status: 403, code: 131031 }],
    ['a block for a breach of rules', { status: 403, code: 368 }],
    ['a number that is not registered', { code: 133010 }],
  ] as const)('%s: stops the whole number', (_name, given) => {
    expect(outcome(given)).toEqual({ type: 'disconnected' });
  });

  it.each([
    [131047, 'window_closed'],
    [131026, 'not_reached'],
    [130472, 'held_back'],
    [131042, 'payment_needed'],
    [132001, 'template_refused'],
    [131053, 'file_kind_refused'],
    [100, 'unknown'],
    [999_999, 'unknown'],
  ] as const)('code %i: refuses the one message', (code, reason) => {
    expect(outcome({ code })).toEqual({ type: 'refused', reason });
    expect(reasonOf(code)).toBe(reason);
  });

  it.each([{ status: 500, code: 131000 }, { status: 503, code: 2 }, { status: 502 }])(
    'a server error may have come after the message was taken',
    (given) => {
      expect(outcome(given)).toEqual({ type: 'unclear' });
    },
  );

  it.each([{ code: 131016 }, { code: 131000 }, { code: 100, transient: true }])(
    'a fault of its own, told as a refusal, is tried again',
    (given) => {
      expect(outcome(given)).toEqual({ type: 'later', retry_after_ms: null });
    },
  );

  it.each([403, 404, 407, 413])('%i in words that are not Meta’s is a proxy’s: tried again', (status) => {
    expect(outcome({ status })).toEqual({ type: 'later', retry_after_ms: null });
  });

  it('a refused connection never reached Meta; a lost one may have', () => {
    const because = (code: string): Error =>
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) });
    expect(cloudProblem(because('ECONNREFUSED'))).toEqual({ type: 'never_left' });
    expect(cloudProblem(because('UND_ERR_SOCKET'))).toEqual({ type: 'unclear' });
    expect(cloudProblem(new DOMException('late', 'TimeoutError'))).toEqual({ type: 'unclear' });
  });

  it('is told in the log by number and in words of Meta', () => {
    expect(problemInWords(cloudProblem(answer({ code: 131026 })))).toBe(
      'refused: HTTP 400, code 131026: words of Meta',
    );
  });
});
