import { useMutation, useQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { readDraft } from './typed.js';
import type { Draft, SettingName, Typed } from './typed.js';
import { ApiError } from '../../api/request.js';
import { previewSettings, saveSettings } from '../../api/settings.js';
import type {
  ExplainedSettings,
  OpenedSettings,
  SettingChanges,
  SettingsPreview,
} from '../../api/settings.js';
import { useFieldWords, useToldFields } from '../../design/problem-words.js';
import type { ToldFields } from '../../design/problem-words.js';

const typingMs = 300;
/** What is due moves with the clock, and with what happens to the requests. */
const refreshMs = 30_000;

export type SettingsForm = ReturnType<typeof useSettingsForm>;

/** The settings as they are edited: what was typed, what is wrong with it, what it would do, and saving it. */
export function useSettingsForm(client_id: string, explained: ExplainedSettings, mayChange: boolean) {
  // As they were opened: what the page learns later is no reason to overwrite it.
  const [kept, keep] = useState<OpenedSettings>(explained);
  const [draft, setDraft] = useState<Draft>({});
  const isTouched = Object.keys(draft).length > 0;
  const base = isTouched ? kept : explained;
  const { changes, problems } = readDraft(explained.settings, base.values, draft);
  const hasProblem = Object.keys(problems).length > 0;
  const isUnsaved = hasProblem || Object.keys(changes).length > 0;
  const preview = usePreview(client_id, changes, mayChange && !hasProblem);
  const problemsAhead = useToldFields(preview.data ? toldBy(preview.data) : null);
  const saving = useSaving(client_id, changes, () => setDraft({}));
  const { stale, save } = saving;
  return {
    ...{ values: base.values, draft, changes, problems, isUnsaved, hasProblem, preview, stale },
    isPending: saving.isPending,
    isSaved: saving.isDone && !isUnsaved,
    /** What the server says is wrong, by field; the rest of it, where it names none. */
    refusedFields: { ...problemsAhead, ...saving.fields },
    error: saving.error,
    type(name: SettingName, typed: Typed) {
      if (!isTouched) keep(explained);
      setDraft((before) => ({ ...before, [name]: typed }));
      saving.forget();
    },
    discard() {
      setDraft({});
      saving.forget();
    },
    save: () => save(base.revision),
    keepMine() {
      if (!stale) return;
      keep(stale);
      save(stale.revision);
    },
    takeTheirs: saving.takeTheirs,
  };
}

function toldBy({ problems, reasons, reason_params }: SettingsPreview): ToldFields {
  return { fields: problems, reasons, reasonParams: reason_params };
}

/** Keeping changes, and what may stand in the way: a field, or somebody who saved meanwhile. */
function useSaving(client_id: string, changes: SettingChanges, settled: () => void) {
  const client = useQueryClient();
  const show = (shown: OpenedSettings): void => {
    client.setQueriesData<ExplainedSettings>({ queryKey: ['settings', client_id] }, (before) =>
      before ? { ...before, ...shown } : before,
    );
    settled();
  };
  const { mutate, reset, error, isSuccess, isPending } = useMutation({
    mutationFn: (revision: string) => saveSettings(client_id, revision, changes),
    onSuccess: async (saved) => {
      show(saved);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['settings-preview', client_id] }),
        client.invalidateQueries({ queryKey: ['clients'] }),
      ]);
    },
  });
  const stale =
    error instanceof ApiError && error.code === 'stale_edit' ? (error.current as OpenedSettings) : null;
  const fields = useFieldWords(error);
  return {
    ...{ stale, fields, isPending, isDone: isSuccess, save: mutate },
    error: stale || Object.keys(fields).length > 0 ? null : error,
    forget() {
      if (error || isSuccess) reset();
    },
    takeTheirs() {
      if (!stale) return;
      show(stale);
      reset();
    },
  };
}

function usePreview(client_id: string, changes: SettingChanges, isEnabled: boolean) {
  const [asked] = useDebouncedValue(JSON.stringify(changes), typingMs);
  return useQuery({
    queryKey: ['settings-preview', client_id, asked],
    queryFn: ({ signal }) => previewSettings(client_id, JSON.parse(asked) as SettingChanges, signal),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
    staleTime: 0,
    // One that was asked for earlier tells of settings that may have been changed since.
    gcTime: 0,
    refetchInterval: refreshMs,
  });
}
