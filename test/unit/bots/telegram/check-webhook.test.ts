import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { checkPublicUrl } from '../../../../bots/telegram/check-webhook.js';

const telegram = 'https://api.telegram.org';
const ownServer = 'http://127.0.0.1:8081';

async function whatIsSaidOf(answer: RequestListener): Promise<{ ok: boolean; words: string }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await checkPublicUrl(`http://127.0.0.1:${port}`, ownServer);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

describe('the address that Telegram is to reach', () => {
  it.each([
    'https://localhost',
    'https://192.168.1.10',
    'https://10.0.0.5:8443',
    'https://172.20.0.2',
    'https://[fd00::1]',
    'https://printer.local',
    'https://server',
  ])('%s is none of the internet', async (publicUrl) => {
    const { ok, words } = await checkPublicUrl(publicUrl, telegram);
    expect(ok).toBe(false);
    expect(words).toContain('only addresses of the internet');
  });

  it('is right when we answer there', async () => {
    expect(await whatIsSaidOf((_, response) => response.end('{"ok":true}'))).toMatchObject({ ok: true });
  });

  it('is wrong when something else answers, or nothing', async () => {
    const page = await whatIsSaidOf((_, response) => response.end('<html>Welcome to nginx</html>'));
    expect(page).toMatchObject({ ok: false, words: expect.stringContaining('/telegram/ and /healthz') });
    expect(await whatIsSaidOf((_, response) => response.destroy())).toMatchObject({ ok: false });
    const nothing = await checkPublicUrl('http://127.0.0.1:9', ownServer);
    expect(nothing).toMatchObject({
      ok: false,
      words: expect.stringMatching(/nothing answers|can't be reached/),
    });
  });
});
