import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Loading, Problem, Quiet } from './page.js';
import { useTexts } from '../texts/use-texts.js';

/** As much of a list read page by page as is needed here. */
type Pages = {
  error: Error | null;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch(): Promise<unknown>;
  fetchNextPage(): Promise<unknown>;
};

/**
 * A list that grows at its end, and what stands there while it is empty, on its way, or refused.
 *
 * @param props.title said when it is empty, with `about` below it and `action` to begin one
 * @param props.className of the list; its rows are `<li>`
 */
export function DataList({
  pages,
  isEmpty,
  title,
  about,
  action,
  className = 'rows',
  children,
}: {
  pages: Pages;
  isEmpty: boolean;
  title: string;
  about?: string;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}): ReactNode {
  const { common } = useTexts();
  const problem = pages.error && <Problem error={pages.error} again={() => void pages.refetch()} />;
  if (pages.isPending) return <Loading />;
  if (isEmpty && problem) return problem;
  if (isEmpty) {
    return (
      <Quiet title={title}>
        {about}
        {action}
      </Quiet>
    );
  }
  return (
    <>
      <ul className={className}>{children}</ul>
      {problem}
      {pages.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {common.more}
        </Button>
      )}
    </>
  );
}
