import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Entrance } from './entrance.js';
import { makeAccount, setPassword, showLink, takeInvitation } from '../api/links.js';
import type { OneTimeLink } from '../api/links.js';
import type { Me } from '../api/me.js';
import { go } from '../app/navigation.js';
import { useFieldErrors } from '../design/field-errors.js';
import { Loading, Problem } from '../design/page.js';
import { useProblemText } from '../design/problem-words.js';
import type { PanelTexts } from '../texts/shape.js';
import { useTexts } from '../texts/use-texts.js';

export const shortestPassword = 10;

/**
 * A one-time link: the first admin's, an invitation, a new password. Its secret stands behind the #, which no server
 * or log is ever sent.
 */
export function LinkPage({ me }: { me: Me | null }): ReactNode {
  const { link: texts } = useTexts();
  const secret = window.location.hash.slice(1);
  const { data: link, error } = useQuery({
    queryKey: ['link', secret],
    queryFn: () => showLink(secret),
    staleTime: Infinity,
    retry: false,
  });
  if (error) return <OverLink error={error} />;
  if (!link) return <Loading />;
  const about = link.client ? texts.toClient(link.client) : texts.about[link.purpose];
  return (
    <Entrance title={texts.titles[link.purpose]} about={about}>
      {me && link.purpose === 'invitation' ? (
        <Join me={me} secret={secret} />
      ) : (
        <AccountForm secret={secret} link={link} />
      )}
    </Entrance>
  );
}

function OverLink({ error }: { error: Error }): ReactNode {
  const { link: texts } = useTexts();
  return (
    <Entrance title={texts.overTitle} about={useProblemText(error)}>
      <Button variant="default" onClick={() => go('/')}>
        {texts.toSignIn}
      </Button>
    </Entrance>
  );
}

function Join({ me, secret }: { me: Me; secret: string }): ReactNode {
  const { link: texts } = useTexts();
  const enter = useEntering(() => takeInvitation(secret));
  return (
    <>
      {enter.error && <Problem error={enter.error} />}
      <Button loading={enter.isPending} onClick={() => enter.mutate()}>
        {texts.joinAs(me.email)}
      </Button>
    </>
  );
}

type Typed = { email: string; name: string; password: string };

function AccountForm({ secret, link }: { secret: string; link: OneTimeLink }): ReactNode {
  const { link: texts, signIn } = useTexts();
  const hasPasswordOnly = link.purpose === 'reset';
  const [typed, setTyped] = useState<Typed>({ email: link.email ?? '', name: '', password: '' });
  const [missing, setMissing] = useState<Partial<Typed>>({});
  const enter = useEntering(() =>
    hasPasswordOnly ? setPassword(secret, typed.password) : makeAccount(secret, typed),
  );
  const type = (field: keyof Typed) => (event: FormEvent<HTMLInputElement>) =>
    setTyped({ ...typed, [field]: event.currentTarget.value });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = missingIn(typed, { hasPasswordOnly, texts, signIn });
    setMissing(found);
    if (Object.keys(found).length === 0) enter.mutate();
  };
  const refused = useFieldErrors(enter.error, ['email', 'name', 'password']);
  const field = (name: keyof Typed) => ({
    value: typed[name],
    onChange: type(name),
    error: missing[name] ?? refused.of(name),
  });
  return (
    <form onSubmit={submit} noValidate>
      {!hasPasswordOnly && (
        <>
          <TextInput type="email" label={signIn.email} autoComplete="username" {...field('email')} />
          <TextInput label={texts.name} autoComplete="name" {...field('name')} />
        </>
      )}
      <PasswordInput
        label={texts.password}
        description={texts.passwordAbout}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': signIn.showPassword, tabIndex: 0 }}
        {...field('password')}
      />
      {refused.rest ? <Problem error={refused.rest} /> : null}
      <Button type="submit" fullWidth loading={enter.isPending}>
        {texts.submit[link.purpose]}
      </Button>
    </form>
  );
}

/** What the link does; done, the panel opens. */
function useEntering(work: () => Promise<void>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async () => {
      go('/', { replaces: true });
      // The link itself is used up, and not asked about again.
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'link' });
    },
  });
}

function missingIn(
  { email, name, password }: Typed,
  {
    hasPasswordOnly,
    texts,
    signIn,
  }: { hasPasswordOnly: boolean; texts: PanelTexts['link']; signIn: PanelTexts['signIn'] },
): Partial<Typed> {
  return {
    ...(!hasPasswordOnly && email.trim() === '' ? { email: signIn.needsEmail } : {}),
    ...(!hasPasswordOnly && name.trim() === '' ? { name: texts.needsName } : {}),
    ...(password.length < shortestPassword ? { password: texts.passwordAbout } : {}),
  };
}
