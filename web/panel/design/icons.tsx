import type { ReactNode } from 'react';

const shapes = {
  setup: 'M4 6l2 2 3-4M4 16l2 2 3-4M13 7h8M13 17h8',
  overview: 'M4 19V11M10 19V5M16 19v-6M21 19H2',
  handovers: 'M3 12h11M10 7l5 5-5 5M15 4h5v16h-5',
  conversations: 'M4 5h16v11H10l-5 4v-4H4z',
  users:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c1-3.5 3.5-5 6.5-5s5.5 1.5 6.5 5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15c2 .5 3.200 2 3.5 5',
  prompts: 'M5 4h14v16H5zM9 9h6M9 13h6M9 17h3',
  intents: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h.01',
  replies: 'M10 6L4 12l6 6M4 12h10a6 6 0 0 1 6 6v1',
  knowledge: 'M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14',
  channels: 'M5 12a7 7 0 0 1 14 0M8.5 12a3.5 3.5 0 0 1 7 0M12 12v9M2 12a10 10 0 0 1 20 0',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  managers: 'M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H4zM17 14h3v5h-3zM20 19c-1 2-4 2-6 2',
  members: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c1-3.5 3.5-5 6.5-5s5.5 1.5 6.5 5M19 8v6M16 11h6',
  tokens: 'M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9v3M17 12v3',
  usage: 'M4 19a8.5 8.5 0 1 1 16 0M12 17l4-6',
  reports: 'M4 4h16v16H4zM4 10h16M10 10v10',
  audit: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  journal: 'M5 4h14v16H5zM12 8v4l3 2',
  clients: 'M4 20V8l8-4 8 4v12M2 20h20M9 20v-5h6v5M8 10h.01M12 10h.01M16 10h.01',
  defaults: 'M7 3h12v14H7zM4 7v14h12M11 8h4M11 12h4',
  queues: 'M4 6h16M4 12h16M4 18h10M18 16v4M16 18h4',
  admins: 'M12 3l8 3v6c0 4.5-3.5 7.5-8 9-4.5-1.5-8-4.5-8-9V6zM9 12l2 2 4-4',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1.5-3.5 4.5-5 8-5s6.5 1.5 8 5',
  menu: 'M4 7h16M4 12h16M4 17h16',
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
