import { Component } from 'react';
import type { ReactNode } from 'react';
import { Problem } from './page.js';

type Props = {
  children: ReactNode;
  /** What is done for another try. */
  again: () => void;
};

/** Holds what breaks within it: the menu around a page stays, and another page can be opened. */
export class Mishap extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Problem error={error} again={this.props.again} />;
  }
}
