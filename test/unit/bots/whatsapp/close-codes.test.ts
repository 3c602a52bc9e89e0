import { afterClose } from '../../../../bots/whatsapp/close-codes.js';

const close = (code: number, failures = 1) => afterClose({ code, failures, random: 0.5 });

describe('after the connection of a linked phone ended', () => {
  it.each([
    [515, 'WhatsApp restarts it after linking', { next: 'waiting', pauseMs: 0, alarm: null }],
    [428, 'it was dropped', { next: 'waiting', pauseMs: 2_000, alarm: null }],
    [408, 'it was lost', { next: 'waiting', pauseMs: 2_000, alarm: null }],
    [500, 'the session stumbled', { next: 'waiting', pauseMs: 2_000, alarm: null }],
    [503, 'WhatsApp is away', { next: 'waiting', pauseMs: 8_000, alarm: null }],
    [440, 'another program took it', { next: 'replaced', pauseMs: 30 * 60_000, alarm: 'number_replaced' }],
    [401, 'the device was removed', { next: 'logged_out', alarm: 'number_dropped' }],
    [419, 'the device was removed', { next: 'logged_out', alarm: 'number_dropped' }],
    [402, 'banned for a while', { next: 'refused', pauseMs: null, alarm: 'number_banned' }],
    [403, 'locked', { next: 'refused', pauseMs: null, alarm: 'number_banned' }],
    [406, 'banned', { next: 'refused', pauseMs: null, alarm: 'number_banned' }],
    [405, 'this program is too old', { next: 'refused', pauseMs: 60 * 60_000, alarm: 'number_unreachable' }],
    [411, 'the phone is too old', { next: 'refused', pauseMs: 60 * 60_000, alarm: 'number_unreachable' }],
  ])('%i: %s', (code, _what, follows) => {
    expect(close(code)).toMatchObject(follows);
  });

  it('says what is wrong and what to do, unless it is over in a moment', () => {
    expect(close(428)).toMatchObject({ message: null });
    expect(close(503, 3)).toMatchObject({ message: expect.stringMatching(/503.*tried again by itself/) });
    expect(close(403)).toMatchObject({
      message: expect.stringMatching(/locked.*Open WhatsApp on the phone/),
    });
  });

  it('comes back later and later, but within two minutes and a half', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 20].map((failures) => close(428, failures));
    expect(pauses.map((after) => ('pauseMs' in after ? after.pauseMs : null))).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000,
    ]);
    const [soonest, latest] = [0, 1].map((random) => afterClose({ code: 428, failures: 20, random }));
    expect([soonest, latest]).toMatchObject([{ pauseMs: 90_000 }, { pauseMs: 150_000 }]);
  });

  it('calls the owner once it has failed for minutes', () => {
    expect(close(428, 7)).toMatchObject({ alarm: null });
    expect(close(428, 8)).toMatchObject({ alarm: 'number_unreachable' });
    expect(close(500, 8)).toMatchObject({
      message: expect.stringContaining('unlink the phone and link it again'),
    });
  });

  it('a restart that restarts again and again is a failure like any other', () => {
    expect(close(515, 3)).toMatchObject({ pauseMs: 8_000 });
  });
});
