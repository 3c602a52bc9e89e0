import fc from 'fast-check';
import type { AnyJob, JobName } from '../../../src/jobs/catalog.js';
import { bellId, jobs } from '../../../src/jobs/catalog.js';
import { groupedByQueue } from '../../../src/jobs/ringing.js';

const a = '6f1f3f0e-8f7b-4d0a-9c43-3d1f6a3b2c10';
const b = '0b0a7c1e-3c55-4a35-8b0e-2f5f0f3d9a77';

/** Payloads as they have been since the first release. They stay here for good: such a bell may still be waiting somewhere. */
const payloadsEverRung: Record<JobName, object[]> = {
  sweep: [{}],
  'run-turn': [{ client_id: a, conversation_id: b }],
  'mirror-conversation': [{ client_id: a, conversation_id: b }],
  'remind-handover': [{ client_id: a, handover_id: b }],
  'close-handover': [{ client_id: a, handover_id: b }],
  'open-deferred-handover': [{ client_id: a, conversation_id: b }],
  'end-mute': [{ client_id: a, conversation_id: b }],
  'close-conversation': [{ client_id: a, conversation_id: b }],
  'record-metrics': [{}],
  'write-summary': [{ client_id: a, post_id: b }],
  'erase-user': [{ client_id: a, erasure_id: b }],
  'remove-files': [{}],
  'forget-old-messages': [{}],
  'deliver-messages': [{ client_id: a, integration_id: b }],
  'send-posts': [{ sender_key: 'telegram:0f3a' }],
};

describe.each(Object.keys(jobs) as JobName[])('The job %s', (job) => {
  it('understands every payload it was ever rung with, and ones that will know more', () => {
    for (const payload of payloadsEverRung[job]) {
      expect(jobs[job].payload.parse(payload)).toEqual(payload);
      expect(jobs[job].payload.parse({ ...payload, from_a_later_version: 1 })).toEqual(payload);
    }
  });

  it('has an id that BullMQ takes', () => {
    for (const payload of payloadsEverRung[job])
      expect(bellId(job, { ...payload })).toMatch(/^(?!\d+$)[^:]+$/);
  });
});

describe('Bells', () => {
  it('are the same only when the job and all ids are', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
        const same =
          bellId('send-posts', { sender_key: one }) === bellId('send-posts', { sender_key: other });
        expect(same).toBe(one === other);
      }),
    );
    expect(bellId('remind-handover', { client_id: a, handover_id: b })).not.toBe(
      bellId('close-handover', { client_id: a, handover_id: b }),
    );
  });

  it('that are the same go out once, each to its queue', () => {
    const turn = { job: 'run-turn', payload: { client_id: a, conversation_id: b } } as AnyJob;
    const posts = { job: 'send-posts', payload: { sender_key: 'x' } } as const;
    const groups = groupedByQueue(
      [turn, { ...posts, queue: 'bots-1' }, turn, { ...posts, queue: 'bots-2' }],
      'me',
    );
    expect([...groups].map(([queue, bells]) => [queue, bells.map(({ name }) => name)])).toEqual([
      ['workers', ['run-turn']],
      ['bots-1', ['send-posts']],
      ['bots-2', ['send-posts']],
    ]);
  });

  it('for the sweep are each process its own: one that dies sweeping silences nobody', () => {
    const idOf = (process: string): unknown =>
      groupedByQueue([{ job: 'sweep', payload: {} }], process).get('workers')?.[0]?.opts.jobId;
    expect(idOf('one')).not.toBe(idOf('other'));
  });
});
