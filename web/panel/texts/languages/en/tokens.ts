import { many } from '../../plural.js';
import type { TokensTexts } from '../../shape/tokens.js';

export const tokens: TokensTexts = {
  about: 'With a token a program does what the panel does: within its scopes, and for this client only.',
  docs: 'API description',
  list: 'Tokens in use',
  none: 'There are no tokens yet',
  make: 'New token',
  makeNow: 'Create token',
  name: 'Name',
  nameAbout: 'What it is for, such as “Till” or “CRM”.',
  needsName: 'Enter a name for the token',
  scopes: 'What it may do',
  reaches: {
    read: 'Read only',
    write: 'Read and change',
    chosen: 'Choose areas',
  },
  areas: 'Areas of the API',
  needsScopes: 'Tick at least one area',
  life: 'Holds for',
  days: (count) => many('en', count, { one: 'day', other: 'days' }),
  forever: 'no end',
  until: (when) => `until ${when}`,
  used: (when) => `used ${when}`,
  neverUsed: 'never used',
  token: 'API token',
  tokenAbout: 'Keep the token now: it is shown nowhere else.',
  revoke: 'Revoke token',
  revokeTitle: (name) => `Revoke the token “${name}”?`,
  revokeAbout: 'The program with this token loses access at once.',
};
