import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { Client } from '../../api/me.js';
import { makeToken, readAreas } from '../../api/tokens.js';
import { now } from '../../design/clock.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Loading, Problem } from '../../design/page.js';
import { ShownOnce } from '../../design/shown-once.js';
import { useTexts } from '../../texts/use-texts.js';

const reaches = ['read', 'write', 'chosen'] as const;
type Reach = (typeof reaches)[number];
/** In days; nothing: until it is revoked. */
const lives = ['30', '90', '365', ''] as const;
const msOfDay = 86_400_000;

type Typed = { name: string; reach: Reach; chosen: string[]; life: (typeof lives)[number] };
const blank: Typed = { name: '', reach: 'read', chosen: [], life: '90' };

/** A new token: what it is for, what it may do, how long it holds. */
export function NewTokenForm({ client }: { client: Client }): ReactNode {
  const { tokens: texts } = useTexts();
  const { typed, type, wrong, submit, making, token, hide } = useMaking(client);
  return (
    <>
      {token !== null && (
        <ShownOnce label={texts.token} about={texts.tokenAbout} value={token} close={hide} />
      )}
      <form noValidate onSubmit={submit} className="fields">
        <TextInput
          label={texts.name}
          description={texts.nameAbout}
          value={typed.name}
          onChange={(event) => type({ name: event.currentTarget.value })}
          error={wrong.name}
        />
        <div className="field-pair">
          <NativeSelect
            label={texts.scopes}
            value={typed.reach}
            onChange={(event) => type({ reach: event.currentTarget.value as Reach })}
            data={reaches.map((value) => ({ value, label: texts.reaches[value] }))}
            error={wrong.scopes}
          />
          <NativeSelect
            label={texts.life}
            value={typed.life}
            onChange={(event) => type({ life: event.currentTarget.value as Typed['life'] })}
            data={lives.map((value) => ({
              value,
              label: value === '' ? texts.forever : texts.days(Number(value)),
            }))}
          />
        </div>
        {typed.reach === 'chosen' && <Scopes chosen={typed.chosen} choose={(chosen) => type({ chosen })} />}
        {wrong.rest ? <Problem error={wrong.rest} /> : null}
        <div>
          <Button type="submit" loading={making}>
            {texts.makeNow}
          </Button>
        </div>
      </form>
    </>
  );
}

function useMaking(client: Client) {
  const { tokens: texts } = useTexts();
  const [typed, setTyped] = useState(blank);
  const [missing, setMissing] = useState<{ name?: string; scopes?: string }>({});
  const [token, setToken] = useState<string | null>(null);
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: (given: Typed) => makeToken(client.id, asGiven(given)),
    onSuccess: async (made) => {
      setToken(made);
      setTyped(blank);
      await queries.invalidateQueries({ queryKey: ['tokens', client.id] });
    },
  });
  const errors = useFieldErrors(making.error, ['name', 'scopes']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = {
      ...(typed.name.trim() === '' ? { name: texts.needsName } : {}),
      ...(typed.reach === 'chosen' && typed.chosen.length === 0 ? { scopes: texts.needsScopes } : {}),
    };
    setMissing(found);
    if (Object.keys(found).length === 0) making.mutate(typed);
  };
  const wrong = {
    name: missing.name ?? errors.of('name'),
    scopes: missing.scopes ?? errors.of('scopes'),
    rest: errors.rest,
  };
  return {
    ...{ typed, wrong, submit, token, making: making.isPending },
    type: (part: Partial<Typed>) => setTyped({ ...typed, ...part }),
    hide: () => setToken(null),
  };
}

function Scopes({ chosen, choose }: { chosen: string[]; choose: (chosen: string[]) => void }): ReactNode {
  const { tokens: texts } = useTexts();
  const { data: areas, error } = useQuery({
    queryKey: ['areas'],
    queryFn: ({ signal }) => readAreas(signal),
    staleTime: Infinity,
  });
  if (error) return <Problem error={error} />;
  if (!areas) return <Loading />;
  return (
    <Checkbox.Group label={texts.areas} value={chosen} onChange={choose}>
      <div className="scope-list">
        {areas.flatMap((area) =>
          (['read', 'write'] as const).map((kind) => (
            <Checkbox key={`${area}:${kind}`} value={`${area}:${kind}`} label={`${area}:${kind}`} />
          )),
        )}
      </div>
    </Checkbox.Group>
  );
}

function asGiven({ name, reach, chosen, life }: Typed): {
  name: string;
  scopes: string[];
  expires_at?: string;
} {
  const scopes = { read: ['*:read'], write: ['*:read', '*:write'], chosen }[reach];
  const ends =
    life === '' ? {} : { expires_at: new Date(now().getTime() + Number(life) * msOfDay).toISOString() };
  return { name: name.trim(), scopes, ...ends };
}
