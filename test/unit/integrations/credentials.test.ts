import { credentialSchemas } from '../../../src/integrations/credentials.js';

describe('what a number of the official API is connected with', () => {
  it('may be pasted with a line end, which no header and no signature would take', () => {
    const pasted = {
      access_token: 'EAA1\n',
      phone_number_id: ' 109 ',
      app_secret: 's\r\n',
      verify_token: 'v ',
    };
    expect(credentialSchemas.whatsapp_cloud.parse(pasted)).toEqual({
      ...{ access_token: 'EAA1', phone_number_id: '109', app_secret: 's', verify_token: 'v' },
    });
    expect(credentialSchemas.whatsapp_cloud.safeParse({ ...pasted, app_secret: ' ' }).success).toBe(false);
  });
});
