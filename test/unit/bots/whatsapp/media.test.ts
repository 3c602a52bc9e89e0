import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { whatsAppFiles } from '../../../../bots/whatsapp/media.js';
import { Unsealing } from '../../../../bots/whatsapp/media-cipher.js';
import type { Seal } from '../../../../bots/whatsapp/media-cipher.js';
import { addressOfFile, isInside } from '../../../../bots/whatsapp/media-source.js';
import { newId } from '../../../../src/shared/ids.js';
import type { ClientId } from '../../../../src/shared/ids.js';

function sealed(plain: Buffer): { bytes: Buffer; seal: Seal } {
  const mediaKey = randomBytes(32);
  const keys = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), 'WhatsApp Image Keys', 112));
  const cipher = createCipheriv('aes-256-cbc', keys.subarray(16, 48), keys.subarray(0, 16));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  const mac = createHmac('sha256', keys.subarray(48, 80)).update(keys.subarray(0, 16)).update(body).digest();
  const bytes = Buffer.concat([body, mac.subarray(0, 10)]);
  const sha = (of: Buffer): string => createHash('sha256').update(of).digest('base64');
  const media_key = mediaKey.toString('base64');
  return {
    bytes,
    seal: { media_type: 'image', media_key, file_sha256: sha(plain), file_enc_sha256: sha(bytes) },
  };
}

async function opened(bytes: Buffer, seal: Seal, size = 7): Promise<Buffer> {
  const unsealing = new Unsealing(seal);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const [plain] = await Promise.all([buffer(unsealing), pipeline(Readable.from(chunks), unsealing)]);
  return plain;
}

const usual = { url: 'https://mmg.whatsapp.net/v/t62/x', direct_path: '/v/t62/x?ccb=1' };
const refused = { reason: 'media_host_refused' };

describe('a file of WhatsApp', () => {
  it('is opened as it streams, in whatever pieces it comes', async () => {
    for (const length of [0, 1, 15, 16, 17, 10_000]) {
      const plain = randomBytes(length);
      const { bytes, seal } = sealed(plain);
      for (const size of [1, 7, 16, 4_096])
        expect((await opened(bytes, seal, size)).equals(plain)).toBe(true);
    }
  });

  it('is refused when a bit of it is another, when it is cut, and when it is another file', async () => {
    const { bytes, seal } = sealed(Buffer.from('the price list'));
    const changed = Buffer.from(bytes);
    changed[3] = (changed[3] ?? 0) ^ 1;
    await expect(opened(changed, seal)).rejects.toMatchObject({ reason: 'file_gone' });
    await expect(opened(bytes.subarray(0, 12), seal)).rejects.toMatchObject({ reason: 'file_gone' });
    const other = { ...seal, file_sha256: createHash('sha256').update('x').digest('base64') };
    await expect(opened(bytes, other)).rejects.toMatchObject({ reason: 'file_gone' });
  });

  it("lies on WhatsApp's own hosts", () => {
    expect(addressOfFile(usual).href).toBe('https://mmg.whatsapp.net/v/t62/x?ccb=1');
    expect(addressOfFile({ url: null, direct_path: '/x' }).href).toBe('https://mmg.whatsapp.net/x');
    expect(addressOfFile({ url: 'https://media-ala1-1.cdn.whatsapp.net/y', direct_path: null }).host).toBe(
      'media-ala1-1.cdn.whatsapp.net',
    );
    expect(addressOfFile({ url: 'https://web.whatsapp.net', direct_path: '/x' }).host).toBe(
      'mmg.whatsapp.net',
    );
  });

  it.each([
    'https://127.0.0.1/x',
    'https://127.0.0.1:5432/x',
    'https://[::1]/x',
    'https://10.0.0.7/x',
    'https://169.254.169.254/latest/meta-data',
    'http://mmg.whatsapp.net/x',
    'https://mmg.whatsapp.net:8443/x',
    'https://whatsapp.net.evil.example/x',
    'https://evilwhatsapp.net/x',
    'https://mmg.whatsapp.net@evil.example/x',
    'file:///etc/passwd',
    'nonsense',
  ])('is not fetched from %s, whatever the message says', (url) => {
    expect(() => addressOfFile({ url, direct_path: null })).toThrow(expect.objectContaining(refused));
    expect(() => addressOfFile({ url, direct_path: '/x' })).toThrow(expect.objectContaining(refused));
  });

  it('can not lead elsewhere by its path', () => {
    for (const direct_path of ['@evil.example/x', '.evil.example/x', ':8443/x'])
      expect(() => addressOfFile({ url: null, direct_path })).toThrow(expect.objectContaining(refused));
  });

  it('comes from the local host only where that was set up', () => {
    const url = 'https://127.0.0.1:41234/x';
    expect(addressOfFile({ url, direct_path: '/x' }, { host: '127.0.0.1:41234' }).href).toBe(url);
    expect(() => addressOfFile({ url, direct_path: '/x' }, { host: '127.0.0.1:41235' })).toThrow();
  });

  it('of three gigabytes is not begun', async () => {
    const fetcher = whatsAppFiles({ largest: 64 * 1024 * 1024 });
    const { seal } = sealed(Buffer.from('x'));
    const media = {
      channel: 'whatsapp',
      ...seal,
      ...usual,
      size: 3 * 1024 ** 3,
      message: { chat: 'c', id: 'i', from_me: false },
    };
    await expect(fetcher(newId<ClientId>(), media)).rejects.toMatchObject({ reason: 'file_too_big' });
  });
});

describe('an address inside the network', () => {
  it('is told from one outside', () => {
    for (const inside of [
      '127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '::1',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
    ])
      expect([inside, isInside(inside)]).toEqual([inside, true]);
    for (const outside of ['157.240.1.1', '8.8.8.8', '2a03:2880::1'])
      expect([outside, isInside(outside)]).toEqual([outside, false]);
  });
});
