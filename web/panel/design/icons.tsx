import type { ReactNode } from 'react';

const shapes = {
  overview: 'M4 19V11M10 19V5M16 19v-6M21 19H2',
  conversations: 'M4 5h16v11H10l-5 4v-4H4z',
  prompts: 'M5 4h14v16H5zM9 9h6M9 13h6M9 17h3',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1.5-3.5 4.5-5 8-5s6.5 1.5 8 5',
  back: 'M15 5l-7 7 7 7',
} as const;

export type IconName = keyof typeof shapes;

/** A small drawing beside words; it says nothing by itself. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[name]} />
    </svg>
  );
}

/** The baton that is passed on. */
export function BrandMark(): ReactNode {
  return (
    <svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="currentColor" />
      <path d="M8 20.5 20.5 8a2.6 2.6 0 0 1 3.7 3.7L11.7 24.2A2.6 2.6 0 0 1 8 20.5Z" fill="#fff" />
    </svg>
  );
}
