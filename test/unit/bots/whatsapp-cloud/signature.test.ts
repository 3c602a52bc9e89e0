import { isKnownHost } from '../../../../bots/whatsapp-cloud/media.js';
import { isSame } from '../../../../bots/same-secret.js';
import { isSigned } from '../../../../bots/whatsapp-cloud/signature.js';

const secret = 'test-app-secret';
const body = Buffer.from('{"object":"whatsapp_business_account"}');
const signature = 'sha256=b6978b21c4467654c466607663db9b43fae44b71083568df403e0a077089208e';

describe('the signature of a webhook', () => {
  it('is the one Meta makes', () => {
    expect(isSigned(body, signature, secret)).toBe(true);
  });

  it.each([
    ['none', undefined],
    ['of another kind', signature.replace('sha256', 'sha1')],
    ['cut short', signature.slice(0, -2)],
    ['of something else', `sha256=${'0'.repeat(64)}`],
  ])('is refused when it is %s', (_name, header) => {
    expect(isSigned(body, header, secret)).toBe(false);
  });

  it('is of the bytes: another spelling of the same JSON is another body', () => {
    expect(isSigned(Buffer.from('{"object": "whatsapp_business_account"}'), signature, secret)).toBe(false);
    expect(isSigned(body, signature, 'another secret')).toBe(false);
  });

  it('compares words of any length', () => {
    expect(isSame('word', 'word')).toBe(true);
    expect(isSame('words', 'word')).toBe(false);
    expect(isSame(undefined, 'word')).toBe(false);
  });
});

describe('where files may be fetched', () => {
  const root = 'https://graph.facebook.com';
  it.each([
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1',
    'https://scontent.whatsapp.net/v/1',
    'https://scontent.xx.fbcdn.net/v/1',
    'https://graph.facebook.com/v23.0/1',
  ])('%s', (address) => {
    expect(isKnownHost(address, root)).toBe(true);
  });

  it.each([
    'http://lookaside.fbsbx.com/1',
    'https://lookaside.fbsbx.com.evil.example/1',
    'https://evilwhatsapp.net/1',
    'https://user@lookaside.fbsbx.com/1',
    'https://127.0.0.1/1',
    'https://[::1]/1',
    'http://169.254.169.254/latest/meta-data',
    'https://10.0.0.7/1',
    'file:///etc/passwd',
    'not an address',
  ])('never %s', (address) => {
    expect(isKnownHost(address, root)).toBe(false);
  });
});
