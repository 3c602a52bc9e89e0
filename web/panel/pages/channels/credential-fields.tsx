import { PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyLine } from './copy-line.js';
import type { Platform } from '../../api/channels.js';
import { useTexts } from '../../texts/use-texts.js';

/** What each platform asks for, in the order it is typed. A phone is linked instead. */
const fieldsOf = {
  telegram: ['bot_token'],
  whatsapp: [],
  whatsapp_cloud: ['phone_number_id', 'access_token', 'app_secret'],
} as const satisfies Record<Platform, readonly string[]>;

type Field = (typeof fieldsOf)[Platform][number];
export type Credentials = Record<string, string>;

type Props = {
  platform: Platform;
  credentials: Credentials;
  type: (credentials: Credentials) => void;
  errorOf: (field: string) => string | undefined;
};

/** The keys of a connection, each with where it is found. What is a secret is not read over a shoulder. */
export function CredentialFields({ platform, credentials, type, errorOf }: Props): ReactNode {
  const { channels: texts } = useTexts();
  const words = {
    bot_token: { label: texts.botToken, description: texts.botTokenAbout },
    phone_number_id: { label: texts.phoneNumberId, description: texts.phoneNumberIdAbout },
    access_token: { label: texts.accessToken, description: texts.accessTokenAbout },
    app_secret: { label: texts.appSecret, description: texts.appSecretAbout },
  };
  const propsOf = (field: Field) => ({
    ...words[field],
    value: credentials[field] ?? '',
    error: errorOf(field),
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) =>
      type({ ...credentials, [field]: event.currentTarget.value }),
  });
  return (
    <>
      {fieldsOf[platform].map((field) =>
        field === 'access_token' || field === 'app_secret' ? (
          <PasswordInput key={field} {...propsOf(field)} />
        ) : (
          <TextInput key={field} {...propsOf(field)} />
        ),
      )}
      {platform === 'whatsapp_cloud' && (
        <CopyLine
          label={texts.verifyToken}
          about={texts.verifyTokenAbout}
          text={credentials['verify_token'] ?? ''}
        />
      )}
    </>
  );
}

/** What a form begins with: a token for the webhook is made up, for nobody has to remember it. */
export function blankCredentials(platform: Platform): Credentials {
  return platform === 'whatsapp_cloud' ? { verify_token: randomToken() } : {};
}

/** @returns the fields of these that nobody filled in, or filled in with what can't be one */
export function wrongFields(
  platform: Platform,
  credentials: Credentials,
  texts: { needed: string; wrongToken: string },
): Record<string, string> {
  const empty = fieldsOf[platform].filter((field) => (credentials[field] ?? '').trim() === '');
  const wrong: Record<string, string> = Object.fromEntries(empty.map((field) => [field, texts.needed]));
  const token = credentials['bot_token']?.trim() ?? '';
  if (platform === 'telegram' && token !== '' && !/^\d{5,20}:[A-Za-z0-9_-]{30,64}$/.test(token))
    wrong['bot_token'] = texts.wrongToken;
  return wrong;
}

function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
